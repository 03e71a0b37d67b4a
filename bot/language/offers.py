"""Replies that offer what is near instead of answering something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.engine.plain_words import Declined
from bot.language.coverage import Candidate
from bot.language.intents import INTENTS
from bot.language.lines import look_up
from bot.language.orders import EXAMPLE_HOLDINGS
from bot.language.question import Question, Role
from bot.language.refusals import Refusal, offers_of
from bot.language.sought import is_of_each
from bot.language.vocabulary import FILLERS, GENERAL, MOVES
from commands.framework.command import Command
from commands.framework.reply import Action, Reply, Visibility
from market.symbols import Symbol

OFFERED = 3
_LABEL = 75  # characters of a button that every face shows
_QUOTED = 60
_SHORT = 5  # words of a question that may be about a ticker typed in lower case
_COMMANDS = "Questions can be typed as commands: /help lists them."
_ALWAYS = ("/smallcaps", "/quote spx", "/help")


def declined(refusal: Refusal, phrase: str, question: Question) -> Declined:
    """What is not answered, and what is instead."""
    reply = _reply(refusal.sentence.format(it=phrase), [*offers_of(refusal, question), *_ALWAYS])
    again = [phrase, *(symbol.word for symbol in question.symbols[:1])]
    return Declined(
        reply.headline,
        notes=reply.notes,
        actions=reply.actions,
        visibility=reply.visibility,
        error=True,
        about="" if refusal.about_thing else " ".join(again),
    )


def offer(
    question: Question,
    candidates: Sequence[Candidate],
    commands: Mapping[str, Command],
    vocabulary: Collection[str],
) -> Reply:
    """The three nearest: those pointed to first, with what was said filled in, then those whose words occur."""
    lines = [item.line or commands[item.intent.command].offers[0] for item in candidates]
    own = candidates and candidates[0].acts and candidates[0].line
    if not own and not question.symbols and (ticker := _perhaps_ticker(question, vocabulary)):
        lines = (
            [line for item in candidates[:OFFERED] if (line := item.intent.line(ticker))]
            + [look_up(ticker)]
            + lines
        )
    if len(question.symbols) > 1 and is_of_each(question):
        lines[:0] = [look_up(replace(question, symbols=(symbol,))) for symbol in question.symbols]
    elif question.symbols:
        lines.append(look_up(question))
    lines += _whose_words_occur(question)
    lines += _ALWAYS
    if own:
        lines[1:1] = commands[candidates[0].intent.command].offers
    if own == EXAMPLE_HOLDINGS:  # whose they are, nobody said
        lines[1:1] = ["/portfolio"]
    headline = _about_to_act(candidates[0]) if own else _unknown(question, candidates, vocabulary)
    return _reply(headline, lines)


def _whose_words_occur(question: Question) -> list[str]:
    """The lines of the commands that explain most words of the question, with what was said filled in."""
    said = [word for word in _unplaced(question) if word not in MOVES]
    explained = {intent: sum(word in intent.vocabulary for word in said) for intent in INTENTS}
    near = sorted((i for i in INTENTS if explained[i]), key=lambda intent: -explained[intent])
    return [line for intent in near if (line := intent.line(question)) and not intent.acts]


def offer_each(lines: Sequence[str]) -> Reply:
    """Two questions in one: each has an answer of its own."""
    return Reply(
        headline="Those are several questions, and I answer one at a time. Which first?",
        actions=tuple(Action(line[:_LABEL], line) for line in lines),
        visibility=Visibility.PRIVATE,
        error=True,
    )


def offer_check(text: str) -> Reply:
    """A pasted text is checked when its reader asks for it."""
    return Reply(
        headline="That reads like claims about markets. I can check each of them against the data.",
        notes=("Write /check before the text, or choose “Check the market claims” in the message’s menu.",),
        actions=(Action("Check the claims", f"/check {text}"),),
        visibility=Visibility.PRIVATE,
    )


def not_alone(question: Question, previous: str) -> Reply:
    """Says that the question is not understood alone, or not behind `previous`."""
    said = " ".join(question.words)[:60]
    why = (
        f"“{said}” leans on a question that I did not answer. Ask it in full, with its market."
        if previous and not previous.startswith("/")
        else f"“{said}” does not fit {previous}, the question before it. Ask it in full, with its market."
        if previous
        else f"“{said}” leans on a question before it, and I remember none of the last hour. Name the market, too."
    )
    return Reply(
        why,
        actions=tuple(Action(line, line) for line in ("/smallcaps", "/quote spx", "/help")),
        visibility=Visibility.PRIVATE,
        error=True,
    )


def _about_to_act(item: Candidate) -> str:
    if item.line == EXAMPLE_HOLDINGS:
        return "That needs your holdings and their weights, written like these, or /portfolio, where you keep yours:"
    without = f", without “{' '.join(item.ignored)[:_QUOTED]}”" if item.ignored else ""
    return f"I read this as {item.line}{without}. Nothing happens until you choose it."


def _unknown(question: Question, candidates: Sequence[Candidate], vocabulary: Collection[str]) -> str:
    """One sentence that says what of the question is not understood, and the next step."""
    best = next((item for item in candidates if item.line), None)
    words = [w for w in best.unknown if w not in vocabulary] if best else _unplaced(question)
    said = " ".join(words)[:_QUOTED]
    if best is None and candidates and candidates[0].intent.command == "calendar":
        return "I know when one company reports next, not who reports on a day. Name the company:"
    if best is None and candidates and not question.symbols:
        return "Which market do you mean? Name it in the question, or choose one of these:"
    if len(question.symbols) > 1 and is_of_each(question):
        return "Each market has that answer of its own. Which first?"
    if said and best:
        return f"I do not know what “{said}” means here. Is it one of these?"
    if said and not candidates:
        return f"I found no question about markets in “{said}”. Try one of these:"
    if not candidates:
        return "What would you like to know? For example:"
    return "I have no answer to exactly that. The nearest are:"


def _perhaps_ticker(question: Question, vocabulary: Collection[str]) -> Question | None:
    """The question with its one word that nothing knows as a ticker, where it is as short as one."""
    words = [
        word
        for word in _unplaced(question)
        if word.isascii() and word.isalpha() and len(word) in (3, 4, 5) and word not in vocabulary
    ]
    short = len(question.words) <= _SHORT  # in a sentence it is a word that is not known
    return replace(question, symbols=(Symbol.parse(words[0].upper()),)) if short and len(words) == 1 else None


def _unplaced(question: Question) -> tuple[str, ...]:
    return tuple(
        word
        for word, role in zip(question.words, question.roles, strict=True)
        if role in (Role.WORD, Role.NUMBER) and word not in FILLERS and word not in GENERAL
    )


def _reply(headline: str, lines: Sequence[str]) -> Reply:
    actions = [Action(line[:_LABEL], line) for line in dict.fromkeys(lines)][:OFFERED]
    return Reply(
        headline=headline,
        notes=(_COMMANDS,),
        actions=tuple(actions),
        visibility=Visibility.PRIVATE,
        error=True,
    )
