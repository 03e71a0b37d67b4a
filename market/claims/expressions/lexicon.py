"""Phrases looked up by their first word, and the names of economic series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from market.claims.expressions.tokens import Token, tokens
from market.datasets.economic_series import ALL, EconomicSeries

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases by their first two words, the longest first; a look-up costs as much as the few phrases that share
    these. Of phrases that are alike the first counts."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._single: dict[str, T] = {}
        self._longer: dict[tuple[str, str], list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            first, *rest = (token.word for token in tokens(phrase))
            if rest:
                self._longer.setdefault((first, rest[0]), []).append((tuple(rest[1:]), value))
            else:
                self._single.setdefault(first, value)
        for same in self._longer.values():
            same.sort(key=lambda entry: -len(entry[0]))
        self.first_words = frozenset({*self._single, *(first for first, _second in self._longer)})

    def at(self, sentence: Sequence[Token], place: int) -> tuple[T, int] | None:
        """What the longest phrase at `place` means, and how many tokens it takes.

        >>> from market.claims.expressions.tokens import tokens
        >>> Phrases([("dow", 1), ("dow jones", 2)]).at(tokens("the Dow Jones rose"), 1)
        (2, 2)
        """
        if place >= len(sentence):
            return None
        word = sentence[place].word
        if word not in self.first_words:
            return None
        if place + 1 < len(sentence):
            for rest, value in self._longer.get((word, sentence[place + 1].word), ()):
                following = sentence[place + 2 : place + 2 + len(rest)]
                if rest == tuple(token.word for token in following):
                    return value, 2 + len(rest)
        return (self._single[word], 1) if word in self._single else None


def _yields(figure: str, word: str) -> Iterator[str]:
    """What prose calls the yield of the Treasury note of so many years."""
    for years in (f"{figure}-year", f"{word}-year", f"{figure}yr", f"{figure}y"):
        for bond in (
            "",
            "treasury ",
            "treasury note ",
            "note ",
            "notes ",
            "treasury bond ",
            "bond ",
            "ust ",
            "u.s. treasury ",
            "us treasury ",
            "government bond ",
            "us government bond ",
        ):
            yield f"{years} {bond}yield"
            yield f"benchmark {years} {bond}yield"
            for link in ("on", "of"):
                for whose in (
                    "",
                    "the ",
                    "benchmark ",
                    "the benchmark ",
                    "u.s. ",
                    "the u.s. ",
                    "benchmark u.s. ",
                ):
                    yield f"yield {link} {whose}{years} {bond or 'treasuries'}".strip()
                    yield f"yield {link} {whose}{years} {bond.strip() or 'treasurie'}s"
                yield f"yield {link} the {years}"
            yield f"u.s. {years} {bond}yield".strip()
            yield f"{years} us {bond}yield".strip()
            yield f"{years} {bond}yields"
    yield f"yield on the {figure}-year note"
    yield f"yields on {figure}-year treasuries"
    for years in (figure, word):
        yield from (f"{years}-year treasury", f"{years}-year treasuries")


_BY_ID = {series.id: series for series in ALL}
_NAMES: dict[str, str] = {
    "A191RL1Q225SBEA": "gdp | real gdp | gross domestic product | real gross domestic product | the us economy "
    "| the u.s. economy | the economy | us gdp | u.s. gdp | economic growth | american economy | gdp growth",
    "PAYEMS": "payrolls | nonfarm payrolls | non-farm payrolls | employers | u.s. employers | american employers "
    "| nonfarm payroll employment | nfp | job growth | payroll growth | u.s. payrolls | us employers | hiring",
    "UNRATE": "unemployment rate | jobless rate | unemployment | u.s. unemployment rate | rate of unemployment",
    "ICSA": "jobless claims | initial jobless claims | initial claims | weekly jobless claims | unemployment claims "
    "| initial claims for unemployment benefits | weekly claims | claims for unemployment benefits "
    "| claims for jobless benefits | first-time claims for unemployment benefits | first-time jobless claims "
    "| applications for unemployment benefits | applications for jobless benefits | jobless applications "
    "| filings for unemployment benefits | new claims for unemployment benefits | weekly applications for jobless aid "
    "| new jobless claims | initial unemployment claims",
    "NFCI": "nfci | financial conditions index | chicago fed's financial conditions index "
    "| chicago fed's national financial conditions index | national financial conditions index",
    "BAMLH0A0HYM2": "high-yield spread | high-yield credit spread | junk-bond spread | high-yield spreads "
    "| junk-bond spreads | high-yield bond spread | junk bond spreads",
    "DGS10": " | ".join(_yields("10", "ten")),
    "DGS2": " | ".join(_yields("2", "two")),
    "DFII10": "10-year real yield | real 10-year yields | real ten-year yield "
    "| real 10-year treasury yield | real yield | 10-year tips yield | real 10-year yield",
}

SERIES: Phrases[EconomicSeries] = Phrases(
    (name.strip(), _BY_ID[id]) for id, names in _NAMES.items() for name in names.split("|")
)
