"""What made a move, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from market.analytics.attribution import Attribution
from market.formatting import change, is_nothing, points_of


def sector_word(name: str) -> str:
    """A sector within a figure's key: "health_care"."""
    return name.lower().replace(" ", "_")


def moved_words(fraction: float) -> str:
    """ "fell 0.50%", "rose 0.76%", "was unchanged"."""
    if is_nothing(fraction):
        return "was unchanged"
    return f"{'rose' if fraction > 0 else 'fell'} {change(abs(fraction)).removeprefix('+')}"


def explained_words(residual: float) -> str:
    """What members explain of a move, "all but 0.03 points": `residual`, a fraction, is what they leave."""
    return "all of it" if is_nothing(residual) else f"all but {points_of(residual)}"


def took_and_gave(result: Attribution, size: Callable[[float], str] = points_of) -> str:
    """The two sectors that mattered: "Health Care took 0.47 points, Energy gave 0.18". Where all went one
    way, the two that went furthest. `size` writes a contribution in points."""
    return gave_and_took([(g.name, g.contribution) for g in result.sectors], result.explained, size)


def gave_and_took(
    parts: Sequence[tuple[str, float]], explained: float, size: Callable[[float], str] = points_of
) -> str:
    """The same of names and contributions, the largest first; `explained`: their sum."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return _did(first, size)
    if first[1] * last[1] < 0:
        greater, lesser = (last, first) if explained < 0 else (first, last)
        if is_nothing(lesser[1]):  # rounds to nothing
            return _did(greater, size)
        return f"{_did(greater, size)}, {_did(lesser, size).removesuffix(' points')}"
    greater, lesser = (last, parts[-2]) if last[1] < 0 else (first, parts[1])
    return f"{_did(greater, size)} and {lesser[0]} {size(lesser[1]).removesuffix(' points')}"


def _did(part: tuple[str, float], size: Callable[[float], str]) -> str:
    name, contribution = part
    return f"{name} {'gave' if contribution >= 0 else 'took'} {size(contribution)}"
