"""Where a request is plain words: the command that they ask for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from bot.engine.conversation import ConversationMemory
from bot.engine.request import Request
from bot.engine.router import Router
from commands.framework.command import Command, UsageError
from commands.framework.parsers import RemainingText
from commands.framework.reply import Reply
from market.errors import MarketError

Interpreter = Callable[[str, str], "Request | Reply"]
"""Turns a plain question, and the command line of the one before it, into a command, or a reply that says which
commands are near."""

_SENTENCE = 5  # a line that begins like a command may be a sentence from so many words on
# What follows the first word of a sentence ("alert me when …"), and no command that takes free text.
_SPOKEN = frozenset(
    (
        "me",
        "us",
        "if",
        "when",
        "on",
        "every",
        "each",
        "the",
        "a",
        "my",
        "i",
        "for",
        "of",
        "please",
        "to",
        "in",
        "at",
    )
)


class PlainWords:
    """Tells commands from plain words, and has these interpreted.

    interpret: None where plain words are no commands.
    memory: what was asked last; None where nothing is remembered.
    """

    def __init__(
        self, router: Router, interpret: Interpreter | None, memory: ConversationMemory | None
    ) -> None:
        self._router, self._interpret, self._memory = router, interpret, memory

    def understood(self, request: Request) -> Request | Reply:
        """The request itself where it is a command, else the command that its plain words ask for."""
        text = request.text.strip()
        if request.command or not self._interpret or not text or text.startswith("/"):
            return request
        words = text.split()
        command = self._router.find(words[0])
        # "compare rut xyzzy" deserves the command's own advice; a sentence is read as one.
        if command and (len(words) < _SENTENCE or self._reads(request, command, words[1])):
            return request
        read = self._interpret(text, self._memory.last(request) if self._memory else "")
        if isinstance(read, Reply):
            return read
        said = {name: getattr(read, name) for name in ("text", "command", "options", "ignored", "premise")}
        return dataclasses.replace(request, **said)

    def _reads(self, request: Request, command: Command, second: str) -> bool:
        """True when the words fit the command that they begin with."""
        free = any(
            isinstance(p.argument_type, RemainingText) and not p.argument_type.prose
            for p in command.parameters
        )
        if free and second.casefold() in _SPOKEN:
            return False
        try:
            self._router.read(request)
        except (UsageError, MarketError):
            return False
        return True
