"""A fund that stands in for its index, asked for beside that fund: the market is there once."""

from __future__ import annotations

from collections.abc import Sequence

from commands.presentation.wording import the
from market.bars import Bars
from market.symbols import Symbol


def once_each(asked: Sequence[Symbol], bars: Sequence[Bars]) -> tuple[tuple[Bars, ...], tuple[str, ...]]:
    """The bars without those that come a second time because a fund stands in for an index, and a note
    on each that is left out. `asked` and `bars` are in the same order."""
    kept: dict[str, Bars] = {}
    notes = []
    for symbol, own in zip(asked, bars, strict=True):
        ticker = own.symbol.ticker
        if ticker in kept:
            index = next(s for s, b in zip(asked, bars, strict=True) if b.symbol.ticker == ticker != s.ticker)
            notes.append(
                f"{own.symbol.label} is there once: it stands in for {the(index.label)}, which is not available, and "
                f"says nothing beside itself."
            )
        # The fund as itself carries no note of standing in; the index's does, and must be read.
        if ticker not in kept or symbol.ticker != ticker:
            kept[ticker] = own
    return tuple(kept.values()), tuple(dict.fromkeys(notes))
