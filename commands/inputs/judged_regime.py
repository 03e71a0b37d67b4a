"""The market regime as `/rotation`, `/smallcaps` and the digest state it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commands.framework.figure import Figure
from commands.framework.reply import Fact
from commands.inputs.basket import Basket, fund_basket
from commands.presentation.figure_keys import closed_at
from market.analytics.rotation import FUNDS, Regime, SessionReading, market_regime, session_reading
from market.errors import MarketError
from market.services.prices import Market


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRegime:
    """The market regime, or why it cannot be judged.

    funds: those that have prices.
    problem: why there is no regime, since other figures do not depend on it.
    reading: without a regime, what the newest session reads as by itself, where that is known.
    """

    funds: Basket
    regime: Regime | None = None
    problem: MarketError | None = None
    reading: SessionReading | None = None

    @property
    def note(self) -> str:
        """A sentence on why there is no verdict; empty where there is one."""
        return f"Without a verdict on the market regime: {self.problem}" if self.problem else ""

    @property
    def reading_figures(self) -> tuple[Figure, ...]:
        """The verdict, withheld, and the session's own reading."""
        if self.reading is None:
            return ()
        when = closed_at(self.reading.end)
        return (
            Figure("regime.verdict", None, as_of=when, why=str(self.problem)),
            Figure("regime.reading", str(self.reading.name), as_of=when),
        )

    def open_fact(self, label: str) -> tuple[Fact, ...]:
        """That it is open which verdict stands, beside what the session itself reads; none where that is not known."""
        if self.reading is None:
            return ()
        detail, when = f"the session itself reads {self.reading.name}", closed_at(self.reading.end)
        return (Fact(label, "not known", detail=detail, as_of=when, figures=self.reading_figures),)


def judged_regime(market: Market, more: Iterable[str] = ()) -> JudgedRegime:
    """The verdict that the funds with prices give, `more` funds among them."""
    funds = Basket({})
    try:
        funds = fund_basket(market, dict.fromkeys((*FUNDS, *more)))
        with funds.excused():
            return JudgedRegime(funds, market_regime(funds.totals, begins_open=funds.begins_in_doubt))
    except MarketError as problem:
        return JudgedRegime(funds, problem=problem, reading=_reading(funds))


def _reading(funds: Basket) -> SessionReading | None:
    try:
        return session_reading(funds.totals) if funds.bars else None
    except MarketError:
        return None
