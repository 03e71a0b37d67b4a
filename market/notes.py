"""Notes: caveats of figures, a sentence each; what is said of several things is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from market.formatting import listed

_NAMED = 6  # of more the rest are counted


class NamingNote(str):
    """A sentence that holds of one or several markets or parts of an answer, and names them.

    pattern: it with `{}` in the place of the names.
    names: in the order met.
    """

    __slots__ = ("names", "pattern")
    pattern: str
    names: tuple[str, ...]

    def __new__(cls, pattern: str, *names: str) -> NamingNote:
        note = super().__new__(cls, pattern.replace("{}", listed_few(names)))
        note.pattern, note.names = pattern, names
        return note

    def __reduce__(self) -> tuple[type[NamingNote], tuple[str, ...]]:
        return NamingNote, (self.pattern, *self.names)


def without(part: str, why: object) -> NamingNote:
    """That a part of the answer is missing: "Without breadth: there are no closes of members." """
    return NamingNote(f"Without {{}}: {str(why).removesuffix('.')}.", part)


def listed_few(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; of more than six the rest are counted."""
    shown = [*names[:_NAMED], f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [*names]
    return listed(shown)


def merged(notes: Iterable[str]) -> tuple[str, ...]:
    """Every note once, in order; one fault of several things is one note that names them all.

    >>> lost = "There is no bar for 2026-01-21 ({})."
    >>> merged([NamingNote(lost, "IWM"), "Late.", NamingNote(lost, "QQQ"), without("breadth", "no members.")])
    ('There is no bar for 2026-01-21 (IWM and QQQ).', 'Late.', 'Without breadth: no members.')
    """
    kept: dict[str, str] = {}
    for note in notes:
        if not isinstance(note, NamingNote):
            kept.setdefault(note, note)
            continue
        before = kept.get(note.pattern)
        names = before.names if isinstance(before, NamingNote) else ()
        kept[note.pattern] = NamingNote(note.pattern, *dict.fromkeys((*names, *note.names)))
    return tuple(kept.values())
