"""A section's figures in as few words as they take: a digest is a page, not its answers one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from commands.digests.section import SectionResult
from commands.framework.figure import Figure
from commands.presentation.attribution_words import gave_and_took
from commands.presentation.wording import opened
from market.analytics.breadth import LONG, SHORT
from market.formatting import change, listed, points_of, sessions, share
from market.symbols import find

WORDS = 180  # of a digest, at most: headline, facts with their labels, and notes
KEPT = 3  # parts that a page goes without only where nothing else can be shortened
_SECTOR = "contribution.rut.sector."


def shortened(part: SectionResult, session: date) -> SectionResult:
    """`part` in the words of its figures, where they are all there; with its own date where that is not
    `session`'s."""
    words = _FORMS.get(part.label)
    said = words(_shown(part.figures)) if words and part.sentence else ""
    sentence = said or part.sentence
    own = next((f.as_of for f in part.figures if f.as_of.endswith(" close")), f"{session} close")
    if sentence and own != f"{session} close" and own.removesuffix(" close") not in sentence:
        sentence = f"{sentence.removesuffix('.')} (of {own.removesuffix(' close')})."
    return replace(part, sentence=sentence)


def unsaid(words: Iterable[str], said: str) -> list[str]:
    """Those of `words` that do not stand in `said` already."""
    return [word for word in words if word not in said]


def within_words(
    headlines: Sequence[str],
    parts: Sequence[SectionResult],
    give_way: Sequence[str],
    notes: Callable[[Sequence[SectionResult]], Sequence[str]] = lambda _shown: (),
) -> tuple[str, list[SectionResult]]:
    """A headline and the parts for which a page of `WORDS` words has room, in their order.

    headlines: the same in ever fewer words.
    give_way: labels of parts that are left out where there is no room, the first one first; the last `KEPT` only
        beneath the shortest headline.
    notes: what a reader must know of the parts that are shown, and which are not.
    """

    def fits(shown: list[SectionResult]) -> bool:
        return count_words(headline, shown, notes(shown)) <= WORDS

    said = [part for part in parts if part.sentence]
    for headline in headlines:
        kept = said
        shortest = headline == headlines[-1]
        for label in ("", *(give_way if shortest else give_way[:-KEPT])):
            kept = [part for part in kept if part.label != label]
            if fits(kept):
                return headline, _filled_up(kept, said, give_way, fits)
    return headline, kept


def _filled_up(
    kept: list[SectionResult],
    said: list[SectionResult],
    give_way: Sequence[str],
    fits: Callable[[list[SectionResult]], bool],
) -> list[SectionResult]:
    """The parts, with those that gave way again where there is room for them, the last to give way first."""
    for label in reversed(give_way):
        more = [part for part in said if part in kept or part.label == label]
        if len(more) > len(kept) and fits(more):
            kept = more
    return kept


def no_room_for(parts: Sequence[SectionResult], shown: Sequence[SectionResult]) -> str:
    """A note that names the parts which were left out, whose evidence is one press away; empty where all are shown."""
    left_out = [part for part in parts if part.sentence and part not in shown]
    if not left_out:
        return ""
    return f"No room for {listed([part.label.lower() for part in left_out])}."


def count_words(headline: str, parts: Iterable[SectionResult], notes: Iterable[str] = ()) -> int:
    """Words as a reader counts them, labels included."""
    return len(" ".join((headline, *(f"{part.label} {part.sentence}" for part in parts), *notes)).split())


def _shown(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Figures by key, the newest first where one comes several times."""
    newest: dict[str, Figure] = {}
    for figure in figures:
        if figure.is_shown:
            newest.setdefault(figure.key, figure)
    return newest


def _breadth(figures: Mapping[str, Figure]) -> str:
    key = "breadth.russell2000."
    try:
        long, short = (figures[f"{key}above_{n}"].number for n in (LONG, SHORT))
        rose, fell = (int(figures[f"{key}{name}"].number) for name in ("advancers", "decliners"))
    except KeyError:
        return ""
    return (
        f"{share(long)} of Russell 2000 members above their {LONG}-day average, {share(short)} above the {SHORT}-day; "
        f"{rose:,} rose, {fell:,} fell."
    )


def _rotation(figures: Mapping[str, Figure]) -> str:
    try:
        verdict, held, since = (figures[f"regime.{name}"] for name in ("verdict", "held", "since"))
    except KeyError:
        return ""
    return f"{opened(str(verdict.value))} for {sessions(int(held.number))}, since {since.value}."


def _sectors(figures: Mapping[str, Figure]) -> str:
    best = next((key for key in figures if key.startswith("sectors.best.")), "")
    span = best.removeprefix("sectors.best.")
    try:
        parts = [
            (figures[f"sectors.{end}.{span}"], figures[f"sectors.{end}_name.{span}"])
            for end in ("best", "worst")
        ]
        rising, count = (figures[f"sectors.{name}.{span}"].value for name in ("rising", "count"))
    except KeyError:
        return ""
    said = [f"{_label(str(name.value))} {change(value.number)}" for value, name in parts]
    first, _, last = span.partition("_")
    over = "" if span == "1d" or first == last else f" {span.replace('_', ' ')}"
    return f"S&P 500 sectors: {said[0]} led, {said[1]} trailed; {rising} of {count} rose{over}."


def _why(figures: Mapping[str, Figure]) -> str:
    """Who made the move by sector, as `/why` says it."""
    parts = [
        (key.removeprefix(_SECTOR).partition(".")[0].replace("_", " ").title(), figure.number)
        for key, figure in figures.items()
        if key.startswith(_SECTOR) and ".weight." not in key
    ]
    rest = next((f for key, f in figures.items() if key.startswith("contribution.rut.residual.")), None)
    if not parts or rest is None:
        return ""
    by_size = sorted(parts, key=lambda part: -part[1])
    explained = sum(value for _name, value in parts)
    return f"{gave_and_took(by_size, explained)}; {points_of(rest.number)} not explained by members."


def _label(ticker: str) -> str:
    symbol = find(ticker)
    return symbol.label if symbol else ticker


_FORMS: dict[str, Callable[[Mapping[str, Figure]], str]] = {
    "Breadth": _breadth,
    "Rotation": _rotation,
    "Sectors": _sectors,
    "Why": _why,
}
