"""A command that cannot answer offers others, and each of these does answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NoReturn

import pandas as pd
import pytest

from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.sources import sources_of
from charts.pictures.rotation import RotationChart
from commands import COMMANDS
from commands.concentration import CAP, EQUAL, MEGA
from commands.framework.alternatives import Unanswered, offer_alternatives, over
from commands.framework.asker import Asker
from commands.framework.ports import Holder
from commands.framework.reply import Reply
from commands.framework.watched import WatchedLists
from market.analytics.rotation import FUNDS as ROTATION_FUNDS
from market.analytics.sectors import FUNDS
from market.analytics.size_ladder import FUNDS as SIZES
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.economic_series import EconomicSeries
from market.datasets.members import Universe
from market.errors import MarketError, NoData, ProviderDown, UnknownSymbol
from market.period import Period
from market.services.data_services import data_over
from market.sources import History
from market.sources.sample.prices import SAMPLE_NOW, SampleSource
from market.symbols import Symbol

CALENDAR, CLOCK = Calendar(), FixedClock(SAMPLE_NOW)
DOWN, THIN = ProviderDown("Yahoo Finance", "no answer in time"), NoData("There are too few bars.")


class Prices(SampleSource):
    """The sample market, without some of its symbols."""

    def __init__(self, fault: MarketError, *without: str) -> None:
        super().__init__(CALENDAR)
        self.fault, self.without = fault, without

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        if symbol.ticker in self.without:
            raise self.fault
        return super().history(symbol, since, now, deadline)


class NoFacts:
    """A provider of facts, and snapshots of it, on a day when there are none."""

    title, sample, local = "Yahoo Finance", False, False

    def __init__(self, fault: MarketError) -> None:
        self.fault = fault

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        raise self.fault

    news = earnings = fundamentals

    def all(self) -> tuple[()]:
        return ()


class NoFigures:
    """A provider of the economy's figures that is down."""

    key, title, sample, local = "fred", "FRED", False, False

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> NoReturn:
        raise DOWN


class NoPanels:
    """Before the first nightly batch."""

    title, sample, local = "Yahoo Finance", False, False

    def closes(self, universe: Universe) -> pd.DataFrame:
        return pd.DataFrame()


class NoLists:
    """Nobody follows anything."""

    def tickers(self, holder: Holder) -> tuple[str, ...]:
        return ()

    def add(self, holder: Holder, tickers: Sequence[str], most: int | None = None) -> NoReturn:
        raise AssertionError

    def remove(self, holder: Holder, tickers: Sequence[str]) -> NoReturn:
        raise AssertionError


def talk(**faulty: Any) -> Callable[[str], Reply]:
    """Asks the sample market, with some of its sources as given."""
    sources = replace(sources_of(Settings(source="sample"), CLOCK, CALENDAR), **faulty)
    data = data_over(sources, CLOCK, CALENDAR)
    nobody = WatchedLists(NoLists, Asker(person="U1"))
    engine = Engine(COMMANDS, lambda _request, deadline: {**data.within(deadline), WatchedLists: nobody})
    return lambda text: engine.answer(Request(text=text), Deadline.after(60.0))


@pytest.mark.parametrize(
    ("line", "faulty", "says"),
    [
        ("/sectors", {"prices": Prices(DOWN, *FUNDS)}, "not answering"),
        ("/sectors 3m", {"prices": Prices(THIN, *FUNDS[1:])}, "Fewer than two sectors"),
        ("/sectors since 2030-01-02", {}, "after the newest session here, "),
        (
            "/concentration",
            {"prices": Prices(DOWN, CAP, EQUAL, MEGA), "panels": NoPanels()},
            "not answering",
        ),
        ("/concentration 1y", {"prices": Prices(THIN, EQUAL), "panels": NoPanels()}, "no prices of RSP"),
        ("/concentration since 2030-01-02", {}, "after the newest session here, "),
        ("/valuation", {"facts": NoFacts(DOWN), "snapshots": NoFacts(DOWN)}, "not answering"),
        ("/valuation", {"facts": NoFacts(THIN), "snapshots": NoFacts(THIN)}, "too few bars"),
        ("/news aapl", {"facts": NoFacts(DOWN)}, "not answering"),
        ("/news", {"facts": NoFacts(THIN)}, "too few bars"),
        ("/ladder 1y", {"prices": Prices(DOWN, *SIZES), "panels": NoPanels()}, "not answering"),
        ("/ladder since 2030-01-02", {}, "after the newest session here, "),
        ("/breadth", {"prices": Prices(DOWN, *SIZES, *FUNDS), "panels": NoPanels()}, "not answering"),
        ("/breadth since 2030-01-02", {}, "after the newest session here, "),
        ("/movers sp500 1d", {"panels": NoPanels()}, "No member of the S&P 500 has been priced yet"),
        ("/movers sp500 since 2030-01-02", {}, "after the newest session here, "),
        ("/risk aapl", {"prices": Prices(DOWN, "AAPL")}, "not answering"),
        ("/rotation", {"prices": Prices(DOWN, "^RUT", "^GSPC", "IWM", "SPY")}, "not answering"),
        ("/macro", {"macro": NoFigures()}, "not answering"),
        ("/macro unemployment", {"macro": NoFigures()}, "not answering"),
        ("/heatmap sectors", {"prices": Prices(DOWN, *FUNDS)}, "not answering"),
        ("/heatmap sp500", {"prices": Prices(DOWN, *FUNDS), "panels": NoPanels()}, "not answering"),
    ],
)
def test_what_is_offered_instead_answers(line: str, faulty: dict[str, object], says: str) -> None:
    say = talk(**faulty)
    refusal = say(line)
    assert refusal.error
    assert says in refusal.headline
    assert refusal.actions
    for action in refusal.actions:
        assert action.command != line
        assert not say(action.command).error, f"{line} offers {action.command}"


def test_without_any_fund_the_members_answer_for_concentration() -> None:
    reply = talk(prices=Prices(DOWN, CAP, EQUAL, MEGA))("/concentration")
    assert not reply.error
    assert reply.notes[0] == "There are no prices of SPY and RSP now, so no gap."
    assert len(reply.table.rows) == 11


def test_without_any_fund_the_ratio_answers_for_rotation() -> None:
    reply = talk(prices=Prices(DOWN, *ROTATION_FUNDS, *SIZES))("/rotation")
    assert not reply.error
    assert reply.headline.startswith("The ratio of the Russell 2000 to the S&P 500 is above")
    (note,) = (note for note in reply.notes if note.startswith("Without a verdict on the market regime"))
    assert "not answering" in note
    assert isinstance(reply.chart, RotationChart)
    assert reply.chart.trails == ()


def test_an_unknown_market_keeps_its_nearest_names() -> None:
    refusal = talk()("/news russel")
    assert refusal.actions[0].command == "/quote rut"


def test_a_period_without_an_answer_offers_those_that_have_one() -> None:
    def ask(period: Period) -> str:
        if period.text not in ("1y", "3y"):
            raise THIN
        return period.text

    assert over(Period.parse("3y"), "/sectors", ask) == "3y"
    with pytest.raises(Unanswered, match="too few bars") as met:
        over(Period.parse("1m"), "/sectors", ask)
    assert met.value.suggestions == ("/sectors 1y", "/sectors 3y")
    assert met.value.problem is THIN


def test_suggestions_of_its_own_stand() -> None:
    with pytest.raises(Unanswered) as met, offer_alternatives("/macro"):
        raise Unanswered(DOWN, ("/ladder",))
    assert met.value.suggestions == ("/ladder",)
    with pytest.raises(Unanswered) as met, offer_alternatives("/macro"):
        raise Unanswered(DOWN, ())
    assert (met.value.suggestions, met.value.problem) == (("/macro",), DOWN)
    with pytest.raises(UnknownSymbol), offer_alternatives("/macro"):
        raise UnknownSymbol("russel", ("rut",))
