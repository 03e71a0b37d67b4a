"""How two periods with a word between them are read."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from commands.framework.parsers import LONGEST_PERIOD, ArgumentType
from market.errors import BadPeriod
from market.windows import JOINTS, Windows


@dataclass(frozen=True, slots=True)
class TwoPeriods(ArgumentType):
    """`2020-11-01 with 2026-04-01`: two periods and a word between them."""

    description: str = "two stretches on one axis: 2020-11-01 with 2026-04-01"

    def parse(self, words: Sequence[str]) -> tuple[Windows, int] | None:
        joint = next((n for n, word in enumerate(words) if word.casefold() in JOINTS), 0)
        if not 0 < joint <= LONGEST_PERIOD or joint + 1 == len(words):
            return None
        for end in range(min(joint + 1 + LONGEST_PERIOD, len(words)), joint + 1, -1):
            with contextlib.suppress(BadPeriod):
                return Windows.parse(" ".join(words[:end]).rstrip(",.")), end
        return None
