"""What fits into a cell, decided without the font, is true of the font."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.cell_text import NO_BREAK, SIZES, TextLine, least, reach, rows
from charts.layout.text import plain, width

DRAWN = [(size, True) for size in SIZES] + [(size, False) for size in (20, *(size * 0.9 for size in SIZES))]
words = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24)


@pytest.mark.parametrize(("size", "bold"), DRAWN)
def test_no_letter_is_drawn_wider_than_the_table_says_nor_much_narrower(size: float, bold: bool) -> None:
    for letter in [chr(code) for code in range(32, 127)] + list("−–…"):
        drawn, most = width(letter * 20, size, bold), reach(letter * 20, size, bold)
        assert drawn <= most + 0.5, letter
        assert drawn >= 0.75 * most, letter


@given(words, st.sampled_from(DRAWN))
def test_no_words_are_drawn_wider_than_they_are_taken_for(text: str, how: tuple[float, bool]) -> None:
    assert width(text, *how) <= reach(text, *how) + 1


@pytest.mark.parametrize("text", ["NVDA", "BRK.B", "190 up", "60 down or flat", "+120.53%", "−0.84%"])
@pytest.mark.parametrize(("size", "bold"), DRAWN)
def test_no_room_to_speak_of_is_wasted(text: str, size: float, bold: bool) -> None:
    assert width(text, size, bold) >= 0.88 * reach(text, size, bold)


@given(
    st.text(st.characters(codec="latin-1"), max_size=24),
    st.sampled_from(["+1.23%", "−48.02%", "+1,204.11%", "no data"]),
    st.floats(1, 500),
    st.floats(1, 300),
)
def test_rows_stay_within_their_cell(name: str, figure: str, wide: float, high: float) -> None:
    found = rows(name, figure, ["NVDA +4.05%"] * 3, wide, high)
    assert sum(row.height for row in found) <= high
    for row in found:
        assert width(plain(row.text), row.size, row.bold) <= wide
        assert row.size >= 18
    words = plain(" ".join(row.text for row in found))
    assert not found or words.startswith(plain(f"{name} {figure}"))


def test_a_cell_too_small_for_name_and_figure_has_neither() -> None:
    assert rows("NVDA", "+4.05%", (), 60, 50) == ()
    assert rows("NVDA", "+4.05%", (), 100, 20) == ()
    assert rows("", "+4.05%", (), 500, 500) == ()


def test_a_flat_cell_has_one_row_and_a_narrow_one_breaks_the_name() -> None:
    assert rows("NVDA", "+4.05%", (), 200, 36) == (TextLine("NVDA +4.05%", 20, bold=True),)
    assert [row.text for row in rows(f"24{NO_BREAK}down", "−1.00%", (), 90, 100)] == ["24", "down", "−1.00%"]
    assert [row.text for row in rows(f"24{NO_BREAK}down", "−1.00%", (), 150, 100)] == [
        f"24{NO_BREAK}down",
        "−1.00%",
    ]


@given(st.sampled_from(["F", "NVDA", "BRK.B", "WWWWW"]), st.sampled_from(["0.00%", "+1.23%", "no data"]))
def test_no_cell_smaller_than_the_least_holds_anything(name: str, figure: str) -> None:
    area = least(name, figure) * 0.99
    for wide in range(30, 400, 2):
        assert rows(name, figure, (), wide, area / wide) == ()
