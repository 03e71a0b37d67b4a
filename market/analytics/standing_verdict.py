"""The memory of the market regime: which verdict stands at each session, and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Input = TypeVar("Input")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class VerdictState:
    """What stands after one session; None where a session without its inputs leaves it open.

    verdict: the name.
    since: position of the session at which it was given.
    failed: sessions in a row up to now on which its own condition failed.
    """

    verdict: str | None
    since: int | None
    failed: int | None


_State = tuple[str, int, int]  # verdict, since, failed
_EARLIER = -1  # since before the first session


def standing_verdicts(
    sessions: Iterable[Input | None],
    read: Callable[[Input], str],
    holds: Callable[[str, Input], bool],
    names: tuple[str, ...],
    ends_after: int,
    begins_open: bool = False,
) -> Iterator[VerdictState]:
    """What stands at each of `sessions` (their inputs, None where one is missing), judged on itself and those
    before it.

    A verdict ends with the session on which its own condition (`holds`) has failed `ends_after` times in a row;
    that session's own reading (`read`) takes its place. Another reading does not end it while its condition holds.
    A session without inputs may have done anything: every verdict that could stand is followed, and what stands
    is known again once they agree. Sessions before the first with inputs are open. `begins_open`: there were others
    before it, so that any verdict may stand already.

    >>> marks = ["calm", "storm", "storm", "calm", "storm", "storm", "storm"]
    >>> same = lambda name, mark: name == mark
    >>> [s.verdict for s in standing_verdicts(marks, str, same, ("calm", "storm"), 3)][-2:]
    ['calm', 'storm']
    """
    states: set[_State] = set()
    for position, inputs in enumerate(sessions):
        if inputs is None:
            states = {after for state in states for after in _unknown(state, position, names, ends_after)}
        elif not states and not begins_open:
            states = {(read(inputs), position, 0)}
        else:
            states = states or {(name, _EARLIER, count) for name in names for count in range(ends_after)}
            reading = read(inputs)
            states = {
                _known(state, position, reading, holds(state[0], inputs), ends_after) for state in states
            }
        yield _agreed(states)


def _known(state: _State, position: int, reading: str, holds: bool, ends_after: int) -> _State:
    verdict, since, failed = state
    if holds:
        return verdict, since, 0
    return (reading, position, 0) if failed + 1 >= ends_after else (verdict, since, failed + 1)


def _unknown(state: _State, position: int, names: tuple[str, ...], ends_after: int) -> Iterator[_State]:
    """Its condition held, or failed once more."""
    verdict, since, failed = state
    yield verdict, since, 0
    if failed + 1 < ends_after:
        yield verdict, since, failed + 1
    else:
        yield from ((name, position, 0) for name in names if name != verdict)


def _agreed(states: set[_State]) -> VerdictState:
    verdicts, starts, counts = ({s[0] for s in states}, {s[1] for s in states}, {s[2] for s in states})
    return VerdictState(_only(verdicts), _only(starts if _EARLIER not in starts else set()), _only(counts))


def _only(values: set[Value]) -> Value | None:
    return next(iter(values)) if len(values) == 1 else None
