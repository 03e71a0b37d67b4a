"""The lines that other answers take from `/why`: the same figures, or the reason why there are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring.app import build_app
from commands.inputs.attributed import _measured
from market.analytics.attribution import TOLERANCE
from market.clock import FixedClock
from market.datasets.members import RUSSELL_2000, SP_500, UnknownUniverse, universe_of
from market.period import ONE_DAY, Period
from market.symbols import Symbol
from tests.commands.conftest import fact
from tests.commands.test_why import EVENING, folder, panel, say, shown


@pytest.mark.parametrize(
    ("word", "universe"),
    [("rut", RUSSELL_2000), ("iwm", RUSSELL_2000), ("spx", SP_500), ("spy", SP_500), ("ivv", SP_500)],
)
def test_an_index_and_its_funds_have_the_same_members(word: str, universe: object) -> None:
    assert universe_of(Symbol.parse(word)) is universe


def test_a_share_has_no_members() -> None:
    with pytest.raises(UnknownUniverse):
        universe_of(Symbol.parse("nvda"))


def test_smallcaps_says_what_why_says(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    reply = say(at, "/smallcaps")
    assert fact(reply, "Why").startswith("Energy took 1.00 points, Health Care gave 0.50")
    own, whole = shown(reply), shown(say(at, "/why"))
    for key in ("contribution.rut.sector.energy.1d", "contribution.rut.sector.health_care.1d"):
        assert own[key] == whole[key]


def test_smallcaps_names_the_reason_where_members_do_not_explain_it(tmp_path: Path) -> None:
    reply = say(folder(tmp_path, [100, 100, 100, 99.0], panel([9.8, 10.2, 10.0])), "/smallcaps")
    assert not any(f.label == "Why" for f in reply.facts)
    assert any(
        note.startswith("Without contributions: the list of members of 2026-01-16") for note in reply.notes
    )


@pytest.mark.parametrize("question", ["/breadth", "/heatmap", "/movers"])
def test_members_figures_say_how_well_members_explain_the_index(tmp_path: Path, question: str) -> None:
    reply = say(folder(tmp_path, [100, 100, 100, 99.55], panel([9.8, 10.2, 10.0])), question)
    assert fact(reply, "Members explain the index").startswith("within 5.0 basis points")
    assert shown(reply)["contribution.rut.residual.1d"] == pytest.approx(0.0005, abs=1e-7)
    assert not any("do not add up" in note for note in reply.notes)


@pytest.mark.parametrize(("beyond", "old"), [(0.95, False), (1.05, True)])
def test_a_jump_marks_the_list_as_old(tmp_path: Path, beyond: float, old: bool) -> None:
    index = 100 * (1 - 0.005 + beyond * TOLERANCE)
    reply = say(folder(tmp_path, [100, 100, 100, index], panel([9.8, 10.2, 10.0])), "/breadth")
    assert any("Members do not add up to the index" in note for note in reply.notes) is old


def test_a_list_without_weights_says_that_the_fit_is_not_known(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    (at / "IWM_holdings_2026-01-16.csv").unlink()
    (at / "r2000_members_2026-01-16.csv").write_text("Ticker,Name,Sector\nAAA,Aa,Energy\n")
    reply = say(at, "/movers")
    assert not any(f.label == "Members explain the index" for f in reply.facts)
    assert any("states no weights" in note for note in reply.notes)


def test_an_attribution_is_kept_for_the_same_members_and_bars_only(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    app = build_app(Settings(source=f"files:{at}"), clock=FixedClock(datetime.fromisoformat(EVENING)))
    rut, listed = Symbol.parse("rut"), app.members.panel(RUSSELL_2000)
    bars = app.market.bars(rut)
    first = _measured(listed, bars, ONE_DAY).attribution
    assert _measured(listed, app.market.bars(rut), ONE_DAY).attribution is first
    assert _measured(listed, bars, Period.parse("2d")).attribution.sessions == 2
    other = replace(bars, frame=bars.frame.assign(adj_close=[100.0, 100.0, 100.0, 98.0], close=98.0))
    assert _measured(listed, other, ONE_DAY).attribution.change != first.change
    without = replace(listed, closes=listed.closes.assign(AAA=float("nan")))
    assert len(_measured(without, bars, ONE_DAY).attribution.parts) == len(first.parts) - 1
