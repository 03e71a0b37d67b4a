"""Two stretches of time, as they are written."""

from __future__ import annotations

import pytest

from market.errors import BadPeriod
from market.windows import Windows


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2020-11-01 with 2026-04-01", "2020-11-01 with 2026-04-01"),
        ("since 2020-11-01 vs since 2026-04-01", "2020-11-01 with 2026-04-01"),
        ("2008 versus 2020", "2008 with 2020"),
        ("2020-02-19..2020-03-23 against 2025-02-19", "2020-02-19..2020-03-23 with 2025-02-19"),
    ],
)
def test_windows_are_written_in_one_way_that_reads_the_same(text: str, canonical: str) -> None:
    assert str(Windows.parse(text)) == canonical
    assert Windows.parse(canonical) == Windows.parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2020-11-01", "no two windows"),
        ("2008 with 2020 with 2022", "no two windows"),
        ("1y with 2020-11-01", "no beginning of its own"),
        ("2020 with 2020", "the same"),
        ("2020-13-01 with 2021-01-04", "is no date"),
    ],
)
def test_what_are_no_two_windows_is_refused_with_an_example(text: str, says: str) -> None:
    with pytest.raises(BadPeriod, match=says):
        Windows.parse(text)
