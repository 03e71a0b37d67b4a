"""Notes on bars that are stale, substituted, provisional or incomplete, a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from market.bars import RunningBar
from market.calendars.calendar import SessionState
from market.errors import InDoubt, MarketError, NoData, NotInTime, ProviderDown, Throttled, UnknownSymbol
from market.formatting import listed, moment
from market.notes import NamingNote
from market.symbols import Symbol

SETTLING = timedelta(hours=1)  # after the close; a bar that is not in by then is missing


def stale(
    symbol: Symbol, provider: str, failure: MarketError, last_session: date, running: RunningBar | None
) -> str:
    """Why stored figures stand in, and from when they are."""
    when = f"as of {moment(running.at)}" if running else f"up to the close of {last_session}"
    return f"{cause(symbol, provider, failure)}: these are stored figures, {when}."


def proxy(index: Symbol, fund: Symbol, provider: str, failure: MarketError) -> str:
    """A fund stands in for its index, and is not the index."""
    return (
        f"{cause(index, provider, failure)}: {fund.label} stands in for the {index.name}. "
        "Its levels and records are the fund's own, not the index's."
    )


def other_provider(symbol: Symbol, provider: str, failure: MarketError, other: str) -> str:
    """Another provider has answered."""
    return f"{cause(symbol, provider, failure)}: these figures come from {other}."


def cause(symbol: Symbol, provider: str, failure: MarketError) -> str:
    """The failure as the beginning of a sentence."""
    match failure:
        case Throttled():
            return f"{provider} is throttling us"
        case NotInTime(reason=reason):
            return f"We had no time left for {provider} ({reason})"
        case ProviderDown(reason=reason):
            return f"{provider} is not answering ({reason})"
        case UnknownSymbol():
            return f"There is no {symbol.label} at {provider} at the moment"
        case InDoubt(reason=reason):
            return f"The bars of {symbol.label} at {provider} are in doubt ({reason})"
        case NoData():
            return f"There are too few bars of {symbol.label} at {provider} at the moment"
        case _:
            return str(failure).split(". ")[0].rstrip(".")


def missing(
    symbol: Symbol,
    provider: str,
    days: Sequence[date],
    last_session: date,
    state: SessionState,
    excused: bool,
) -> tuple[str, ...]:
    """Sessions that took place and have no bar. `excused`: the provider was not reached, so that
    the sessions after `last_session` are stale rather than missing there."""
    later = [day for day in days if day > last_session]
    gaps = [day for day in days if day < last_session]
    notes = []
    if later == [state.last_completed] and state.at - state.last_close < SETTLING and not excused:
        notes.append(f"The close of {later[0]} is not in at {provider} yet")
    elif later and not excused:
        notes.append(f"There {_are(later)} at {provider}; the newest is of {last_session}")
    if gaps:
        notes.append(f"There {_are(gaps)} at {provider}")
    return tuple(NamingNote(f"{note} ({{}}).", symbol.label) for note in notes)


def provisional(provider: str, session: date) -> str:
    """The newest bar is in, and the provider may still correct it."""
    return f"The figures of {session} may still change: {provider} has not settled them."


def without_dividends(symbol: Symbol, provider: str, in_doubt: bool = False) -> str:
    """Returns of a fund or a share that are price returns, for want of adjusted closes, or of any that are believed."""
    why = (
        f"The adjusted closes at {provider} are in doubt"
        if in_doubt
        else f"There are no adjusted closes at {provider}"
    )
    return NamingNote(f"{why}: returns are price returns, without dividends ({{}}).", symbol.label)


def adjusted_only(provider: str) -> str:
    """A fund of which returns are known and prices are not."""
    return (
        f"{provider} hold only adjusted closes of some funds: their returns are known, their prices are not."
    )


def _are(days: Sequence[date]) -> str:
    if len(days) > 3:
        return f"are no bars for {len(days)} sessions from {days[0]} to {days[-1]}"
    return (
        f"{'is no bar' if len(days) == 1 else 'are no bars'} for {listed([day.isoformat() for day in days])}"
    )
