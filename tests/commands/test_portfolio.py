"""`/portfolio`: kept for its owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from charts.pictures.waterfall import Waterfall
from commands.framework.ports import Person
from commands.framework.reply import Reply, Visibility
from market.bars import Bars
from market.services.prices import Market
from market.symbols import Symbol
from tests.commands.desk import ANA, BEN, Desk

ADDED = "/portfolio add 10 IWM at 150, 5 SPY at 400"


@pytest.fixture
def desk(tmp_path: Path, real_data: Path) -> Iterator[Desk]:
    own = Desk(tmp_path, f"files:{real_data}", "2026-01-30T20:00-05:00")
    yield own
    own.close()


def figures(reply: Reply) -> dict[str, object]:
    return {figure.key: figure.value for figure in reply.figures}


def test_the_figures_of_two_funds(desk: Desk) -> None:
    assert desk.say("/portfolio").headline.startswith("You have written down no holdings yet.")
    assert desk.say(ADDED).headline.startswith("Kept 10 IWM at 150.00 and 5 SPY at 400.00; you have 2 of 100")
    reply = desk.say("/portfolio ytd")
    assert reply.headline == (
        "Your holdings rose 3.15% from 2025-12-31 to 2026-01-30, to 6,056.35 USD; that is +73.04% on what they cost."
    )
    known = figures(reply)
    assert known["holdings.gain"] == pytest.approx(6056.35 - 3500)
    assert known["holdings.iwm.gained"] == pytest.approx(2596.50 / 1500 - 1)
    parts = [known[f"contribution.holdings.member.{name}.ytd"] for name in ("iwm", "spy")]
    assert sum(parts) == pytest.approx(known["holdings.change.ytd"], abs=1e-12)  # type: ignore[arg-type]  # numbers
    assert isinstance(reply.chart, Waterfall)
    assert {figure.as_of for figure in reply.figures} == {"2026-01-30 close"}


def test_only_the_owner_sees_it_and_takes_it_along_or_erases_it(desk: Desk) -> None:
    desk.say(ADDED)
    reply = desk.say("/portfolio")
    assert (reply.visibility, reply.shareable, reply.kept) == (Visibility.PRIVATE, False, False)
    assert desk.say("/portfolio", BEN).headline.startswith("You have written down no holdings yet.")
    assert "IWM" in str(desk.store.privacy.export(Person.who_asks(ANA))["positions"])
    assert "IWM" not in str(desk.store.privacy.export_workspace("slack", "T1"))
    desk.say("/privacy erase mine yes")
    assert desk.say("/portfolio").headline.startswith("You have written down no holdings yet.")


def test_a_part_is_removed_and_the_rest_stays(desk: Desk) -> None:
    desk.say(ADDED)
    desk.say("/portfolio add IWM 2.5")
    assert desk.say("/portfolio remove iwm").headline == "Removed 2 positions; 1 left."
    assert desk.say("/portfolio remove iwm").headline == "Removed 0 positions; 1 left."


def test_the_active_share_is_exact_where_all_is_looked_through_and_else_a_range(desk: Desk) -> None:
    desk.say("/portfolio add 10 IWM")
    assert figures(desk.say("/portfolio"))["holdings.active_share.iwm"] == pytest.approx(0.0, abs=1e-12)
    desk.say("/portfolio add 5 SPY")
    (fact,) = [f for f in desk.say("/portfolio").facts if f.label == "Active share to IWM"]
    assert fact.text.startswith(
        "0.0% to 57.1% (SPY cannot be looked through; 42.9% is as in its list of 2026-05-05"
    )


def test_a_missing_price_leaves_the_whole_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.say(ADDED)
    bars = Market._bars

    def without(market: Market, symbol: Symbol) -> Bars:
        return bars(market, Symbol.parse("ZZZZ") if symbol.ticker == "SPY" else symbol)

    monkeypatch.setattr(Market, "_bars", without)
    reply = desk.say("/portfolio")
    assert reply.headline.startswith(
        "What your holdings are worth together is not known: there are no prices (SPY)"
    )
    shown = {figure.key: figure for figure in reply.figures}
    assert not shown["holdings.value"].is_shown
    assert shown["holdings.iwm.value"].value == pytest.approx(2596.50)
    assert not shown["holdings.iwm.weight"].is_shown
    assert reply.chart is None


def test_what_cannot_be_kept_is_refused_with_an_example(desk: Desk) -> None:
    for line in ("/portfolio add rut 5", "/portfolio add", "/portfolio remove", "/portfolio AAPL 5"):
        reply = desk.say(line)
        assert reply.error, line
        assert "/portfolio" in reply.headline
