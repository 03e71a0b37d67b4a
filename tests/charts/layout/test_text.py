"""Words are inert, measured and wrapped without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.text import balanced, fitted, kept_together, parted, plain, readable, shortened, with_dates
from charts.layout.text_width import width


@given(st.text(max_size=300))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    line = plain(text)
    assert line.isprintable()
    assert line == " ".join(line.split())
    assert plain(line) == line


def test_what_has_no_glyph_and_what_steers_the_eye_is_dropped() -> None:
    assert plain("Russell\u202e 2000\x1b[31m\u200b 中文\n$x$") == "Russell 2000[31m $x$"


@given(st.text("abc def,.", max_size=120), st.floats(1, 900))
def test_wrapped_text_keeps_within_its_room(text: str, room: float) -> None:
    lines, size = fitted(text, room, ((38.0, 2), (30.0, 2)), bold=True)
    assert len(lines) <= 2
    if room > 60:
        assert all(width(line, size, True) <= room + 0.5 for line in lines)


@given(st.text("abcdefgh ", max_size=60), st.floats(40, 900))
def test_shortened_text_fits_and_begins_like_the_whole(text: str, room: float) -> None:
    short = shortened(text, room, 24.0)
    assert width(short, 24.0) <= room
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize("room", range(60, 500, 20))
def test_shortening_never_leaves_a_part_of_a_figure(room: int) -> None:
    short = shortened("Closed at 2,718.77 on Thursday, +0.76% ahead", float(room), 24.0)
    figures = {word.strip(",…") for word in short.split() if any(c.isdigit() for c in word)}
    assert figures <= {"2,718.77", "+0.76%"}


@pytest.mark.parametrize("text", ["", "W" * 500, " ", "a b"])
def test_no_room_at_all_ends(text: str) -> None:
    fitted(text, -5.0, ((38.0, 2),))
    assert shortened(text, -5.0, 24.0) in ("", text)


@pytest.mark.parametrize("name", ["トヨタ自動車", "삼성전자", "貴州茅台", "Moon 🚀 Corp", "קבוצה"])
def test_a_name_that_the_font_cannot_write_is_its_ticker_and_never_boxes(name: str) -> None:
    assert readable(name, "7203.T") == "7203.T"


@pytest.mark.parametrize(
    "name", ["Société Générale", "Łódź Nowa", "Ørsted", "Яндекс", "ΟΠΑΠ", "S&P 500 · 2×"]
)
def test_a_name_in_letters_of_the_font_stays(name: str) -> None:
    assert readable(name, "X") == name


def test_dates_are_written_for_people_and_what_is_no_date_stays() -> None:
    assert with_dates("from 2020-01-02 to 2020-06-30") == "from 2 Jan 2020 to 30 Jun 2020"
    assert with_dates("2020-13-45, 12020-01-023") == "2020-13-45, 12020-01-023"
    assert with_dates("for 2025-12") == "for Dec 2025"


def test_lines_part_where_the_words_do() -> None:
    lines, size = fitted(
        "20 Jan 2023 to 22 Jan 2026 · weekly bars, studies of weekly closes", 500.0, ((24.0, 2),)
    )
    assert parted(lines, 500.0, size) == (
        "20 Jan 2023 to 22 Jan 2026",
        "weekly bars, studies of weekly closes",
    )
    assert parted(lines, 200.0, size) == parted(("one line",), 500.0, size) == ()


@given(st.text("abc de", max_size=120))
def test_balancing_loses_no_word_and_needs_no_further_line(text: str) -> None:
    lines, size = fitted(text, 300.0, ((38.0, 9),), bold=True)
    even = balanced(lines, size, True)
    assert len(even) == len(lines)
    assert " ".join(even).split() == " ".join(lines).split()
    assert max((width(line, size, True) for line in even), default=0) <= max(
        (width(line, size, True) for line in lines), default=0
    )


def test_no_word_stands_alone_below_a_long_line() -> None:
    lines, size = fitted("The Russell 2000 rose 13% over 1 year", 560.0, ((38.0, 2),), bold=True)
    widths = [width(line, size, True) for line in balanced(lines, size, True)]
    assert min(widths) > 0.5 * max(widths)


@pytest.mark.parametrize("room", [float(points) for points in range(200, 900, 20)])
def test_no_line_ends_within_a_name_a_date_or_a_figure_with_its_unit(room: float) -> None:
    whole = ("S&P 500", "Russell 2000", "Dow Jones", "22 Jan 2026", "1.2 points", "5 sessions")
    text = "On 22 Jan 2026 the S&P 500 beat the Russell 2000 and the Dow Jones by 1.2 points over 5 sessions"
    lines, size = fitted(kept_together(text), room, ((32.0, 99),), True)
    for shown in (lines, balanced(lines, size, True)):
        assert " ".join(shown) == text
        if room > width("22 Jan 2026", size, True):
            assert all(
                any(part in line for line in shown) for part in whole if width(part, size, True) <= room
            )
