"""What could be typed next, for every face with a text field: commands first, then their words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.engine import Engine


@dataclass(frozen=True, slots=True)
class Completion:
    """`insert` replaces the last `replaces` characters; `label` is shown, `about` explains it."""

    insert: str
    replaces: int
    label: str
    about: str


def completions(engine: Engine, text: str, limit: int = 12) -> tuple[Completion, ...]:
    """Completions of `text` as far as it is typed, from memory."""
    text = text.lstrip()[:600]
    head, space, rest = text.partition(" ")
    if not space:
        wanted = "/" + head.removeprefix("/").casefold()
        names = (c for c in engine.commands if f"/{c.name}".startswith(wanted))
        return tuple(Completion(f"/{c.name} ", len(head), f"/{c.name}", c.summary) for c in names)[:limit]
    found = engine.find(head)
    if found is None:
        return ()
    *before, word = rest.split(" ")
    there = {part.strip(",;").casefold() for part in before}
    offered: dict[str, Completion] = {}
    for parameter in found.parameters:
        for choice in parameter.argument_type.complete(word):
            if choice.value not in there:
                offered.setdefault(
                    choice.value, Completion(f"{choice.value} ", len(word), choice.label, parameter.name)
                )
    return tuple(offered.values())[:limit]
