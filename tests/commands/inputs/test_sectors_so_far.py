"""During a session members have no prices: funds say what they did, and are called so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from commands.inputs.sectors_so_far import ENOUGH
from market.analytics.sectors import SMALL
from tests.commands.test_why import DAYS, folder, panel, say

NOON = "2026-01-22T12:00-05:00"
FUNDS = tuple(SMALL.values())


def trading(path: Path, funds: tuple[str, ...]) -> Path:
    """The folder of a market at noon: RUT is 1 % up, and the nth of the funds n thousandths."""
    folder(path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    for place, name in enumerate(("RUT", *funds)):
        closes = pd.Series(100.0, DAYS[:3])
        table = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), closes)).assign(volume=0)
        table.to_csv(path / f"{name}.csv")
        last = 101.0 if name == "RUT" else 100 + place / 10
        row = {
            "ts_utc": "2026-01-22T16:50:00+00:00",
            **dict.fromkeys(("open", "high", "low", "close"), last),
        }
        pd.DataFrame([row]).to_csv(path / f"{name}_5m.csv", index=False)
    return path


def test_so_far_today_is_by_funds_and_says_so(tmp_path: Path) -> None:
    reply = say(trading(tmp_path, FUNDS), "/why", NOON)
    assert reply.headline.startswith("So far today the Russell 2000 rose 1.00%")
    assert "of the sector funds" in reply.headline
    assert "+0.90%" in reply.headline
    assert "+0.10%" in reply.headline
    assert any("not how much it contributed" in note for note in reply.notes)
    assert not any(f.key.startswith("contribution.") for f in reply.figures)
    assert all(f.key.endswith(".so_far") for f in reply.figures)


def test_a_wrong_premise_is_put_right_during_a_session(tmp_path: Path) -> None:
    reply = say(trading(tmp_path, FUNDS), "/why rut down", NOON)
    assert "the Russell 2000 has not fallen: it rose 1.00%" in reply.headline


@pytest.mark.parametrize(("count", "live"), [(ENOUGH, True), (ENOUGH - 1, False)])
def test_too_few_funds_leave_the_last_completed_session(tmp_path: Path, count: int, live: bool) -> None:
    reply = say(trading(tmp_path, FUNDS[:count]), "/why", NOON)
    assert reply.headline.startswith("So far today") is live
    if not live:
        assert "2026-01-21" in reply.headline
