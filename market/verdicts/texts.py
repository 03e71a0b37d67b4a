"""A whole text judged: on the day that it is about, where two days may be meant."""

from __future__ import annotations

from collections.abc import Sequence

from market.claims.grammar import AnyClaim, ParsedText
from market.verdicts.data import JudgementData
from market.verdicts.judge import judge_all
from market.verdicts.verdict import Finding, Verdict


def judge_text(
    readings: Sequence[ParsedText], data: JudgementData, most: int | None = None
) -> tuple[ParsedText, tuple[Finding, ...]]:
    """The reading that is taken, without the claims that were read too unsurely to be refused, and the findings on its
    first `most` claims. It is the first of `readings`, unless another one's day makes more claims hold and fewer fail:
    a weekday that a text names in passing is not its day."""
    judged = [(reading, *judge_all(reading.claims[:most], data)) for reading in readings]
    best = judged[0]
    for other in judged[1:]:
        more = _count(other[1], Verdict.HOLDS) > _count(best[1], Verdict.HOLDS)
        if more and _count(other[1], Verdict.FAILS) < _count(best[1], Verdict.FAILS):
            best = other
    reading, findings, not_read = best
    return reading.without(not_read), findings


def claims_of(readings: Sequence[ParsedText], most: int | None = None) -> tuple[AnyClaim, ...]:
    """All that has to be judged, for `needs`."""
    return tuple(claim for reading in readings for claim in reading.claims[:most])


def _count(findings: Sequence[Finding], verdict: Verdict) -> int:
    return sum(finding.verdict is verdict for finding in findings)
