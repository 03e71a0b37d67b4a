"""Two stretches of time that are laid on one axis: this rally against that one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from market.errors import BadPeriod
from market.period import Period

JOINTS = ("with", "vs", "vs.", "versus", "against")
_HELP = "Write two days or stretches, such as 2020-11-01 with 2026-04-01, or 2008 with 2020."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Windows:
    """Two periods, each with a beginning of its own, in the order in which they were written."""

    first: Period
    second: Period

    @classmethod
    def parse(cls, text: str) -> Windows:
        """Read `2020-11-01 with 2026-04-01`, `2008 with 2020`, `since the march 2020 low vs since 2026-04-01`; a
        day is a beginning. Raises BadPeriod.

        >>> str(Windows.parse("2020-11-01 with 2026-04-01"))
        '2020-11-01 with 2026-04-01'
        """
        words = text.split()
        joints = [n for n, word in enumerate(words) if word.casefold() in JOINTS]
        if len(joints) != 1:
            raise BadPeriod(f"“{text[:40]}” are no two windows. {_HELP}")
        first, second = (_begun(" ".join(part)) for part in (words[: joints[0]], words[joints[0] + 1 :]))
        if first == second:
            raise BadPeriod(f"Both windows are the same. {_HELP}")
        return cls(first, second)

    def __str__(self) -> str:
        return f"{_written(self.first)} with {_written(self.second)}"


def _written(period: Period) -> str:
    """As it would be typed: a day alone is a beginning."""
    text = str(period)
    return text.removeprefix("since ") if _DAY.fullmatch(text.removeprefix("since ")) else text


def _begun(text: str) -> Period:
    """A period with a beginning; one that ends today and looks back has none."""
    period = Period.parse(f"since {text}" if _DAY.fullmatch(text) else text)
    if period.first is None and period.span is None:
        raise BadPeriod(f"“{period}” has no beginning of its own. {_HELP}")
    return period
