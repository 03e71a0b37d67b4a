"""All commands in help order, each module loaded when somebody asks for its command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import overload

from commands.framework.command import Command


class CommandRegistry(Sequence[Command]):
    """Commands by name and in order. A question on the command line loads the one command it needs;
    iterating loads them all."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self._loaded: dict[str, Command] = {}

    @classmethod
    def holding(cls, commands: Iterable[Command]) -> CommandRegistry:
        """A registry of commands that are loaded already."""
        given = {command.name: command for command in commands}
        registry = cls(*given)
        registry._loaded = given
        return registry

    def named(self, name: str) -> Command | None:
        """The command of this name; None when there is none."""
        if name not in self.names:
            return None
        if name not in self._loaded:
            module = import_module(f"commands.{name}")
            self._loaded[name] = next(
                value for value in vars(module).values() if isinstance(value, Command) and value.name == name
            )
        return self._loaded[name]

    @overload
    def __getitem__(self, place: int) -> Command: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Command, ...]: ...
    def __getitem__(self, place: int | slice) -> Command | tuple[Command, ...]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(len(self))[place])
        loaded = self.named(self.names[place])
        assert loaded is not None  # noqa: S101  # the name is one of ours
        return loaded

    def __len__(self) -> int:
        return len(self.names)
