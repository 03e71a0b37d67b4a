"""Which markets are named together, and what is asked about them, points to a command."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.language import leanings
from bot.language.question import Question, question_of

NOW = datetime(2026, 8, 21, 21, 30, tzinfo=UTC)


def asked(text: str) -> Question:
    return question_of(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "what has been driving small caps over large caps",
        "what does the small cap lead depend on",
        "is it rates, oil or the dollar behind the small cap outperformance",
        "does small-cap leadership hinge on regional banks",
    ],
)
def test_what_goes_with_the_lead_of_small_caps_is_asked_of_the_drivers(text: str) -> None:
    assert leanings.lead_explained(asked(text))


@pytest.mark.parametrize(
    "text",
    ["why did small caps fall", "small caps against large caps", "which stocks pushed small caps ahead"],
)
def test_a_move_and_a_comparison_are_no_question_of_drivers(text: str) -> None:
    assert not leanings.lead_explained(asked(text))


def test_three_sizes_or_one_end_to_the_other_are_the_ladder() -> None:
    assert leanings.several_sizes(asked("mega vs large vs mid vs small vs micro caps"))
    assert leanings.several_sizes(asked("from mega to micro caps who leads"))
    assert not leanings.several_sizes(asked("mid caps against small caps"))
    assert not leanings.several_sizes(asked("mid caps, small caps and gold"))


def test_members_are_counted_or_named_but_not_both() -> None:
    counted, named = asked("what percent of s&p members are up"), asked("which s&p stocks are up the most")
    assert leanings.members_counted(counted)
    assert not leanings.members_moved(counted)
    assert leanings.members_moved(named)
    assert not leanings.members_counted(named)


def test_a_superlative_of_stocks_is_no_rank_of_a_week() -> None:
    assert leanings.superlative(asked("worst week of the dow since when"))
    assert not leanings.superlative(asked("best performing s&p stocks this year"))


def test_a_sector_beside_the_sectors_is_about_all_of_them() -> None:
    assert leanings.one_sector_leads(asked("is tech leading"))
    assert leanings.one_sector_leads(asked("which s&p sector lost the most"))
    assert not leanings.one_sector_leads(asked("xlk this year"))


def test_an_order_begins_with_its_verb() -> None:
    assert leanings.told_to_watch(asked("follow nvda"))
    assert leanings.told_to_watch(asked("unfollow nvda"))
    assert not leanings.told_to_watch(asked("watch out for nvda"))
    assert leanings.weights_given(asked("60 spy 40 iwm"))


def test_indices_are_set_beside_one_another_and_their_members_are_not() -> None:
    assert leanings.one_market_leads(asked("rank the indices"))
    assert leanings.one_market_leads(asked("which index is up the most"))
    assert not leanings.one_market_leads(asked("how many companies of the indices fell"))
    assert not leanings.members_moved(asked("which index is up the most"))
