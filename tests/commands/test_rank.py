"""`/rank`: superlatives beside a brute-force path, and what a missing close hides."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest

from market.analytics.ranking import (
    RankedPeriod,
    RankUnit,
    first_time,
    longest_runs,
    rank_changes,
    rank_leads,
)
from tests.commands.conftest import conversation

INDICES = ("RUT", "GSPC", "NDX", "IXIC", "DJI")
UNITS = (RankUnit.DAY, RankUnit.WEEK, RankUnit.MONTH, RankUnit.QUARTER, RankUnit.YEAR, RankUnit.START)
CLAIMS = 60


def rows_of(path: Path) -> list[tuple[date, float]]:
    """Dates and closes of a file, read without pandas."""
    lines = csv.DictReader(gzip.decompress(path.read_bytes()).decode().splitlines())
    columns = {name.lower(): name for name in lines.fieldnames or ()}
    read = [(date.fromisoformat(row[columns["date"]][:10]), row[columns["close"]]) for row in lines]
    return [(day, float(close)) for day, close in read if close]


def same(unit: RankUnit, one: date, other: date) -> bool:
    match unit:
        case RankUnit.DAY:
            return one == other
        case RankUnit.WEEK:
            return one.isocalendar()[:2] == other.isocalendar()[:2]
        case RankUnit.MONTH:
            return (one.year, one.month) == (other.year, other.month)
        case RankUnit.QUARTER:
            return (one.year, (one.month - 1) // 3) == (other.year, (other.month - 1) // 3)
        case _:
            return one.year == other.year


def plainly(rows: list[tuple[date, float]], unit: RankUnit) -> list[tuple[date, float]]:
    """Each period's last session and change, by loops."""
    upto = rows[-1][0]
    if unit is RankUnit.START:
        out = []
        for year in range(rows[0][0].year + 1, upto.year + 1):
            base = [close for day, close in rows if day.year == year - 1]
            own = [(d, c) for d, c in rows if d.year == year and (d.month, d.day) <= (upto.month, upto.day)]
            if base and own:
                out.append((own[-1][0], own[-1][1] / base[-1] - 1))
        return out
    ends: list[tuple[date, float]] = []
    for day, close in rows:
        if ends and same(unit, ends[-1][0], day):
            ends.pop()
        ends.append((day, close))
    return [(ends[n][0], ends[n][1] / ends[n - 1][1] - 1) for n in range(1, len(ends))]


Dated = list[tuple[date, float]]
Found = tuple[date | None, int | None]  # since when, and how many, or which place


def as_series(rows: Dated) -> pd.Series[float]:
    return pd.Series([value for _day, value in rows], pd.DatetimeIndex([day for day, _value in rows]))


def last_of(period: RankedPeriod | None) -> date | None:
    return period.last if period else None


def best(rows: Dated, unit: RankUnit, sign: int) -> tuple[Found, Found]:
    """The newest period's place, and the newest as good before it: by loops, and by the ranking."""
    values = plainly(rows, unit)
    newest = values[-1][1] * sign
    as_good = [day for day, value in values[:-1] if value * sign >= newest]
    truth = as_good[-1] if as_good else None, 1 + sum(value * sign > newest for _day, value in values)
    result = rank_changes(as_series(rows), unit, sign > 0)
    assert result.count == len(values)
    assert result.current.value == pytest.approx(values[-1][1], rel=1e-12)
    return truth, (last_of(result.as_good), result.rank)


def lead(rows: Dated, others: Dated, unit: RankUnit, sign: int) -> tuple[Found, Found]:
    values = led(rows, others, unit)
    newest = values[-1][1] * sign
    as_good = [day for day, value in values[:-1] if value * sign >= newest]
    truth = as_good[-1] if as_good else None, 1 + sum(value * sign > newest for _day, value in values)
    result = rank_leads(as_series(rows), as_series(others), unit, sign > 0)
    return truth, (last_of(result.as_good), result.rank)


def led(rows: Dated, others: Dated, unit: RankUnit) -> Dated:
    ours, theirs = dict(rows), dict(others)
    own = plainly([(day, close) for day, close in rows if day in theirs], unit)
    other = plainly([(day, close) for day, close in others if day in ours], unit)
    return [(day, value - less) for (day, value), (_day, less) in zip(own, other, strict=True)]


def run(values: Dated) -> tuple[Found, Found]:
    """The run of days above zero that goes on, and the end of the newest one as long."""
    runs: list[list[date]] = [[]]
    for day, value in values:
        if value > 0:
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    length = len(runs[-1])
    as_long = [earlier[-1] for earlier in runs[:-1] if length and len(earlier) >= length]
    place = 1 + sum(len(earlier) > length for earlier in runs[:-1]) if length else None
    result = longest_runs(as_series(values) > 0)
    longest = max(len(part) for part in runs)
    assert longest == (int(result.longest[0].value) if result.longest else 0)
    return (as_long[-1] if as_long else None, place), (last_of(result.as_long), result.rank)


def first(values: Dated) -> tuple[Found, Found]:
    """How many periods in a row are above zero, and the newest one that was before these."""
    place = len(values)
    while place and values[place - 1][1] > 0:
        place -= 1
    before = [day for day, value in values[:place] if value > 0]
    result = first_time(as_series(values))
    assert result.so is (place < len(values))
    return (before[-1] if before else None, len(values) - place), (result.before, result.length)


def drawn(number: int, rows: Dated, others: Dated, random: Random) -> tuple[Found, Found]:
    """One superlative of the kind that is due, at a day of its own: its truth, and what was found."""
    unit, sign = UNITS[number % len(UNITS)], random.choice((1, -1))
    part = rows[: random.randint(3000, len(rows))]
    upto = [(day, close) for day, close in others if day <= part[-1][0]]
    match number // 2 % 6:
        case 0:
            return best(part, unit, sign)
        case 1:
            return lead(part, upto, unit, sign)
        case 2:
            return run([(day, value * sign) for day, value in plainly(part, RankUnit.DAY)])
        case 3:
            return run([(day, value * sign) for day, value in led(part, upto, RankUnit.DAY)])
        case 4:
            return first([(day, value * sign) for day, value in plainly(part, unit)])
        case _:
            level = part[-1][1] * random.choice((0.7, 0.9, 0.99, 1.01, 1.1))
            return first([(day, (close - level) * sign) for day, close in part])


@pytest.mark.realdata
@pytest.mark.parametrize("index", INDICES)
def test_generated_superlatives_are_told_apart_as_by_brute_force(index: str, real_data: Path) -> None:
    other = INDICES[INDICES.index(index) - 1]
    rows, others = (rows_of(real_data / f"{name}.csv.gz")[-9000:] for name in (index, other))  # since 1990
    random, right = Random(index), {True: 0, False: 0}  # not for secrets
    for number in range(CLAIMS):
        (truth, place), (since, found) = drawn(number, rows, others, random)
        said = truth if number % 2 else random.choice([day for day, _close in rows if day != truth])
        assert (since == said) is (said == truth), (number, since, truth)
        assert found == place, number
        right[said == truth] += 1
    assert right == {True: CLAIMS // 2, False: CLAIMS // 2}


CLOSES = [100, 103, 102, 104.04, 103, 105.06]  # +3.00, −0.97, +2.00, −1.00, +2.00


def folder(path: Path, closes: list[float], name: str = "RUT") -> Path:
    days = pd.DatetimeIndex(
        ["2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20", "2026-01-21", "2026-01-22"]
    )
    column = pd.Series(closes, days[-len(closes) :]).dropna().rename_axis("date")
    pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), column)).assign(volume=0).to_csv(
        path / f"{name}.csv"
    )
    return path


def test_a_lead_needs_two_markets(sample) -> None:
    reply = sample("/rank lead month rut")
    assert reply.error
    assert "two markets" in reply.headline


def test_the_best_of_the_sample_is_that_of_its_closes(sample) -> None:
    reply = sample("/rank best month rut")
    assert "months" in reply.headline
    assert reply.sample


@pytest.mark.parametrize("kind", ["lead month", "run", "losing"])
@pytest.mark.parametrize(
    ("markets", "said"),
    [
        ("aaa bbb", "I know no symbol “bbb”"),
        ("bbb aaa", "I know no symbol “bbb”"),
        ("rut iwm", "cannot be set beside itself"),
    ],
)
def test_a_market_is_not_ranked_alone_where_it_was_asked_beside_another(
    tmp_path: Path, kind: str, markets: str, said: str
) -> None:
    days = pd.bdate_range("2026-01-05", "2026-01-22").drop("2026-01-19")
    for name in ("AAA", "IWM"):
        closes = 100.0 + np.arange(len(days)) % 4
        pd.DataFrame({"close": closes, "adj_close": closes}, days.rename("date")).to_csv(
            tmp_path / f"{name}.csv"
        )
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")(f"/rank {kind} {markets}")
    assert said in reply.headline
    assert not reply.figures


@pytest.mark.parametrize("kind", ["best", "worst"])
def test_the_best_of_two_markets_is_refused_with_both_next_steps(sample, kind: str) -> None:
    reply = sample(f"/rank {kind} week rut spx")
    assert reply.error
    assert [action.command for action in reply.actions] == [
        f"/rank {kind} week rut",
        "/rank lead week rut spx",
    ]
