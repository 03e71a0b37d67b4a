"""Forms: a command's inputs for faces that can show them, and the command line that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commands.framework.asker import Asker
from commands.framework.parsers import ArgumentType, Choice

FormValues = Mapping[str, str]
"""What was put in, by the name of the input; several choices with spaces between them, a channel as its platform
writes it, a group with "mention" before it or without. What was left empty is missing or an empty string."""


class InputKind(StrEnum):
    LINE = "line"
    TEXT = "text"  # of several lines
    TIME = "time"  # of day: 08:30
    ZONE = "zone"  # a time zone; the asker's own stands in it at first, where the platform tells it
    CHOICE = "choice"
    CHOICES = "choices"  # any number of them
    CHANNEL = "channel"  # one that can be posted to
    GROUP = "group"  # a role or user group that is mentioned


@dataclass(frozen=True, slots=True)
class FormInput:
    """One input.

    label: at most 45 characters.
    hint: what to put in, at most 100 characters.
    choices: of a CHOICE or of CHOICES, each label at most 75 characters.
    value: what stands in it at first.
    argument_type: of a LINE, how it is completed where it is an option.
    """

    name: str
    label: str
    kind: InputKind = InputKind.LINE
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = ""
    required: bool = True
    argument_type: ArgumentType | None = None

    def at_first(self, asker: Asker) -> str:
        """What stands in it when `asker` opens the form."""
        return asker.zone if self.kind is InputKind.ZONE else self.value


class FormMistake(Exception):
    """What was put into the input `name` cannot be right. The sentence is safe to show."""

    def __init__(self, name: str, sentence: str) -> None:
        self.name = name
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A form.

    opens: the command line that opens it: "/digest subscribe". A face without forms answers it in words.
    title, submit: at most 24 characters.
    inputs: at most 5.
    more: those for which a form of five has no room; shown where there is more, and options of subcommands.
    line: the command line for what was put in. Pure; raises FormMistake.
    """

    opens: str
    title: str
    submit: str
    inputs: tuple[FormInput, ...]
    line: Callable[[FormValues], str]
    more: tuple[FormInput, ...] = ()

    @property
    def all_inputs(self) -> tuple[FormInput, ...]:
        return (*self.inputs, *self.more)
