"""Which sector funds an answer is without, and why."""

from __future__ import annotations

from collections.abc import Sequence

from commands.inputs.basket import Basket
from market.analytics.sectors import SMALL, Sectors
from market.formatting import listed
from market.notes import listed_few
from market.symbols import Symbol


def left_out(result: Sectors, funds: Basket) -> tuple[str, ...]:
    """Why funds that there are prices of are left out."""
    there = [ticker for ticker in result.missing if ticker in funds.bars]
    behind = [ticker for ticker in there if funds.bars[ticker].last_session < result.end]
    lacking = [ticker for ticker in there if ticker in result.lacking and ticker not in behind]
    young = [ticker for ticker in there if ticker not in result.lacking and ticker not in behind]
    sentences = []
    if young:
        sentences.append(f"Left out, since their funds were listed after {result.base}: {_names(young)}.")
    if lacking:
        why = listed_few([why_unknown(ticker, result, funds) for ticker in lacking])
        sentences.append(f"Left out: {_names(lacking)} ({why}).")
    sentences += [
        f"Left out, since its prices end on {funds.bars[ticker].last_session}: {_names([ticker])}."
        for ticker in behind
    ]
    return tuple(sentences)


def why_unknown(ticker: str, result: Sectors, funds: Basket) -> str:
    """Why a sector fund's change is not known."""
    bars = funds.bars.get(ticker)
    if bars is None:
        return f"there are no prices of {ticker}"
    begins = bars.total.index[0].date()
    if begins > result.base:
        return f"the prices of {ticker} begin on {begins}"
    lost = next((day for day in (result.base, result.end) if bars.gaps(day, day)), None)
    return bars.lack(lost, ticker) if lost else f"the prices of {ticker} end on {bars.last_session}"


def small_fund_notes(result: Sectors, funds: Basket) -> tuple[str, ...]:
    """The basket's notes; small-cap funds that nobody could have are one sentence, not nine."""
    small = [ticker for ticker in funds.missing if ticker in SMALL.values()]
    if len(small) < len(SMALL):
        return funds.notes(result.end)
    rest = tuple(ticker for ticker in funds.missing if ticker not in small)
    sentence = "Without the small-cap sector funds: there are no prices of them."
    return (
        sentence,
        *Basket(funds.bars, rest, funds.failure, funds.running, funds.undividended).notes(result.end),
    )


def _names(tickers: Sequence[str]) -> str:
    return listed([Symbol.parse(ticker).label for ticker in tickers])
