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

from market.analytics.ranking import RankUnit, rank_changes
from market.calendars.calendar import Calendar
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


@pytest.mark.realdata
@pytest.mark.parametrize("index", INDICES)
def test_generated_superlatives_are_told_apart_as_by_brute_force(index: str, real_data: Path) -> None:
    rows, random = rows_of(real_data / f"{index}.csv.gz"), Random(index)  # not for secrets
    right = {True: 0, False: 0}
    for number in range(CLAIMS):
        unit, best = UNITS[number % len(UNITS)], random.random() < 0.5
        part = rows[: random.randint(3000, len(rows))]
        values = plainly(part, unit)
        sign = 1 if best else -1
        newest = values[-1][1]
        as_good = [day for day, value in values[:-1] if value * sign >= newest * sign]
        truth = as_good[-1] if as_good else None
        others = [day for day, _value in values[:-1] if day != truth]
        said = truth if number % 2 else random.choice(others)
        closes = pd.Series([c for _d, c in part], pd.DatetimeIndex([d for d, _c in part]))
        result = rank_changes(closes, unit, best)
        since = result.as_good.last if result.as_good else None
        assert (since == said) is (said == truth), (unit, best, part[-1])
        assert result.rank == 1 + sum(value * sign > newest * sign for _day, value in values)
        assert result.count == len(values)
        assert result.current.value == pytest.approx(newest, rel=1e-12)
        right[said == truth] += 1
    assert right == {True: CLAIMS // 2, False: CLAIMS // 2}


def folder(path: Path, closes: list[float], name: str = "RUT") -> Path:
    days = pd.DatetimeIndex(
        ["2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20", "2026-01-21", "2026-01-22"]
    )
    column = pd.Series(closes, days[-len(closes) :]).dropna().rename_axis("date")
    pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), column)).assign(volume=0).to_csv(
        path / f"{name}.csv"
    )
    return path


def test_a_day_among_five_made_by_hand(tmp_path: Path) -> None:
    reply = conversation(
        f"files:{folder(tmp_path, [100, 103, 102, 104.04, 103, 105.06])}", "2026-01-22T18:00-05:00"
    )("/rank best day rut")
    # +3.00, −0.97, +2.00, −1.00, +2.00
    assert "(+2.00%) is the 2nd best of 5 days" in reply.headline
    shown = {f.key: f.value for f in reply.figures}
    assert shown["rank.rut.best.day.rank"] == 2
    assert shown["rank.rut.best.day.count"] == 5
    assert [row[0] for row in reply.table.rows][:2] == ["1st", "2nd"]


@pytest.mark.parametrize(("place", "said"), [(1, "its rank is not known: "), (3, "cannot be ranked: ")])
def test_a_missing_close_withholds_the_rank_with_its_reason(tmp_path: Path, place: int, said: str) -> None:
    closes = [100, 103, 102, 104, 103, 105.0]
    closes[place] = np.nan
    reply = conversation(f"files:{folder(tmp_path, closes)}", "2026-01-22T18:00-05:00")("/rank best day rut")
    rank = next(f for f in reply.figures if f.key == "rank.rut.best.day.rank")
    assert not rank.is_shown
    assert "2 earlier days have no value" in rank.why
    assert f"{said}2 earlier days have no value" in reply.headline


def test_a_lead_needs_two_markets(sample) -> None:
    reply = sample("/rank lead month rut")
    assert reply.error
    assert "two markets" in reply.headline


def test_the_best_of_the_sample_is_that_of_its_closes(sample) -> None:
    reply = sample("/rank best month rut")
    assert "months" in reply.headline
    assert reply.sample


@pytest.mark.parametrize(
    ("at", "over"),
    [("2026-01-15T18:00-05:00", False), ("2026-01-16T11:00-05:00", False), ("2026-01-16T18:00-05:00", True)],
)
def test_a_week_that_is_not_over_is_said_to_be_so(at: str, over: bool) -> None:
    notes = conversation("sample", at)("/rank best week rut").notes
    assert any("The newest week is not over" in note for note in notes) is not over


def test_a_month_that_is_over_and_lacks_its_end_is_not_said_to_go_on(tmp_path: Path) -> None:
    days = Calendar().sessions(date(2025, 11, 3), date(2026, 1, 6))
    rows = "".join(f"{day},95,99,90,{91 + place % 5},1\n" for place, day in enumerate(days))
    (tmp_path / "ZZAQ.csv").write_text("date,open,high,low,close,volume\n" + rows)
    reply = conversation(f"files:{tmp_path}", "2026-02-20T18:00-05:00")("/rank best month zzaq")
    assert "The newest month is measured to 2026-01-06, where the closes end." in reply.notes


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
