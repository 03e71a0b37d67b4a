"""The answer of `/why` while a session is in progress: by funds, and called so."""

from __future__ import annotations

from charts.pictures.bars import Bar, RankedBars
from charts.spec import Caption
from commands.framework.reply import Action, Evidence, Fact, Reply
from commands.inputs.sectors_so_far import STYLES, SoFar
from commands.presentation.attribution_words import moved_words
from commands.presentation.figure_keys import subject
from commands.presentation.surprise_words import surprise_facts
from commands.presentation.wording import direction, the
from market.formatting import Unit, change, moment
from market.symbols import Symbol


def why_so_far(now: SoFar, premise: str | None) -> Reply:
    """Which sector funds lead and trail so far today: their changes, no contributions."""
    own, name = now.own.running_change, the(now.own.symbol.label)
    sectors = [(ticker, moved) for ticker, moved in now.changes.items() if ticker not in STYLES]
    (best, up), (worst, down) = sectors[0], sectors[-1]
    corrected = ""
    if premise and (own < 0) != (premise == "down"):
        corrected = f"{name} has not {'fallen' if premise == 'down' else 'risen'}: it "
    said = f"So far today {corrected or f'{name} '}{moved_words(own)} (as of {moment(now.at)}, not a close)"
    headline = (
        f"{said}; of the sector funds {_label(best)} leads with {change(up)} and {_label(worst)} trails with "
        f"{change(down)}."
    )
    words = Caption(
        f"So far today: {_label(best)} {change(up)}, {_label(worst)} {change(down)}",
        now.provenance,
        f"Ranked bars of funds so far today: {', '.join(f'{_label(t)} {change(v)}' for t, v in now.changes.items())}. "
        f"{headline}"[:1000],
        "sector and style funds, not contributions of members",
    )
    return Reply(
        headline=headline,
        facts=tuple(_facts(now)),
        chart=RankedBars(words, tuple(Bar(_label(ticker), moved) for ticker, moved in now.changes.items())),
        notes=(
            "Members are priced after the close. Until then these are the changes of sector and style funds, "
            "which say what moved, not how much it contributed.",
            *now.notes,
        ),
        actions=(
            Action(
                "The last session",
                f"/why {now.own.symbol.word} {now.own.last_session}..{now.own.last_session}",
            ),
            Action("Sectors", "/sectors 1d"),
            Action("Quote", f"/quote {now.own.symbol.word}"),
        ),
        evidence=(
            Evidence(
                f"{_label(best)} {change(up)}", "last / last close − 1", (best, moment(now.at)), now.source
            ),
        ),
        direction=direction(own),
        provenance=now.provenance,
    )


def _label(ticker: str) -> str:
    return Symbol.parse(ticker).label


def _facts(now: SoFar) -> list[Fact]:
    at = moment(now.at)
    own = now.own
    facts = [
        Fact(
            "So far today", own.running_change, Unit.CHANGE, "not a close", at, own.source,
            key=f"{subject(own.symbol)}.change.so_far",
        ),
        *surprise_facts(own, so_far=True),
    ]  # fmt: skip
    facts += [
        Fact(
            _label(ticker), moved, Unit.CHANGE, "", at, now.source,
            key=f"{subject(ticker)}.change.so_far",
        )
        for ticker, moved in now.changes.items()
    ]  # fmt: skip
    return facts
