"""A false premise is corrected with the figure before the answer, and a true one is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.framework.reply import Fact, Reply
from commands.inputs.premise import LeadPremise, lead_correction
from market.formatting import Unit
from market.symbols import Symbol
from tests.commands.conftest import conversation

CLOSES = {"2025-12-31": 90.0, "2026-01-20": 99.0, "2026-01-21": 100.0, "2026-01-22": 99.5}
EVENING = "2026-01-22T17:00-05:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = "".join(f"{day},{c},{c + 1},{c - 1},{c},1000\n" for day, c in CLOSES.items())
    for name in ("RUT", "AAPL"):
        (tmp_path / f"{name}.csv").write_text("date,open,high,low,close,volume\n" + rows)
    return tmp_path


@pytest.mark.parametrize(
    ("question", "correction"),
    [
        ("is the russell up today?", "The Russell 2000 is not up on 2026-01-22: −0.50%. "),
        ("how much did apple rise today?", "AAPL is not up on 2026-01-22: −0.50%. "),
        ("are small caps up today?", "The Russell 2000 is not up on 2026-01-22: −0.50%. "),
        ("is the russell down today?", ""),
        ("how far is the russell down from its record", ""),
        ("how is the russell doing", ""),
    ],
)
def test_a_days_premise_is_judged_by_the_days_change(folder: Path, question: str, correction: str) -> None:
    reply = conversation(f"files:{folder}", EVENING)(question)
    assert reply.reading.startswith(f"{correction}I read this as /")


def test_an_unchanged_market_bears_out_neither(tmp_path: Path) -> None:
    closes = dict(CLOSES) | {"2026-01-22": 100.0}  # as on the day before
    rows = "".join(f"{day},100,{101 + n},89,{close},1000\n" for n, (day, close) in enumerate(closes.items()))
    (tmp_path / "RUT.csv").write_text("date,open,high,low,close,volume\n" + rows)
    say = conversation(f"files:{tmp_path}", EVENING)
    assert "is not up on 2026-01-22: 0.00%" in say("did the russell gain today").reading
    assert "is not down on 2026-01-22: 0.00%" in say("is the russell falling today").reading


def test_where_no_price_tells_nothing_is_corrected(tmp_path: Path) -> None:
    reply = conversation(f"files:{tmp_path}", EVENING)("is the russell up today?")
    assert reply.error
    assert not reply.reading


@pytest.mark.parametrize(
    ("subject", "other", "way", "said"),
    [
        (0.06, -0.01, "behind", "The Russell 2000 is not behind the S&P 500: +7.00 points to 2026-01-23."),
        (0.06, -0.01, "ahead of", ""),
        (
            -0.01,
            0.06,
            "ahead of",
            "The Russell 2000 is not ahead of the S&P 500: −7.00 points to 2026-01-23.",
        ),
        (-0.01, 0.06, "behind", ""),
        (0.06, 0.06, "ahead of", "The Russell 2000 is not ahead of the S&P 500: 0.00 points to 2026-01-23."),
        (0.06, None, "behind", ""),
    ],
)
def test_a_lead_is_judged_by_the_comparison(subject: float, other: float | None, way: str, said: str) -> None:
    rut, spx = Symbol.parse("rut"), Symbol.parse("spx")
    facts = (
        Fact(rut.label, subject, Unit.CHANGE, "price return", "2026-01-23T16:00:00-05:00"),
        Fact(spx.label, other, Unit.CHANGE, "price return", "2026-01-23T16:00:00-05:00"),
    )
    assert lead_correction(LeadPremise(rut, spx, way), Reply("", facts)) == said


def test_a_fund_is_not_judged_against_an_index_by_its_dividends() -> None:
    iwm, spx = Symbol.parse("iwm"), Symbol.parse("spx")
    facts = (
        Fact(iwm.label, 0.05, Unit.CHANGE, "total return"),
        Fact(spx.label, 0.06, Unit.CHANGE, "price return"),
    )
    assert lead_correction(LeadPremise(iwm, spx, "ahead of"), Reply("", facts)) == ""
