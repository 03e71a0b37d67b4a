"""Where a request is plain words: the command that they ask for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.engine.conversation import ConversationMemory
from bot.engine.request import Request
from bot.engine.router import LONGEST, Router
from commands.framework.command import Command, UsageError
from commands.framework.parsers import RemainingText
from commands.framework.reply import Reply
from market.catalog import SymbolKind
from market.errors import MarketError
from market.symbols import Symbol

Interpreter = Callable[[str, str], "Request | Reply"]
"""Turns a plain question, and the command line of the one before it, into a command, or a reply that says which
commands are near."""


@dataclass(frozen=True, slots=True, eq=False)
class Declined(Reply):
    """Says that a kind of question has no answer here.

    about: the kind and the market named, in words that are declined again: "options gld"; empty where another
        market ("bitcoin?", "and the dow?") is not asked the same.
    """

    about: str = ""


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
# Words of sentences that no command takes: "why is the russell down" is no list of holdings.
_OF_SENTENCES = frozenset((
    "is", "are", "was", "were", "am", "be", "been", "did", "do", "does", "has", "have", "had", "will", "would",
    "should", "could", "can", "may", "might", "must", "the", "a", "an", "my", "our", "your", "i", "me", "us",
    "you", "we", "it", "its", "they", "their", "them", "this", "that", "these", "those", "how", "what", "who",
    "why", "when", "where", "which", "please", "show", "tell", "give", "get", "if", "because",
))  # fmt: skip
_ASKING = frozenset({"why"})  # a command and, after another question, a question about its answer


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
        if request.command or not self._interpret or not text:
            return request
        if text.startswith("/"):
            return self._sentence_behind_slash(request, text) or request
        words = text.split()
        command = self._router.find(words[0])
        if command and self._is_typed(request, command, words):
            return request
        read = self._interpret(text, self._last(request))
        if command and not self._is_better(read, command, words):
            return request
        if self._memory and isinstance(read, Declined) and read.about:
            self._memory.remember_declined(request, read.about)
        return read if isinstance(read, Reply) else _said(request, read)

    def _sentence_behind_slash(self, request: Request, text: str) -> Request | None:
        """What "/why is the russell down" asks for; None for a command, and where nothing is understood."""
        words = text.removeprefix("/").split()
        command = self._router.find(words[0]) if words else None
        if not command or not self._interpret or _has_text(command) or not _is_sentence(words):
            return None
        if self._reads(request):
            return None
        read = self._interpret(" ".join(words), self._last(request))
        return None if isinstance(read, Reply) else _said(request, read)

    def meant(self, request: Request) -> str:
        """The line that a typed command with words that it cannot read may mean: that command, which only asks, as
        the same words are read without the slash. Empty where there is none."""
        typed = request.text.strip()
        words = typed.removeprefix("/").split()
        command = self._router.find(words[0]) if words and typed.startswith("/") else None
        if not command or not self._interpret or not command.only_asks or len(typed) > LONGEST:
            return ""
        read = self._interpret(" ".join(words), "")
        if isinstance(read, Reply) or read.ignored or read.text.split()[0] != f"/{command.name}":
            return ""
        return read.text if len(read.text.split()) > 1 else ""  # the bare command has read nothing

    def _last(self, request: Request) -> str:
        """The command line of the question before, or what was declined; empty where there is none."""
        return self._memory.last(request) if self._memory else ""

    def _is_typed(self, request: Request, command: Command, words: Sequence[str]) -> bool:
        """True for the command itself, without its slash, and false for a sentence that begins with its name."""
        if len(words) == 1:
            return not (command.name in _ASKING and self._last(request))
        if words[1].casefold() in _SPOKEN if _has_text(command) else _is_sentence(words):
            return False
        return not _takes_prose(command) and self._reads(request)

    def _is_better(self, read: Request | Reply, command: Command, words: Sequence[str]) -> bool:
        """Whether the interpretation is, rather than the command's own advice ("compare rut xyzzy")."""
        if _takes_prose(command):  # "check if …" leaves out a word that the command would take for the text's
            return isinstance(read, Request) and read.text.startswith(f"/{command.name} ")
        # "sectors in europe" is said, "sectors 1y" is typed.
        said = len(words) > 2 and (_is_sentence(words) or words[1].casefold() in _SPOKEN)
        if len(words) >= _SENTENCE or len(words) == 1 or said:
            return True
        return isinstance(read, Request) and not read.ignored

    def _reads(self, request: Request) -> bool:
        """True when the words fit the command that they begin with, and name markets that are known."""
        try:
            call = self._router.read(request)
        except (UsageError, MarketError):
            return False
        return not any(
            symbol.kind is SymbolKind.OTHER and symbol.ticker not in request.text
            for value in call.arguments.values()
            for symbol in (value if isinstance(value, tuple) else (value,))
            if isinstance(symbol, Symbol)
        )


def _has_text(command: Command) -> bool:
    return any(isinstance(p.argument_type, RemainingText) for p in command.parameters)


def _takes_prose(command: Command) -> bool:
    return any(
        isinstance(p.argument_type, RemainingText) and p.argument_type.prose for p in command.parameters
    )


def _is_sentence(words: Sequence[str]) -> bool:
    return not _OF_SENTENCES.isdisjoint(word.casefold().strip("?!.,’'") for word in words[1:])


def _said(request: Request, read: Request) -> Request:
    """`request` with what was read in its place."""
    said = {
        name: getattr(read, name) for name in ("text", "command", "options", "ignored", "premise", "words")
    }
    return dataclasses.replace(request, **said)
