"""The last question of each person in each conversation, which "and the dow?" leans on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock
from typing import Protocol

from cachetools import TTLCache

from bot.engine.request import Request
from bot.engine.router import Call
from commands.framework.asker import Asker

log = logging.getLogger("bellwether.conversation")

FORGOTTEN = timedelta(hours=1)
LONGEST = 300  # characters of a command line that is remembered; a pasted article is none
_MOST = 4096  # conversations that one process remembers by itself
_CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Whose questions, and where: a thread, a direct message, a session of the console.

    thread: the message that began the thread, or the session; empty outside of both.
    """

    platform: str
    workspace: str
    channel: str
    thread: str
    person: str

    @classmethod
    def of(cls, request: Request) -> Conversation:
        asker: Asker = request.asker
        return cls(asker.platform, asker.workspace, asker.channel, request.thread, asker.person)


class QuestionStore(Protocol):
    """Remembers questions for all processes, for an hour. Synchronous; for threads."""

    def last(self, conversation: Conversation) -> str:
        """The command line; empty when there is none of the last hour."""
        ...

    def remember(self, conversation: Conversation, line: str) -> None: ...


class QuestionsInProcess:
    """Satisfies `QuestionStore` for one process: the terminal's, whose session ends with it."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._lines: TTLCache[Conversation, str] = TTLCache(_MOST, FORGOTTEN.total_seconds(), timer=seconds)
        self._lock = Lock()

    def last(self, conversation: Conversation) -> str:
        with self._lock:
            return self._lines.get(conversation, "")

    def remember(self, conversation: Conversation, line: str) -> None:
        with self._lock:
            self._lines[conversation] = line


class ConversationMemory:
    """What was asked last. A database that is away makes it forgetful, and nothing else.

    shared: opens the store of all processes; None where there is one process alone.
    """

    def __init__(
        self, seconds: Callable[[], float], shared: Callable[[], QuestionStore] | None = None
    ) -> None:
        self._here, self._shared = QuestionsInProcess(seconds), shared

    def last(self, request: Request) -> str:
        """The command line of the question before this one; without a slash what was declined; empty where there
        is none."""
        conversation = Conversation.of(request)
        if not conversation.person or request.visitor:
            return ""
        try:
            store = self._store(conversation)
            last = store.last(conversation)
            if last or not (conversation.thread or request.above):
                return last
            # A thread that begins under an answer leans on what was asked in its channel.
            channel = request.above or conversation.channel
            return store.last(replace(conversation, channel=channel, thread=""))
        except Exception as problem:  # the question is then read by itself
            log.warning("last question not looked up", extra={"error": type(problem).__name__})
            return ""

    def remember(self, request: Request, call: Call) -> None:
        """What `call` asked; nothing of what changes something or is the asker's own affair."""
        if not (call.changes or not call.shareable or not call.command.kept):
            self._remember(request, call.text)

    def remember_declined(self, request: Request, about: str) -> None:
        """That a question was declined: "and the dow?" leans on it then, and on none before it."""
        self._remember(request, about)

    def _remember(self, request: Request, line: str) -> None:
        conversation = Conversation.of(request)
        if not conversation.person or request.visitor or request.reads_only or len(line) > LONGEST:
            return
        try:
            store = self._store(conversation)
            store.remember(conversation, line)
            if request.begins_thread:
                store.remember(replace(conversation, thread=""), line)
        except Exception as problem:
            log.warning("question not remembered", extra={"error": type(problem).__name__})

    def _store(self, conversation: Conversation) -> QuestionStore:
        alone = self._shared is None or conversation.platform == _CONSOLE
        return self._here if alone or self._shared is None else self._shared()
