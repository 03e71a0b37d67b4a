"""Addresses of answers: read only as they were made, and signed pictures for a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.answer_links import AnswerLinks, links_of
from bot.settings import Settings
from market.clock import FixedClock

ID = "k" * 22
CLOCK = FixedClock(datetime(2026, 1, 22, tzinfo=UTC))
LINKS = AnswerLinks("https://bot.example", b"k" * 32, CLOCK)


def test_an_address_names_its_answer() -> None:
    assert LINKS.page(ID) == f"https://bot.example/a/{ID}"
    for url in (LINKS.page(ID), f"{LINKS.page(ID)}/", f"{LINKS.page(ID)}?x=1", f"{LINKS.page(ID)}#figures"):
        assert LINKS.answer_in(url) == ID


@pytest.mark.parametrize(
    "url",
    [
        f"https://bot.example.evil/a/{ID}",
        f"http://bot.example/a/{ID}",
        f"https://bot.example/a/{ID}x",
        f"https://bot.example/a/{ID}/answer.json",
        f"https://bot.example/b/{ID}",
        f"https://bot.example/a/../{ID}",
        "https://bot.example",
        "",
    ],
)
def test_any_other_address_names_none(url: str) -> None:
    assert LINKS.answer_in(url) == ""


def test_without_an_address_or_an_id_there_is_no_link() -> None:
    nowhere = AnswerLinks("", b"k" * 32)
    assert (nowhere.page(ID), nowhere.answer_in(f"/a/{ID}"), LINKS.page("")) == ("", "", "")


def _signed(links: AnswerLinks, id: str = ID) -> tuple[str, str]:
    until, _, signature = links.preview(id).rpartition("/")[2].removesuffix(".png").partition("-")
    return until, signature


def test_a_preview_is_good_for_a_week_and_for_its_answer_alone() -> None:
    clock = FixedClock(CLOCK.at)
    links = AnswerLinks("https://bot.example", b"k" * 32, clock)
    until, signature = _signed(links)
    assert links.is_preview(ID, until, signature)
    assert not links.is_preview("o" * 22, until, signature)
    assert not links.is_preview(ID, str(int(until) + 1), signature)
    assert not AnswerLinks("https://bot.example", b"o" * 32, clock).is_preview(ID, until, signature)
    clock.at += timedelta(days=7, seconds=1)
    assert not links.is_preview(ID, until, signature)


@given(st.text(), st.text())
def test_what_was_not_signed_is_no_preview(until: str, signature: str) -> None:
    assert not LINKS.is_preview(ID, until, signature)


def test_the_settings_decide_and_all_processes_sign_alike(tmp_path: Path) -> None:
    assert links_of(Settings(data_dir=tmp_path)) is None
    settings = Settings(data_dir=tmp_path, address="https://bot.example/")
    first, second = links_of(settings), links_of(settings)
    assert first is not None
    assert second is not None
    assert first.page(ID) == f"https://bot.example/a/{ID}"
    assert second.is_preview(ID, *_signed(first))


@pytest.mark.parametrize(
    "address", ["bot.example", "https://bot.example/path", "ftp://bot.example", "https://a b"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="without a path"):
        Settings(address=address)
