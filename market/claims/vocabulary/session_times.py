"""Words for a time within a session, which make what is said a print: "at its session peak", "before lunch"."""

from __future__ import annotations

from collections.abc import Iterator

_PARTS = ("", "session", "session's", "day's", "daily", "intraday", "morning", "afternoon", "early")
_POINTS = (
    "peak", "high", "highs", "best", "top", "apex", "zenith", "low", "lows", "worst", "bottom", "trough", "nadir",
)  # fmt: skip
_ALSO_OF_A_LIST = ("top", "bottom")  # "at the top of the table"
_OPEN = ("the open", "the opening bell", "the opening", "the bell rang", "the start", "the start of trading")


def session_times() -> Iterator[str]:
    """The phrases.

    >>> {"at its session peak", "at the top of the session", "minutes after the open"} <= set(session_times())
    True
    """
    for whose in ("its", "their", "the", "a", ""):
        for part in _PARTS:
            points = (point for point in _POINTS if part or (whose and point not in _ALSO_OF_A_LIST))
            yield from (" ".join(f"at {whose} {part} {point}".split()) for point in points)
    for day in ("day", "session", "morning", "afternoon"):
        yield from (f"at the {point} of the {day}" for point in _POINTS)
    for who in ("it was", "they were", "the index was", "prices were"):
        yield from (
            f"when {who} {at}{end}" for at in ("", "at its ", "at their ") for end in ("highest", "lowest")
        )
    for since in (
        "minutes",
        "moments",
        "shortly",
        "soon",
        "right",
        "just",
        "an hour",
        "half an hour",
        "hours",
    ):
        yield from (f"{since} after {opening}" for opening in _OPEN)
    for meal in ("lunch", "lunchtime", "noon", "midday"):
        yield from (f"{near} {meal}" for near in ("before", "by", "at", "around", "until", "towards"))
    for begin in ("surge", "rush", "spike", "jump", "pop", "rally", "minutes", "hour", "trade", "trading"):
        yield from (f"{at} the opening {begin}" for at in ("at", "in", "during", "on"))
    for part in ("morning", "afternoon"):
        yield from (f"in the {part}", f"this {part}")
    for kind in ("intraday", "early", "morning", "afternoon", "midday"):
        yield from (f"{at} {kind} {trade}" for at in ("in", "during") for trade in ("trading", "trade"))
    for length in ("minutes", "half hour", "hour", "half-hour"):
        yield from (f"in the {which} {length}" for which in ("first", "final", "last", "opening", "closing"))
