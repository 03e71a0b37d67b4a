"""What is folded, and which caveats never are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.formatting.fold import FIGURES, current_period, folded, fresh_first, periods_of
from commands.framework.reply import Action, Column, Fact, Reply, Table
from tests.bot.pictures import line

FACTS = tuple(Fact(f"Figure {n}", n) for n in range(FIGURES + 1))
REPLY = Reply("It closed over 1 year.", facts=FACTS[:FIGURES], chart=line("rut"), command="/quote rut")
PERIODS = tuple(Action(label, f"/quote rut {label.lower()}") for label in ("1M", "1Y", "3Y"))


def test_three_figures_stand_and_a_fourth_is_folded() -> None:
    assert not folded(REPLY).is_folded
    fold = folded(replace(REPLY, facts=FACTS))
    assert fold.is_folded
    assert fold.front.facts == FACTS[:FIGURES]


def test_figures_that_the_sentence_gives_come_last() -> None:
    texts = ("2,718.77", "+0.76%", "the 8th record close", "−0.2 points", "18.77", "0.76%", "14")
    facts = tuple(Fact(f"Figure {n}", text, detail="of it") for n, text in enumerate(texts))
    reply = replace(
        REPLY,
        headline="It closed at 2,718.77, +0.76%: its 8th record close of 2014, 0.2 points behind.",
        facts=facts,
    )
    assert [fact.value for fact in folded(reply).front.facts] == ["18.77", "0.76%", "14"]
    assert [fact.value for fact in fresh_first(reply)[3:]] == list(texts[:4])


def test_a_table_is_folded() -> None:
    fold = folded(replace(REPLY, table=Table((Column("A"),), (("a",),))))
    assert fold.is_folded
    assert fold.front.table is None


def test_what_teaches_is_folded_and_what_changes_the_meaning_stays() -> None:
    stays = (
        "I read this as /quote rut",
        "Yahoo Finance does not answer; figures of 2026-01-20.",
        "Provisional.",
    )
    fold = folded(
        replace(REPLY, notes=(stays[0], "What would change it: a lot.", *stays[1:], "All by price return."))
    )
    assert fold.front.notes == stays
    assert fold.is_folded


@pytest.mark.parametrize("command", ["/digest now", "/check It rose.", "/evidence quote rut", "/help quote"])
def test_what_lists_is_whole(command: str) -> None:
    assert not folded(replace(REPLY, facts=FACTS, command=command)).is_folded


def test_without_a_picture_and_for_an_apology_nothing_is_folded() -> None:
    assert not folded(replace(REPLY, facts=FACTS, chart=None)).is_folded
    assert not folded(replace(REPLY, facts=FACTS, error=True)).is_folded


def test_the_current_period_is_the_command_or_the_words_of_the_sentence() -> None:
    actions = (*PERIODS, Action("Risk", "/risk rut"))
    assert periods_of(actions) == PERIODS
    assert current_period(replace(REPLY, command="/quote rut 3y"), PERIODS) is PERIODS[2]
    assert current_period(REPLY, PERIODS) is PERIODS[1]
    assert current_period(replace(REPLY, headline="It closed."), PERIODS) is None


def test_a_long_detail_is_folded_and_the_reason_for_withholding_stays() -> None:
    long, short = Fact("Day", 1, detail="the 2nd of 7 in 2026"), Fact("Day", 1, detail="on 2,698.17")
    withheld = Fact(
        "Day", None, detail="there is no close of 2026-01-20", why="there is no close of 2026-01-20"
    )
    fold = folded(replace(REPLY, facts=(long, short, withheld)))
    assert fold.is_folded
    assert fold.front.facts == (replace(long, detail=""), short, withheld)
    assert not folded(replace(REPLY, facts=(short, withheld))).is_folded
