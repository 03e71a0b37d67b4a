"""Members during a session, in every command that speaks of them: on the sample market, which quotes them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from commands.framework.figure import Figure
from commands.framework.reply import Reply
from commands.inputs.members_so_far import breadth_so_far, members_so_far
from market.clock import Deadline, FixedClock
from market.datasets.members import RUSSELL_2000
from market.sources.sample.members import SampleMembers
from market.sources.sample.minutes import member_minutes

MORNING = "2026-01-22T11:30-05:00"
AT = "2026-01-22 11:30 ET"


@pytest.fixture(scope="module")
def app() -> App:
    return build_app(Settings(source="sample"), clock=FixedClock(datetime.fromisoformat(MORNING)))


def say(app: App, text: str) -> Reply:
    return app.engine.answer(Request(text=text), Deadline.after(120))


def figures(reply: Reply) -> dict[str, Figure]:
    """By key; of several dates the newest, which comes first."""
    return {figure.key: figure for figure in reversed(reply.figures)}


@pytest.fixture(scope="module")
def changes() -> np.ndarray:
    """Every member's change so far, from the generator itself."""
    session = member_minutes("russell2000", datetime.fromisoformat(MORNING).date(), 390)
    assert session is not None
    return np.asarray(session.paths[120] / session.before - 1)


def test_breadth_so_far_stands_before_that_of_the_last_close(app: App, changes: np.ndarray) -> None:
    reply = say(app, "/breadth")
    known = changes[np.isfinite(changes)]
    rising = f"{(known > 0).mean():.1%}"
    assert reply.headline.startswith(
        f"So far today {rising} of the Russell 2000’s members are up (as of {AT},"
    )
    assert "closed above their 200-day average on 2026-01-21" in reply.headline
    found = figures(reply)
    for name in ("rising", "above_50", "above_200", "advancers", "decliners", "highs", "lows", "priced"):
        figure = found[f"breadth.russell2000.so_far.{name}"]
        assert figure.is_shown
        assert figure.as_of == AT
    assert found["breadth.russell2000.so_far.advancers"].value == (known > 0).sum()
    assert found["breadth.russell2000.so_far.priced"].value == len(known)
    closes = SampleMembers().closes(RUSSELL_2000).to_numpy("float64")[-200:-1]
    now = closes[-1] * (1 + changes)
    whole = np.isfinite(closes[-199:]).all(axis=0) & np.isfinite(now)
    mean = (closes[-199:, whole].sum(axis=0) + now[whole]) / 200
    assert found["breadth.russell2000.so_far.above_200"].value == pytest.approx(
        (now[whole] > mean).mean(), abs=1e-3
    )
    assert found["breadth.russell2000.above_200"].as_of == "2026-01-21 close"


def test_movers_so_far_are_those_of_the_quotes(app: App, changes: np.ndarray) -> None:
    reply = say(app, "/movers")
    assert f"so far today (as of {AT}, not a close)" in reply.headline
    found = figures(reply)
    assert found["movers.russell2000.median.so_far"].value == pytest.approx(np.nanmedian(changes), abs=1e-5)
    best = max(value for key, value in ((k, f.value) for k, f in found.items() if ".total.so_far" in k))  # type: ignore[type-var]
    assert best == pytest.approx(np.nanmax(changes), abs=1e-4)
    assert all(figure.as_of == AT for key, figure in found.items() if key.startswith(("movers.", "member.")))
    assert reply.provenance.as_of == datetime.fromisoformat(MORNING)
    assert reply.actions[0].command == "/movers russell2000 2026-01-21..2026-01-21"


def test_the_heat_map_is_of_the_session_so_far(app: App, changes: np.ndarray) -> None:
    reply = say(app, "/heatmap")
    assert f"are up so far today (as of {AT}, not a close)" in reply.headline
    rising = figures(reply)["movers.russell2000.rising.so_far"]
    known = changes[np.isfinite(changes)]
    assert rising.value == pytest.approx((known > 0).mean())
    assert rising.as_of == AT
    assert reply.chart is not None
    assert reply.chart.caption.subtitle == f"So far today (as of {AT}, not a close)"


def test_why_so_far_is_made_of_members_where_they_explain_the_index(app: App) -> None:
    reply = say(app, "/why")
    assert f"so far today (as of {AT}, not a close)" in reply.headline
    found = figures(reply)
    assert found["rut.change.so_far"].value == pytest.approx(2731.77 / 2698.17 - 1)
    residual = found["contribution.rut.residual.so_far"].value
    assert isinstance(residual, float)
    assert abs(residual) < 0.0012
    sectors = [
        f.value for k, f in found.items() if k.startswith("contribution.rut.sector.") and ".weight." not in k
    ]
    assert sum(sectors) == pytest.approx(found["contribution.rut.explained.so_far"].value, abs=1e-12)  # type: ignore[arg-type]


def test_sectors_so_far_are_those_of_funds(app: App) -> None:
    reply = say(app, "/sectors 1d")
    assert f"so far today (as of {AT}, not a close)" in reply.headline
    best = figures(reply)["sectors.best.so_far"]
    assert best.as_of == AT
    ticker = figures(reply)["sectors.best_name.so_far"].value
    quote = figures(say(app, f"/quote {ticker}"))
    assert best.value == pytest.approx(quote[f"{str(ticker).lower()}.change.so_far"].value, abs=1e-9)


@pytest.mark.parametrize("question", ["/movers 5d", "/heatmap 5d", "/sectors 5d", "/why rut 5d"])
def test_longer_periods_end_with_the_last_close(app: App, question: str) -> None:
    assert "so far today" not in say(app, question).headline


def says_nothing(app: App) -> bool:
    found = members_so_far(app.members, RUSSELL_2000)
    return (found.live, found.notes, found.partial) == (None, (), False)


def test_after_the_close_nothing_is_so_far() -> None:
    app = build_app(Settings(source="sample"))
    assert says_nothing(app)
    assert breadth_so_far(app.members, RUSSELL_2000)[0] == ""


@pytest.mark.realdata
def test_a_source_without_quotes_tells_of_the_last_close(real_data: Path) -> None:
    app = build_app(Settings(source=f"files:{real_data}"), clock=FixedClock(datetime.fromisoformat(MORNING)))
    assert says_nothing(app)
    assert say(app, "/breadth").headline.startswith("Participation is")
