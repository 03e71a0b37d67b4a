"""Texts written for the measure: read and judged as they should be, whatever order, headings and number format."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reading.cases import Case
from benchmarks.reading.own import texts
from benchmarks.reading.own.__main__ import FILES, articles, case, sentences
from benchmarks.reading.own.facts import Facts
from benchmarks.reading.own.more_facts import MoreFacts
from benchmarks.reading.own.sentences import NOTHING
from benchmarks.reading.score import Scores, scores_of
from benchmarks.reading.world import World
from market.verdicts.verdict import Verdict

pytestmark = pytest.mark.realdata
DAYS = ("2025-10-10", "2025-11-13", "2026-01-20", "2026-01-22")
NAMES = {
    "RUT": "Russell 2000",
    "GSPC": "S&P 500",
    "DJI": "Dow",
    "IXIC": "Nasdaq Composite",
    "NDX": "Nasdaq-100",
}


@pytest.fixture(scope="module")
def world(real_data: Path) -> World:
    return World(real_data)


def whole(rows: Iterable[dict[str, Any]], world: World) -> Scores:
    out = Scores()
    for scores in scores_of([Case.parse(row) for row in rows], world).values():
        out.add(scores)
    return out


def test_sentences_in_other_styles_are_read_and_judged(real_data: Path, world: World) -> None:
    rows = list(sentences(real_data))
    scores = whole(rows, world)
    assert len(rows) >= 200
    assert (scores.precision >= 0.99, scores.recall >= 0.85, scores.alarms) == (True, True, 0), scores.remarks


def test_articles_in_other_styles_are_read_and_judged(real_data: Path, world: World) -> None:
    rows = list(articles(real_data))
    scores = whole(rows, world)
    assert all(150 <= len(row["text"].split()) <= 600 for row in rows)
    assert (len(rows) >= 10, scores.precision >= 0.99, scores.recall >= 0.85) == (True, True, True), (
        scores.remarks
    )


@pytest.mark.parametrize("file", FILES)
def test_texts_written_by_hand_are_read_and_judged(file: str, real_data: Path, world: World) -> None:
    lines = [case(*row) for row in texts.sentences(real_data, f"{file}.txt")]
    whole_texts = [case(*row) for row in texts.articles(real_data, f"{file}_articles.txt")]
    assert (len(lines) >= 150, len(whole_texts) >= 4) == (True, True)
    for rows in (lines, whole_texts):
        scores = whole(rows, world)
        assert (scores.precision >= 0.99, scores.recall >= 0.85, scores.alarms) == (True, True, 0), (
            scores.remarks
        )


def statements(facts: Facts, off: float = 0.0) -> list[str]:
    """Sentences that stand for themselves, true where `off` is 0."""
    out = []
    for name, words in NAMES.items():
        out.append(f"The {words} {facts.up(name, 'rose', 'fell')} {facts.pct(name, 2, off).text}.")
        out.append(f"The {words} closed at {facts.level(name, off * 10).text}.")
        since = facts.january
        way = facts.up(name, "up", "down", since)
        out.append(f"The {words} is {way} {facts.pct(name, 2, off, since=since).text} this year.")
    return out


def verdicts(world: World, text: str, day: str) -> Counter[tuple[str, Verdict]]:
    found = world.findings(text, datetime.fromisoformat(f"{day}T19:30-05:00"))
    return Counter(
        (
            f"{type(f.claim).__name__} {f.claim.subjects['subject'].symbol.ticker} {amount_of(f.claim)}",
            f.verdict,
        )
        for f in found
        if f.verdict not in (Verdict.UNCHECKABLE,)
    )


def amount_of(claim: Any) -> float:
    return round(abs(float(claim.amount.value)), 2)


@pytest.fixture(scope="module", params=DAYS)
def facts(request: pytest.FixtureRequest, real_data: Path) -> Facts:
    return Facts(real_data, request.param)


def test_every_true_statement_holds(facts: Facts, world: World) -> None:
    found = verdicts(world, " ".join(statements(facts)), facts.day)
    assert sum(found.values()) == 15
    assert {verdict for _claim, verdict in found} == {Verdict.HOLDS}


def test_the_order_of_sentences_changes_no_verdict(facts: Facts, world: World) -> None:
    own = [*statements(facts), *statements(facts, 0.9)]
    before = verdicts(world, " ".join(own), facts.day)
    for seed in range(5):
        random.Random(seed).shuffle(own)
        assert verdicts(world, " ".join(own), facts.day) == before


@pytest.mark.parametrize("heading", ["For the week:", "Year to date", "For the month:\n- nothing to report"])
def test_a_heading_for_another_period_changes_no_verdict_outside_its_own_section(
    heading: str, facts: Facts, world: World
) -> None:
    text = " ".join([*statements(facts), *statements(facts, 0.9)])
    before = verdicts(world, text, facts.day)
    assert verdicts(world, f"{text}\n\n{heading}\n", facts.day) == before
    assert verdicts(world, f"{heading}\n- nothing\n\n{text}", facts.day) == before


@pytest.mark.parametrize(("group", "point"), [(".", ","), ("\u00a0", ","), ("'", ".")])
def test_the_format_of_numbers_changes_no_verdict(group: str, point: str, facts: Facts, world: World) -> None:
    text = " ".join([*statements(facts), *statements(facts, 0.9)])
    before = verdicts(world, text, facts.day)
    swapped = re.sub(
        r"\d[\d,]*\.\d+", lambda n: n[0].replace(",", "\0").replace(".", point).replace("\0", group), text
    )
    assert verdicts(world, swapped, facts.day) == before


def test_what_claims_nothing_changes_no_verdict(facts: Facts, world: World) -> None:
    own = [*statements(facts), *statements(facts, 0.9)]
    before = verdicts(world, " ".join(own), facts.day)
    mixed = [sentence for pair in zip(own, [*NOTHING, *NOTHING], strict=False) for sentence in pair]
    assert verdicts(world, " ".join(mixed), facts.day) == before


def test_figures_that_are_false_by_more_than_their_precision_do_not_hold(
    real_data: Path, world: World
) -> None:
    total, flipped = 0, 0
    for day in DAYS:
        facts = Facts(real_data, day)
        for off in (0.9, 2.3, 3.7, 6.1):
            found = verdicts(world, " ".join(statements(facts, off)), day)
            total += sum(found.values())
            flipped += sum(
                n for (_claim, verdict), n in found.items() if verdict in (Verdict.FAILS, Verdict.DURING)
            )
    assert total >= 200
    assert flipped / total >= 0.95


def further_statements(facts: MoreFacts, false: int) -> list[str]:
    """Averages, firsts, longest runs and distances, true where `false` is 0."""
    out = []
    for name in ("RUT", "GSPC", "DJI", "IXIC"):
        words, way = NAMES[name], facts.up(name, "rose", "fell")
        out.append(
            f"The {words} is {facts.from_average(name, 50, 2.0 * false).text} its 50-day moving average."
        )
        out.append(f"The {words} {way} {facts.first_move(name, false, 'for the first time since {}').text}.")
        out.append(f"The {words}'s {facts.longest_run(name, false, '{} was its longest since {}').text}.")
        out.append(f"The {words} sits {facts.gone(name, 1.9 * false, '{} away from its record close').text}.")
    return out


def kinds_and_verdicts(world: World, text: str, day: str) -> Counter[tuple[str, str, Verdict]]:
    found = world.findings(text, datetime.fromisoformat(f"{day}T19:30-05:00"))
    named = [(type(f.claim).__name__, f.claim.subjects["subject"].symbol.ticker, f.verdict) for f in found]
    return Counter(one for one in named if one[0] != "StreakClaim")


def test_further_kinds_keep_their_verdicts_in_any_order_and_flip_with_their_figures(
    real_data: Path, world: World
) -> None:
    for day in DAYS:
        facts = MoreFacts(real_data, day)
        true, false = further_statements(facts, 0), further_statements(facts, 1)
        assert {v for *_who, v in kinds_and_verdicts(world, " ".join(true), day)} == {Verdict.HOLDS}
        assert {v for *_who, v in kinds_and_verdicts(world, " ".join(false), day)} <= {
            Verdict.FAILS,
            Verdict.DURING,
        }
        own = [*true, *false]
        before = kinds_and_verdicts(world, " ".join(own), day)
        random.Random(1).shuffle(own)
        assert kinds_and_verdicts(world, f"{' '.join(own)}\n\nFor the week:\n", day) == before
