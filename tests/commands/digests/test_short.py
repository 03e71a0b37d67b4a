"""Fewer words for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from commands.digests.section import SectionResult
from commands.digests.short import WORDS, count_words, no_room_for, shortened, unsaid, within_words
from commands.framework.figure import Figure

DAY = date(2026, 1, 22)


def regime(as_of: str) -> SectionResult:
    values: dict[str, str | int] = {"verdict": "small-cap-led", "held": 33, "since": "2025-12-04"}
    figures = tuple(Figure(f"regime.{name}", value, as_of=as_of) for name, value in values.items())
    return SectionResult("Rotation", "The market regime is what it is, in many words.", figures=figures)


def test_a_section_is_said_in_the_words_of_its_figures() -> None:
    assert (
        shortened(regime("2026-01-22 close"), DAY).sentence
        == "Small-cap-led for 33 sessions, since 2025-12-04."
    )


def test_a_section_of_another_session_says_its_own_date() -> None:
    said = shortened(regime("2026-01-20 close"), DAY).sentence
    assert said == "Small-cap-led for 33 sessions, since 2025-12-04 (of 2026-01-20)."


def test_where_a_figure_is_withheld_the_commands_own_sentence_stands() -> None:
    part = regime("2026-01-22 close")
    withheld = SectionResult("Rotation", part.sentence, figures=part.figures[:2])
    assert shortened(withheld, DAY).sentence == part.sentence


def test_who_made_it_is_said_as_why_says_it() -> None:
    keys = {
        "financials.1d": 0.0061,
        "financials.weight.1d": 0.2,
        "industrials.1d": 0.0029,
        "health_care.1d": 0.001,
    }
    figures = [Figure(f"contribution.rut.sector.{key}", value) for key, value in keys.items()]
    figures.append(Figure("contribution.rut.residual.1d", -0.0002))
    said = shortened(SectionResult("Why", "x", figures=tuple(figures)), DAY).sentence
    assert said == "Financials gave 0.61 points and Industrials 0.29; 0.02 points not explained by members."


def test_one_day_by_its_date_is_no_stretch_to_name() -> None:
    for span, over in (
        ("1d", ""),
        ("2026-01-21_2026-01-21", ""),
        ("2026-01-14_2026-01-21", " 2026-01-14 2026-01-21"),
    ):
        values: dict[str, float | int | str] = {
            "best": 0.02,
            "worst": -0.01,
            "best_name": "XLE",
            "worst_name": "XLU",
            "rising": 7,
            "count": 11,
        }
        figures = tuple(Figure(f"sectors.{name}.{span}", value) for name, value in values.items())
        said = shortened(SectionResult("Sectors", "x", figures=figures), DAY).sentence
        assert said == f"S&P 500 sectors: Energy +2.00% led, Utilities −1.00% trailed; 7 of 11 rose{over}."


def test_what_the_headline_says_is_not_said_again() -> None:
    assert unsaid(["a record", "1.8 times the usual day"], "It closed at a record.") == [
        "1.8 times the usual day"
    ]


def test_parts_give_way_in_their_order_until_the_page_is_short_enough() -> None:
    parts = [SectionResult(label, "word " * 60) for label in ("Small caps", "Macro", "Compare", "Breadth")]
    headline, kept = within_words(["one two"], parts, ("Macro", "Compare", "Breadth"))
    assert headline == "one two"
    assert [part.label for part in kept] == ["Small caps", "Breadth"]
    assert count_words(headline, kept) <= WORDS


def test_a_shorter_headline_comes_before_the_parts_that_matter() -> None:
    parts = [
        SectionResult(label, "word " * 50) for label in ("Small caps", "Macro", "Rotation", "Why", "Breadth")
    ]
    headline, kept = within_words(["long " * 60, "brief"], parts, ("Macro", "Rotation", "Why", "Breadth"))
    assert headline == "brief"
    assert [part.label for part in kept] == ["Small caps", "Why", "Breadth"]


def test_a_part_that_a_longer_one_has_left_room_for_stays() -> None:
    lengths = {"Small caps": 60, "Compare": 40, "Sectors": 90, "Breadth": 60}
    parts = [SectionResult(label, "word " * n, f"/{label.casefold()}") for label, n in lengths.items()]
    _headline, kept = within_words(["one two"], parts, ("Compare", "Sectors", "Breadth"))
    assert [part.label for part in kept] == ["Small caps", "Compare", "Breadth"]
    assert no_room_for(parts, kept) == "No room for sectors."
    assert no_room_for(kept, kept) == ""


@pytest.mark.parametrize(("words", "shown"), [(55, 2), (56, 1)])
def test_notes_of_what_is_shown_count_among_the_words(words: int, shown: int) -> None:
    parts = [SectionResult(label, "word " * 60) for label in ("Small caps", "Macro")]

    def notes(said: Sequence[SectionResult]) -> tuple[str, ...]:
        return ("note " * words,) if len(said) > 1 else ()

    headline, kept = within_words(["one two"], parts, ("Macro",), notes)
    assert len(kept) == shown
    assert count_words(headline, kept, notes(kept)) <= WORDS
