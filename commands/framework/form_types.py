"""How the inputs of forms are read and completed where they are options: times, zones, channels, several words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from commands.framework.form import FormInput, InputKind
from commands.framework.parameters import Parameter
from commands.framework.parsers import ArgumentType, Choice, RemainingText
from market.calendars.schedule import time_of
from market.calendars.zones import zone_of, zones_begun


@dataclass(frozen=True, slots=True)
class TimeOfDay(ArgumentType):
    description: str = "such as 08:30"

    def parse(self, words: Sequence[str]) -> tuple[time, int] | None:
        return time_of(" ".join(words)), len(words)


@dataclass(frozen=True, slots=True)
class ZoneName(ArgumentType):
    description: str = "by its city: Berlin, New York, Europe/Berlin"

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        return zone_of(" ".join(words)).key, len(words)

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        return tuple(Choice(zone, zone) for zone in zones_begun(prefix))


@dataclass(frozen=True, slots=True)
class ChannelName(ArgumentType):
    """A channel, as its platform writes it."""

    description: str = "another channel than this one"

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        return words[0], 1


@dataclass(frozen=True, slots=True)
class GroupName(ArgumentType):
    """A role or user group, as its platform writes it, behind the word that says what it is for."""

    description: str = "a role that each post mentions"

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        return words[-1], len(words)


@dataclass(frozen=True, slots=True)
class LabelledChoice(ArgumentType):
    """One of some choices that are shown by their labels."""

    offered: tuple[Choice, ...]
    description: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.offered)

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        text = " ".join(words)
        return (text, len(words)) if text in self.choices else None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        return tuple(c for c in self.offered if c.label.casefold().startswith(prefix.casefold()))


@dataclass(frozen=True, slots=True)
class SomeOf(ArgumentType):
    """Any number of some words."""

    words: tuple[str, ...]
    description: str = ""

    def parse(self, words: Sequence[str]) -> tuple[tuple[str, ...], int] | None:
        chosen = tuple(word.casefold().strip(",") for word in words)
        return (chosen, len(words)) if set(chosen) <= set(self.words) else None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        """The last word's ends, behind the words before it; none that is there already."""
        before, _, last = prefix.casefold().rpartition(" ")
        chosen = before.replace(",", " ").split()
        if not set(chosen) <= set(self.words):
            return ()
        begun = (word for word in self.words if word.startswith(last) and word not in chosen)
        return tuple(Choice(text, text) for text in (" ".join((*chosen, word)) for word in begun))


def parameter_of(wanted: FormInput) -> Parameter:
    """An input as an option. None is required: what is missing is asked for by the form."""
    description = wanted.hint or wanted.label
    return Parameter(wanted.name, _type_of(wanted, description), False, None, description)


def _type_of(wanted: FormInput, description: str) -> ArgumentType:
    match wanted.kind:
        case InputKind.TIME:
            return TimeOfDay(description)
        case InputKind.ZONE:
            return ZoneName(description)
        case InputKind.CHANNEL:
            return ChannelName(description)
        case InputKind.GROUP:
            return GroupName(description)
        case InputKind.CHOICE:
            return LabelledChoice(wanted.choices, description)
        case InputKind.CHOICES:
            return SomeOf(tuple(choice.value for choice in wanted.choices), description)
        case _:
            return wanted.argument_type or RemainingText(description)
