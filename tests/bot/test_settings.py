"""A setting that cannot work is refused where it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "-1", "301"])
def test_a_deadline_that_never_comes_is_no_setting(seconds: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"deadline": seconds})


def test_a_deadline_within_its_bounds_is_one() -> None:
    assert [Settings(deadline=seconds).deadline for seconds in (0.1, 300)] == [0.1, 300]


NUMBERS = {
    "deadline": (0.1, 300), "asks_per_minute": (1, 10_000), "digest_grace_hours": (0.01, 24),
    "alerts_per_person": (1, 1000), "digests_per_channel": (1, 100), "render_processes": (1, 64),
    "web_port": (1, 65_535), "web_connections": (8, 20_000), "web_connections_per_address": (4, 20_000),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_that_is_none_or_out_of_bounds_is_no_setting(name: str) -> None:
    least, most = NUMBERS[name]
    for value in (least, most):
        assert getattr(Settings.model_validate({name: str(value)}), name) == value
    for wrong in ("nan", "inf", "-inf", "1e400", "0", "-1", str(most + 1), "9" * 5000, ""):
        with pytest.raises(ValidationError):
            Settings.model_validate({name: wrong})


def test_every_number_of_the_settings_has_bounds() -> None:
    assert {n for n, f in Settings.model_fields.items() if f.annotation in (int, float)} == NUMBERS.keys()


def test_paths_may_begin_with_the_home_and_empty_ones_are_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", "~/kept")
    monkeypatch.setenv("BELLWETHER_MEMBERS_FILE", "")
    assert Settings().data_dir == Path.home() / "kept"
    assert Settings().members_file is None
    monkeypatch.setenv("BELLWETHER_DATA_DIR", "")
    assert Settings().data_dir.name == "bellwether"
