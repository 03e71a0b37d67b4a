"""What a reader must know of markets that are compared: levels, currencies, dividends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commands.presentation.wording import opened, the
from market.bars import Bars
from market.formatting import listed
from market.inspection.currency import unit_words


def about_common_end(bars: Sequence[Bars], end: date) -> str:
    """That some of them have newer closes than `end`, up to which all are compared."""
    if len({own.last_session for own in bars}) == 1:
        return ""
    ends = ", ".join(f"{own.symbol.label} {own.last_session}" for own in bars)
    return f"Compared up to {end}, the last session they have in common ({ends})."


def about_levels(levels: Sequence[Bars]) -> str:
    if not levels:
        return ""
    names = listed([the(own.symbol.label) for own in levels])
    verb = "is a measured level" if len(levels) == 1 else "are measured levels"
    return f"{opened(names)} {verb} that nobody can hold: changes in points, no return and no lead."


def about_currencies(bars: Sequence[Bars]) -> str:
    priced = {own.symbol.label: own.currency for own in bars if own.currency}
    units = ", ".join(f"{label} in {unit_words(currency) or currency}" for label, currency in priced.items())
    if len(set(priced.values())) > 1:
        return f"In different currencies: {units}. Each change is in its own currency, without the exchange rate."
    return f"Closes of {units}." if any(map(unit_words, priced.values())) else ""


def about_returns(bars: Sequence[Bars]) -> str:
    """A note on the return by which each is measured; its bars say of what there are no adjusted closes."""
    kinds = {b.return_basis for b in bars}
    if len(kinds) == 1:
        return f"All by {kinds.pop()}."
    plain = [b.symbol.label for b in bars if not b.adjusted and not b.symbol.is_price_only]
    if plain:
        return f"{listed(plain)} and indices are price return, without dividends; the rest is total return, with them."
    return "Indices are price return, without dividends; funds and stocks total return, with them."
