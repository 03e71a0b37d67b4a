"""Texts written by hand with places for figures, filled from the data of a day: `{pct GSPC 2 !0.4}`.

A line of a file of sentences is `style | text` (`style F` for days that end a week). Between braces stands
`NAME rose|fell`, the words by the direction of the day (`NAME@monday`: since then), or the name of a fact with its
arguments: names and numbers as they are, `!x` a figure that is false by x where a false one is asked for, `o` one where
it is asked for, `@monday` since when, `key=value`, and `~ words` the words around it, with `#` for the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.reading.own.figures import Piece
from benchmarks.reading.own.more_facts import MoreFacts
from benchmarks.reading.own.sentences import Words

HERE = Path(__file__).parent
DAYS = (
    "2025-10-02", "2025-11-04", "2025-12-17", "2026-01-06", "2026-01-15", "2026-01-21", "2026-01-27", "2025-10-16",
    "2025-11-25",
)  # fmt: skip
FRIDAYS = ("2025-09-12", "2025-09-19", "2025-10-17", "2025-11-07", "2025-12-05", "2026-01-23", "2026-01-30")
_PLACE = re.compile(r"\{([^{}]*)\}")


def filled(template: str, facts: MoreFacts, false: int) -> Words:
    """The words and pieces of `template`."""
    out: Words = []
    end = 0
    for match in _PLACE.finditer(template):
        out += [template[end : match.start()], _piece(match[1], facts, false)]
        end = match.end()
    return [*out, template[end:]]


def _piece(words: str, facts: MoreFacts, false: int) -> str | Piece:
    head, _, form = words.partition("~")
    first, *rest = head.split()
    if rest and "|" in head:
        name, _, since = first.partition("@")
        rose, fell = head.split(None, 1)[1].strip().split("|")
        return facts.up(name, rose, fell, getattr(facts, since) if since else "")
    positional: list[Any] = []
    named: dict[str, Any] = (
        {"form": form.strip().replace("#", "{}").replace("NOUN", "{noun}")} if form else {}
    )
    for word in rest:
        if word.startswith("@"):
            named["since"] = getattr(facts, word[1:])
        elif word == "+":
            named["signed"] = True
        elif "=" in word:
            key, _, value = word.partition("=")
            named[key] = int(value) if value.isdigit() else value
        elif word == "o":
            named["o"] = false
        elif word.startswith("!"):
            named["off"] = float(word[1:]) * false
        else:
            positional.append(int(word) if word.isdigit() else word)
    piece = getattr(facts, first)(*positional, **named)
    return piece if isinstance(piece, Piece) else str(piece)


def sentences(folder: Path, file: str) -> Iterator[tuple[str, str, str, Words]]:
    """Each line once with true and once with false figures: name, style, day, words."""
    facts = MoreFacts(folder, DAYS[0])
    lines = [line for line in (HERE / file).read_text(encoding="utf-8").splitlines() if "|" in line]
    for number, line in enumerate(lines):
        style, _, text = line.partition("|")
        days = FRIDAYS if style.split()[1:] == ["F"] else DAYS
        for false in (0, 1):
            if false and not re.search(r"\{[^}]*( o\b|!)", text):
                continue
            day = days[(number + 3 * false) % len(days)]
            template = text.strip().replace("\\n", "\n")
            yield (
                f"{file}-{number}{'tf'[false]}",
                style.split()[0],
                day,
                filled(template, facts.at(day), false),
            )


def articles(folder: Path, file: str) -> Iterator[tuple[str, str, str, Words]]:
    """The articles of a file, each behind a line `=== kind day`; what may be false is."""
    facts = MoreFacts(folder, DAYS[0])
    for number, part in enumerate((HERE / file).read_text(encoding="utf-8").split("=== ")[1:]):
        head, _, text = part.partition("\n")
        kind, day = head.split()
        yield f"{file}-{number}", kind, day, filled(text.strip(), facts.at(day), 1)
