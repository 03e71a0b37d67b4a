"""A setting that cannot work is refused where it is read."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "-1", "301"])
def test_a_deadline_that_never_comes_is_no_setting(seconds: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"deadline": seconds})


def test_a_deadline_within_its_bounds_is_one() -> None:
    assert [Settings(deadline=seconds).deadline for seconds in (0.1, 300)] == [0.1, 300]
