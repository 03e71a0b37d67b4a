"""`Ask`: how a command has another question answered."""

from __future__ import annotations

from collections.abc import Callable

from commands.framework.reply import Reply


class Ask:
    """Answers a question the way the router does; injected, since commands know no router."""

    def __init__(self, answer: Callable[[str], Reply]) -> None:
        self._answer = answer

    def __call__(self, question: str) -> Reply:
        return self._answer(question)
