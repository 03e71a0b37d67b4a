"""What a reader must know of a digest, in few words: caveats of one matter are one sentence.

The evidence of a section has its command's caveats whole.
"""

from __future__ import annotations

from collections.abc import Iterable

_OF_MEMBERS = {
    "Today’s members only": "today’s only (survivorship bias)",
    "Doubtful closes of members": "without doubtful closes",
    "In doubt until the next session, since a split ": "without doubtful closes",
    "The list of members is of ": "by a list that may not fit that time",
}
_SO_FAR = "Completed sessions only; the one in progress ("
_OF_PRICES = "their returns are known, their prices are not."  # a digest states returns of funds


def in_brief(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes of a digest; those on members as one sentence, behind the others.

    >>> in_brief(["Late.", "Doubtful closes of members are left out: A from 2026-01-05."])
    ('Late.', 'Members: without doubtful closes.')
    """
    kept = [
        "The session in progress is not in it." if note.startswith(_SO_FAR) else note
        for note in notes
        if not note.endswith(_OF_PRICES)
    ]
    others = [note for note in kept if not note.startswith(tuple(_OF_MEMBERS))]
    said = dict.fromkeys(
        words for start, words in _OF_MEMBERS.items() if any(note.startswith(start) for note in kept)
    )
    return (*others, *([f"Members: {', '.join(said)}."] if said else []))
