"""Index members: the companies an index holds, and the panel of their closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

import pandas as pd

from market.analytics.breadth import Breadth, EarlierCloses, measure
from market.clock import Deadline
from market.errors import MarketError
from market.provenance import Provenance, Sourced
from market.symbols import Symbol, folded

SURVIVORSHIP = (
    "Today’s members only: those that left the index are not in its history here (survivorship bias)."
)


class UnknownUniverse(MarketError):
    """No universe of this name."""

    def __init__(self, text: str) -> None:
        words = " or ".join(universe.key for universe in UNIVERSES)
        super().__init__(f"I know no members of “{text[:40]}”. Use {words}.")


@dataclass(frozen=True, slots=True)
class Universe:
    """An index whose members are known.

    index, fund: tickers.
    file_word: its name in files.
    """

    key: str
    name: str
    index: str
    fund: str
    file_word: str
    aliases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Universe:
        """The universe of this name. `Universe.parse("R2K").key == "russell2000"`. Raises UnknownUniverse."""
        word = folded(text)
        for universe in UNIVERSES:
            if word in (universe.key, *universe.aliases):
                return universe
        raise UnknownUniverse(text)

    def __str__(self) -> str:
        return self.key


RUSSELL_2000 = Universe(
    "russell2000",
    "Russell 2000",
    "^RUT",
    "IWM",
    "r2000",
    (
        "rut",
        "^rut",
        "r2k",
        "r2000",
        "russell",
        "russell 2000",
        "iwm",
        "small caps",
        "small-caps",
        "smallcaps",
    ),
)
SP_500 = Universe(
    "sp500",
    "S&P 500",
    "^GSPC",
    "SPY",
    "sp500",
    ("spx", "^gspc", "gspc", "s&p", "s&p 500", "s&p500", "sp 500", "spy", "ivv", "large caps", "large-caps"),
)
UNIVERSES = (RUSSELL_2000, SP_500)


def universe_of(symbol: Symbol) -> Universe:
    """Whose members make the symbol's move. Raises UnknownUniverse."""
    for word in (symbol.ticker, symbol.word):
        try:
            return Universe.parse(word)
        except UnknownUniverse:
            continue
    raise UnknownUniverse(symbol.label)


@dataclass(frozen=True, slots=True)
class Member:
    """One holding.

    weight: fraction of the index.
    quantity: shares that the fund holds.
    price: of a share on the list's day. NaN where the list has none.
    """

    ticker: str
    name: str
    sector: str
    weight: float = float("nan")
    quantity: float = float("nan")
    price: float = float("nan")


@dataclass(frozen=True, slots=True)
class Members(Sourced):
    """A list of members, no ticker twice.

    provenance: as of the list's own date.
    """

    universe: Universe
    rows: tuple[Member, ...]
    provenance: Provenance

    @property
    def day(self) -> date:
        """The list's own date."""
        return self.as_of.date()

    @property
    def tickers(self) -> list[str]:
        return [member.ticker for member in self.rows]


@dataclass(frozen=True, eq=False)
class MemberPanel(Sourced):
    """All members' closes.

    closes: sessions × members in the list's order, float32, adjusted for splits and dividends, NaN where a
        member has none (a column of NaN: never priced); completed sessions only; closes in doubt are NaN.
    missing: sessions from the first to the last of which there is no row.
    aged: a note on how old the list of members is, of an old one; among the notes, too.
    unconfirmed: members whose newest close has changed as a split would change it; said among the notes.
    provenance: as of the close of the last session; stale when newer sessions exist.
    """

    members: Members
    closes: pd.DataFrame
    provenance: Provenance
    missing: tuple[date, ...] = ()
    aged: tuple[str, ...] = ()
    unconfirmed: frozenset[str] = frozenset()

    @property
    def brief_notes(self) -> tuple[str, ...]:
        """What a single line about the members must say: that their prices are late, and that their list is old."""
        return (*(self.notes[:1] if self.stale else ()), *self.aged)

    @property
    def priced(self) -> int:
        """How many members have a close in the last session."""
        return int(self.closes.iloc[-1].notna().sum())

    @property
    def coverage(self) -> str:
        """`1,874 of 1,960 members priced`."""
        return f"{self.priced:,} of {len(self.members.rows):,} members priced"

    @cached_property
    def breadth(self) -> Breadth:
        """How many members take part, session by session; measured once a panel."""
        return measure(self.closes)

    @cached_property
    def earlier(self) -> EarlierCloses:
        """What a session in progress is measured by; the same for every batch of quotes."""
        return EarlierCloses.of(self.closes)

    @cached_property
    def weights(self) -> pd.Series[float]:
        """Weight by ticker, a fraction; NaN where the list has none."""
        return pd.Series({member.ticker: member.weight for member in self.members.rows}, dtype="float64")

    @property
    def weighted(self) -> bool:
        """Whether the list says what is held of its members."""
        return any(row.weight > 0 or row.quantity * row.price > 0 for row in self.members.rows)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """By ticker: `quantity`, `price`, `weight` as the list states them, NaN where it does not."""
        rows = [(row.quantity, row.price, row.weight) for row in self.members.rows]
        return pd.DataFrame(rows, self.members.tickers, ["quantity", "price", "weight"], dtype="float64")

    @cached_property
    def sectors(self) -> pd.Series[str]:
        """Sector by ticker."""
        return pd.Series({member.ticker: member.sector for member in self.members.rows}, dtype="str")

    @cached_property
    def names(self) -> pd.Series[str]:
        """Company by ticker."""
        return pd.Series({member.ticker: member.name for member in self.members.rows}, dtype="str")


class Lists(Protocol):
    """Who the members are."""

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """The newest list. Raises MarketError: NoData where there is none of this universe."""
        ...


class Panels(Protocol):
    """What the members' prices are."""

    title: str
    sample: bool

    def closes(self, universe: Universe) -> pd.DataFrame:
        """Adjusted closes, sessions × tickers, float32, oldest first; empty when there are none."""
        ...
