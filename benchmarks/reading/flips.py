"""How often a true figure that is made false is refused: `python -m benchmarks.reading.flips CASES --data DIR`."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.reading.cases import Case, ExpectedClaim, cases_in
from benchmarks.reading.world import World
from market.verdicts.verdict import Finding, Verdict

LEAST_REFUSED = 0.95
_KINDS = ("change", "level", "drawdown")
_FIGURE = re.compile(r"\d[\d.,'\u2019\u00a0\u202f]*\d|\d")
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
_REFUSED = (Verdict.FAILS, Verdict.DURING)
# A larger figure may still be true behind these.
_BOUNDED = re.compile(
    r"\b(?:below|under|beneath|within|less than|fewer than|at most|nearly|almost|close to|about|around|roughly"
    r"|some|just|touch)\b"
    r"|\d-day|\b20\d\d$"
)


def made_false(figure: str) -> str:
    """`figure` in its own notation, wrong by far more than its precision: 3.7 of its unit, or 6 % of a larger number.

    >>> made_false("1.2"), made_false("2,731.77"), made_false("7.026,24"), made_false("879")
    ('4.9', '2,895.67', '7.447,81', '1322')
    """
    digits = int(re.sub(r"\D", "", figure))
    if decimals := _DECIMALS.search(figure):
        unit = 10 ** len(decimals[1])
        digits += int(3.7 * unit) if digits < 100 * unit else int(digits * 0.06)
        return (
            _grouped(digits // unit, figure[: decimals.start()])
            + decimals[0][0]
            + str(digits % unit).zfill(len(decimals[1]))
        )
    return _grouped(digits + (digits // 2 + 4 if digits < 3000 else int(digits * 0.06)), figure)


def _grouped(whole: int, like: str) -> str:
    mark = re.search(r"\D", like)
    return f"{whole:,}".replace(",", mark[0]) if mark else str(whole)


def flips(case: Case, world: World) -> Iterator[tuple[ExpectedClaim, str, list[Finding]]]:
    """Each true figure of `case` that holds: the claim, the text with it made false, and what is found there."""
    findings = world.findings(case.text, case.at)
    for claim in case.expected:
        figure = _FIGURE.search(claim.quote)
        if claim.verdicts[0] != Verdict.HOLDS or claim.kind not in _KINDS or figure is None:
            continue
        if _BOUNDED.search(case.text[max(0, claim.start - 12) : claim.end]):
            continue
        if not any(finding.verdict is Verdict.HOLDS for finding in _over(findings, claim.start, claim.end)):
            continue
        quote = claim.quote[: figure.start()] + made_false(figure[0]) + claim.quote[figure.end() :]
        text = case.text[: claim.start] + quote + case.text[claim.end :]
        yield claim, text, _over(world.findings(text, case.at), claim.start, claim.start + len(quote))


def _over(findings: list[Finding], start: int, end: int) -> list[Finding]:
    """Those on the words from `start` to `end`."""
    return [
        f
        for f in findings
        if f.verdict is not Verdict.UNCHECKABLE and f.claim.place.start < end and f.claim.place.end > start
    ]


def outcome_of(findings: list[Finding]) -> str:
    """What becomes of the figure: refused, not read, or the verdict on it."""
    if any(finding.verdict in _REFUSED for finding in findings):
        return "refused"
    return str(findings[0].verdict) if findings else "not read"


def main() -> int:
    """0 where enough of the figures are refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.flips", description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path, help="files of cases, one JSON object a line")
    parser.add_argument("--data", type=Path, required=True, help="folder of real data")
    parser.add_argument("--remarks", action="store_true", help="each figure that is not refused")
    options = parser.parse_args()
    world, console, tally = World(options.data), Console(width=130), Counter[str]()
    for case in (case for path in options.cases for case in cases_in(path)):
        for claim, text, findings in flips(case, world):
            outcome = outcome_of(findings)
            tally[outcome] += 1
            if options.remarks and outcome != "refused":
                near = " ".join(text[max(0, claim.start - 120) : claim.end + 60].split())
                tried = [
                    f"{t.words}: {t.actual}"
                    for f in findings
                    for t in f.outcome.tried
                    if t.verdict is Verdict.HOLDS
                ]
                console.print(
                    f"{outcome.upper()} {case.id} {claim.quote!r}: … {near} … {tried or ''}",
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )
    whole = sum(tally.values())
    share = tally["refused"] / whole if whole else 1.0
    console.print(
        f"{whole} figures, {share:.1%} refused: {dict(tally)}", markup=False, highlight=False, soft_wrap=True
    )
    return 0 if share >= LEAST_REFUSED else 1


if __name__ == "__main__":
    sys.exit(main())
