"""How a question says that it leans on the one before it: by its first words, and its last."""

from __future__ import annotations

from bot.language.question import Question, Role
from bot.language.vocabulary import FILLERS, MODIFIERS

_SAID = """no | nope | no i meant | i meant | what about | how about | what if | same | and | now | ok and | ok
    now | but | also | or | then | make it | again | plus | versus | vs | against | instead | compare it
    | compare that | compared to | compared with | show it | show me that | do the same | add | with |
    as | throw in | put in | include | zoom out | zoom in | extend | go back | make that | switch to |
    change to | change it to | try | same thing | do it | do that | for | over | in | of"""
_BEGINNINGS = tuple(tuple(words.split()) for words in _SAID.split("|"))
_ENDINGS = frozenset({"instead", "too", "again", "before"})
_POLITE = frozenset({"please", "pls", "thanks", "thx"})
WHY = frozenset({"why", "reason", "reasons"})


def begins(question: Question) -> bool:
    """Whether it goes on where the question before it ended: "and the dow?", "the dow too please"."""
    last = next((word for word in reversed(question.words) if word not in _POLITE), "")
    return _beginning(question) > 0 or last in _ENDINGS


def _beginning(question: Question) -> int:
    """How many of the first words say that it goes on."""
    return max((len(words) for words in _BEGINNINGS if question.words[: len(words)] == words), default=0)


def content(question: Question) -> frozenset[str]:
    """The words that say something by themselves."""
    begun, last = _beginning(question), len(question.words) - 1
    return frozenset(
        word
        for place, (word, role) in enumerate(zip(question.words, question.roles, strict=True))
        if role in (Role.WORD, Role.NUMBER)
        and (
            word not in FILLERS
            or word in WHY
            or (word in MODIFIERS and place >= begun and not (place == last and word in _ENDINGS))
        )
    )


def asks_again(question: Question) -> bool:
    """Whether it asks the same of another market: "and the russell?"."""
    other = question.period or question.series or question.averages
    return begins(question) and bool(question.symbols) and not other and not content(question)
