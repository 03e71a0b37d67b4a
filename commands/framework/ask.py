"""`Ask`: how a command has another question answered."""

from __future__ import annotations

from collections.abc import Callable

from commands.framework.reply import Reply
from market.clock import Deadline


class Ask:
    """Answers a question the way the router does; injected, since commands know no router.

    many: until when an answer that asks many questions waits for data, all of them together, so that what has
        come is told in time; None where the data are at hand.
    """

    def __init__(self, answer: Callable[[str, Deadline | None], Reply], many: Deadline | None = None) -> None:
        self._answer, self.many = answer, many

    def __call__(self, question: str) -> Reply:
        return self._answer(question, None)

    def soon(self, question: str) -> Reply:
        """The answer to one of many questions."""
        return self._answer(question, self.many)
