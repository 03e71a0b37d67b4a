"""The waterfall of what each holding gave and took, for `/why` and `/portfolio`."""

from __future__ import annotations

from collections.abc import Sequence

from charts.pictures.waterfall import Step, Waterfall
from commands.presentation.wording import caption
from market.bars import Bars
from market.formatting import lead


def holdings_waterfall(
    title: str, sentence: str, contributions: Sequence[tuple[str, float]], whole: float, bars: Sequence[Bars]
) -> Waterfall:
    """From the largest contribution to the smallest, and their sum.

    sentence: the answer's own, which ends the alternative text
    contributions: name and fraction of each holding
    """
    steps = tuple(Step(*pair) for pair in sorted(contributions, key=lambda pair: -pair[1]))
    said = ", ".join(f"{step.label} {lead(step.value)}" for step in steps)
    words = caption(
        title, f"Waterfall of contributions: {said}. {sentence}", *bars, subtitle="Contributions by holding"
    )
    return Waterfall(words, steps, Step("Your holdings", whole))
