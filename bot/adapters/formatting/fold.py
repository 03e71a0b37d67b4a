"""What of an answer is seen at once: sentence, picture, three figures, few buttons. The rest is one press away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from commands.framework.reply import Action, Fact, Reply
from market.errors import BadPeriod
from market.formatting import written
from market.period import Period

FIGURES = 3
DETAIL = 4  # words that may stand behind a figure
BUTTONS = 5  # besides the menu of periods
_WHOLE = ("/digest", "/check", "/evidence", "/help")  # what they list is the answer
# Said of every answer of their kind: they teach, and change no sentence. Any other note stays.
_TEACHING = (
    "What would ", "Today’s members only", "All by ", "Past frequencies", "An association", "On the wide map",
    "No divergence now", "The ratio would close", "Funds are not looked through", "A fund’s P/E", "Members of ",
    "Only you see this", "Areas by the weights", "Averages and 52-week extremes are",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoldedReply:
    """front: what is seen at once. is_folded: the rest of the reply is one press away."""

    front: Reply
    is_folded: bool


def folded(reply: Reply) -> FoldedReply:
    """Folds an answer with a picture. One without is its figures, and stays whole."""
    if reply.chart is None or reply.error or reply.command.startswith(_WHOLE):
        return FoldedReply(reply, False)
    notes = tuple(note for note in reply.notes if not note.startswith(_TEACHING))
    facts = tuple(map(_short, fresh_first(reply)[:FIGURES]))
    front = replace(reply, facts=facts, table=None, notes=notes)
    is_folded = bool(reply.table) or len(notes) < len(reply.notes) or {*facts} != {*reply.facts}
    return FoldedReply(front, is_folded)


def fresh_first(reply: Reply) -> tuple[Fact, ...]:
    """All figures, those that the sentence gives already behind the others."""
    return tuple(
        sorted(reply.facts, key=lambda fact: _is_said(reply.headline, written(fact.value, fact.unit)))
    )


def _is_said(headline: str, figure: str) -> bool:
    """Whether a figure stands there as it is written, or without its sign ("rose 0.76%"), and not as a part of another
    one."""
    words = figure.casefold().removeprefix("the ")
    either = "|".join(re.escape(form) for form in (words, words.lstrip("+−")))
    return bool(re.search(rf"(?<![\w.,+−])(?:{either})(?![\w%]|[.,]\d)", headline.casefold()))


def _short(fact: Fact) -> Fact:
    """The figure without a long detail; the reason for withholding it stays."""
    return fact if fact.why or len(fact.detail.split()) <= DETAIL else replace(fact, detail="")


def periods_of(actions: Sequence[Action]) -> tuple[Action, ...]:
    """The follow-ups that ask the same of another period."""
    return tuple(action for action in actions if _is_period(action))


def current_period(reply: Reply, periods: Sequence[Action]) -> Action | None:
    """The one that was asked for; None where the reply does not say."""
    exact = next((action for action in periods if action.command == reply.command), None)
    if exact is not None:
        return exact
    said = [action for action in periods if _says(reply.headline, Period.parse(action.label).words)]
    return said[0] if len(said) == 1 else None


def _says(headline: str, words: str) -> bool:
    """Whether the words stand there as they are: "over 1 year" is not said by "over 1 years"."""
    before, there, after = headline.casefold().partition(words.casefold())
    return bool(there) and not after[:1].isalnum() and not before[-1:].isalnum()


def _is_period(action: Action) -> bool:
    try:
        Period.parse(action.label)
    except BadPeriod:
        return False
    return True
