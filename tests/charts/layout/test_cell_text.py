"""What fits into a cell, decided without the font, is true of the font."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from charts.layout.cell_text import TextLine, least, rows
from charts.layout.text import plain
from charts.layout.text_width import NO_BREAK, width


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
    assert [row.text for row in rows(f"24{NO_BREAK}down", "−1.00%", (), 78, 100)] == ["24", "down", "−1.00%"]
    assert [row.text for row in rows(f"24{NO_BREAK}down", "−1.00%", (), 150, 100)] == [
        f"24{NO_BREAK}down",
        "−1.00%",
    ]


@given(st.sampled_from(["F", "NVDA", "BRK.B", "WWWWW"]), st.sampled_from(["0.00%", "+1.23%", "no data"]))
def test_no_cell_smaller_than_the_least_holds_anything(name: str, figure: str) -> None:
    area = least(name, figure) * 0.99
    for wide in range(30, 400, 2):
        assert rows(name, figure, (), wide, area / wide) == ()
