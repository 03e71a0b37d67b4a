"""What to offer when a command cannot answer: others that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from market.errors import MarketError, UnknownSymbol
from market.period import COMMON, Period

T = TypeVar("T")


class Unanswered(MarketError):
    """A market error with suggestions, met by a command that knows what else can be asked.

    problem: the error itself.
    suggestions: full commands, shown as buttons.
    """

    def __init__(self, problem: MarketError, suggestions: tuple[str, ...]) -> None:
        self.problem, self.suggestions = problem, suggestions
        super().__init__(str(problem))


@contextmanager
def offer_alternatives(*suggestions: str) -> Iterator[None]:
    """Whatever market error comes from within leaves with these suggestions, unless it has some of
    its own (the nearest names of an unknown symbol, the periods of `over`)."""
    try:
        yield
    except UnknownSymbol:
        raise
    except MarketError as met:
        if isinstance(met, Unanswered) and met.suggestions:
            raise
        raise Unanswered(met.problem if isinstance(met, Unanswered) else met, suggestions) from met


def over(period: Period, command: str, ask: Callable[[Period], T]) -> T:
    """`ask(period)`. Where that has no answer, Unanswered suggests `command` over the usual periods
    for which there is one."""
    try:
        return ask(period)
    except MarketError as problem:
        answered = tuple(f"{command} {other}" for other in COMMON if _answers(ask, other))
        raise Unanswered(problem, answered) from problem


def _answers(ask: Callable[[Period], object], period: Period) -> bool:
    try:
        ask(period)
    except MarketError:
        return False
    return True
