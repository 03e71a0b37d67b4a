"""Notes: caveats of figures, a sentence each; what is said of several markets is one sentence."""

from __future__ import annotations

from collections.abc import Iterable

_NAMED = 6  # markets; of more the rest are counted


class MarketNote(str):
    """A sentence that holds of one or several markets and names them at its end.

    said: it without the markets and without its full stop.
    markets: their labels, in the order met.
    """

    __slots__ = ("markets", "said")
    said: str
    markets: tuple[str, ...]

    def __new__(cls, said: str, *markets: str) -> MarketNote:
        names = ", ".join(markets[:_NAMED])
        more = f" and {len(markets) - _NAMED} more" if len(markets) > _NAMED else ""
        note = super().__new__(cls, f"{said} ({names}{more}).")
        note.said, note.markets = said, markets
        return note

    def __reduce__(self) -> tuple[type[MarketNote], tuple[str, ...]]:
        return MarketNote, (self.said, *self.markets)


def merged(notes: Iterable[str]) -> tuple[str, ...]:
    """Every note once, in order; one fault of several markets is one note that names them all.

    >>> merged([MarketNote("No bar for 2026-01-21", "IWM"), "Late.", MarketNote("No bar for 2026-01-21", "QQQ")])
    ('No bar for 2026-01-21 (IWM, QQQ).', 'Late.')
    """
    kept: dict[str, str] = {}
    for note in notes:
        if not isinstance(note, MarketNote):
            kept.setdefault(note, note)
            continue
        before = kept.get(note.said)
        markets = before.markets if isinstance(before, MarketNote) else ()
        kept[note.said] = MarketNote(note.said, *dict.fromkeys((*markets, *note.markets)))
    return tuple(kept.values())
