"""Doubts about bars: what is wrong with a provider's figures, and on which sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from market.formatting import level, share


class DoubtKind(StrEnum):
    """Why a session's bar is not trusted."""

    SPIKE = "spike"  # a jump that comes back
    SPLIT = "split"  # a jump that equals a split, announced or not: earlier bars are on another scale
    SCALE = "scale"  # a jump to a scale that stays: earlier bars are on another one
    UNHEARD = "unheard"  # the newest move is one that no market of its kind has made
    CONTRADICTED = "contradicted"  # a move of an index that its fund did not make, or of the fund
    ANOTHER = "another"  # the closes are those of another market
    CENTS = "cents"  # the closes are in hundredths of what they are for everybody else
    NOT_POSITIVE = "not positive"  # a close of zero or below
    FROZEN = "frozen"  # the same close again and again, and nothing traded
    PRINT = "print"  # the volume is that of a part of the session, of which the close may be a print
    REPEATED = "repeated"  # the bar or close of the session before, instead of its own
    ADJUSTED = "adjusted"  # the close is trusted; the adjusted close cannot belong to it
    RANGE = "range"  # the close is trusted; open, high or low cannot belong to it and are missing


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding about one series.

    kind: what is wrong.
    days: the sessions in doubt, oldest first; their bars are missing from `Bars.frame`, except where
        `leaves_close`.
    seen: the figure in doubt, such as the close of the first of them.
    usual: the figure it is measured by, such as the trusted close before; NaN where there is none.
    beside: the market that the closes were laid beside, where the doubt came of that.

    Of a print `seen` is the volume as a share of the usual one: its own, or that of `beside`.
    """

    kind: DoubtKind
    days: tuple[date, ...]
    seen: float
    usual: float = float("nan")
    beside: str = ""

    @property
    def leaves_close(self) -> bool:
        """Whether the closes themselves are trusted."""
        return self.kind in (DoubtKind.RANGE, DoubtKind.ADJUSTED)

    @property
    def words(self) -> str:
        """What is wrong, with its figures: "264,536.00; 2,677.74 before it, and back after it"."""
        seen, usual = level(self.seen), level(self.usual)
        match self.kind:
            case DoubtKind.SPIKE:
                return f"{seen}; {usual} before it, and back after it"
            case DoubtKind.UNHEARD:
                return f"{seen}; {usual} before it"
            case DoubtKind.CONTRADICTED:
                return f"{seen}; {usual} before it, and {self.beside} did not follow"
            case DoubtKind.ANOTHER:
                return f"they do not move as {self.beside}"
            case DoubtKind.CENTS:
                return f"{seen} beside {usual} of {self.beside}: they are in hundredths"
            case DoubtKind.SPLIT if self.usual == self.usual:
                return f"{seen} against {usual}, as a split makes it that is not applied throughout"
            case DoubtKind.SCALE:
                return f"{seen} against {usual} the session after, another scale"
            case DoubtKind.FROZEN:
                return f"the close of {seen} repeated, without a trade"
            case DoubtKind.PRINT:
                whose = f"the volume of {self.beside}" if self.beside else "its volume"
                return (
                    f"{whose} is {share(self.seen)} of the usual: it may have been written within the session"
                )
            case DoubtKind.REPEATED:
                return f"the close of {seen} is that of the session before"
            case DoubtKind.ADJUSTED:
                return f"an adjusted close of {seen}, beside a close of {usual}"
            case DoubtKind.RANGE:
                return f"an open, high or low of {seen}, beside a close of {usual}"
            case DoubtKind.NOT_POSITIVE | DoubtKind.SPLIT:
                return f"a price of {seen}"
            case _:
                assert_never(self.kind)

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]
