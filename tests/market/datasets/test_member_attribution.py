"""How far back a list of members explains its index: on a table made by hand, and on real data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.analytics.attribution import TOLERANCE
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.clock import FixedClock
from market.datasets.member_attribution import attribution_of
from market.datasets.members import RUSSELL_2000, Member, MemberPanel, Members
from market.period import Period
from market.provenance import Provenance
from market.services.members import MemberService
from market.services.prices import Market
from market.sources.files.members import FileMembers
from market.sources.files.prices import FilesSource
from market.symbols import Symbol

CALENDAR = Calendar()
RUT = Symbol.parse("rut")
LISTED = datetime(2026, 5, 5, 20, tzinfo=UTC)
APRIL = CALENDAR.sessions(date(2026, 4, 1), date(2026, 4, 30))
MARCH = CALENDAR.sessions(date(2026, 3, 2), date(2026, 3, 31))
MEMBERS, REPLACED, ISSUED = 400, 100, 0.5


def residuals(panel: MemberPanel, index: Bars, days: list[date]) -> np.ndarray:
    """What the members leave unexplained of each of these sessions, a fraction without its sign."""
    found = [attribution_of(panel, index, Period.parse(f"{day}..{day}")) for day in days]
    assert [(move.end, move.sessions) for move in found] == [(day, 1) for day in days]
    return np.abs([move.residual for move in found])


@pytest.fixture(scope="module")
def drifting() -> tuple[MemberPanel, Bars]:
    """Members of a list of 5 May and an index of them, whose list drifts backward as a real one does: companies have
    issued up to half of their shares evenly since January, and before April the index held other companies in place
    of each fourth. Prices part widely over these months, so that the weights of May are not those of April."""
    days = CALENDAR.sessions(date(2026, 1, 2), LISTED.date())
    draw = np.random.default_rng(17)
    moves = draw.normal(0, 0.01, (len(days), 1)) + draw.normal(0, 0.03, (len(days), MEMBERS + REPLACED))
    prices = 50 * np.exp(moves.cumsum(axis=0))
    growth = 1 + draw.uniform(0, ISSUED, MEMBERS + REPLACED) * np.linspace(-1, 0, len(days))[:, None]
    shares = draw.lognormal(0, 0.7, MEMBERS + REPLACED) * growth
    before = np.array([day < APRIL[0] for day in days])[:, None]
    place = np.arange(MEMBERS + REPLACED)
    shares = np.where(np.where(before, place >= REPLACED, place < MEMBERS), shares, 0.0)
    # Members and shares change overnight, at the prices of the close before.
    change = (shares[1:] * prices[1:]).sum(axis=1) / (shares[1:] * prices[:-1]).sum(axis=1)
    stamps = pd.DatetimeIndex(days, name="session")
    names = [f"M{n:03d}" for n in range(MEMBERS)]
    source = Provenance("By hand", LISTED)
    listed = tuple(
        Member(name, name, "Energy", quantity * price, quantity=quantity, price=price)
        for name, quantity, price in zip(names, shares[-1], prices[-1], strict=False)
    )
    closes = pd.DataFrame(prices[:, :MEMBERS], stamps, names)
    own = 2000 * np.concatenate([[1.0], change.cumprod()])
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), own), stamps)
    return MemberPanel(Members(RUSSELL_2000, listed, source), closes, source), Bars(RUT, frame, source)


def test_a_list_of_may_explains_april_and_not_what_came_before_its_members(
    drifting: tuple[MemberPanel, Bars],
) -> None:
    since, before = residuals(*drifting, APRIL), residuals(*drifting, MARCH)
    assert since.mean() <= 0.0005
    assert since.max() <= TOLERANCE
    assert (before > TOLERANCE).sum() > len(before) / 4
    assert before.mean() > 0.0005


@pytest.fixture(scope="module")
def real(real_data: Path) -> tuple[MemberPanel, Bars]:
    """IWM's list of 2026-05-05, the prices of its members and the index's, to 2026-01-30."""
    clock = FixedClock(datetime.fromisoformat("2026-01-30T20:00-05:00"))
    files = FileMembers(real_data, CALENDAR)
    panel = MemberService(files, files, clock, CALENDAR).panel(RUSSELL_2000)
    return panel, Market(FilesSource(real_data, CALENDAR), clock, CALENDAR).bars(RUT, levels=False)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("month", "beyond", "mean", "largest"),
    [
        ("2026-01", 1, 3.6, 15.8),
        ("2025-12", 3, 6.4, 19.4),
        ("2025-10", 6, 8.9, 27.1),
        ("2025-06", 8, 10.4, 26.1),
    ],
)
def test_a_list_is_good_for_about_a_quarter_backward(
    real: tuple[MemberPanel, Bars], month: str, beyond: int, mean: float, largest: float
) -> None:
    """The months that docs/decisions/0215 states; the list is older by three months and more than they are."""
    days = [stamp.date() for stamp in pd.DatetimeIndex(real[0].closes.loc[month].index)]
    left = residuals(*real, days)
    assert (left > TOLERANCE).sum() == beyond
    assert (left.mean() * 1e4, left.max() * 1e4) == pytest.approx((mean, largest), abs=0.06)
