"""Verdicts against those that are right: precision, recall, false alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchmarks.reading.cases import Case, ExpectedClaim
from benchmarks.reading.world import World
from market.claims.subjects import Subject
from market.verdicts.verdict import Finding, Verdict

_SILENT = (Verdict.UNCHECKABLE, Verdict.NO_DATA)  # no side is taken


@dataclass
class Scores:
    """Counts of one kind of case.

    `wanted`: claims there are. `read`: those that were read (market and words).
    `judged`: claims on which a side was taken. `right`: those with the right verdict.
    `alarms`: verdicts on what claims nothing, and refusals of what no case expects.
    `late`: claims whose verdict cannot be known from this folder; only reading is counted.
    """

    wanted: int = 0
    read: int = 0
    judged: int = 0
    right: int = 0
    recalled: int = 0
    late: int = 0
    alarms: int = 0
    extra: int = 0
    remarks: list[str] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        for name in ("wanted", "read", "judged", "right", "recalled", "late", "alarms", "extra"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.remarks.extend(other.remarks)

    @property
    def precision(self) -> float:
        """Of the verdicts that could be compared, the right ones; an alarm counts as a wrong one."""
        return self.right / (self.judged + self.alarms) if self.judged + self.alarms else 1.0

    @property
    def recall(self) -> float:
        return self.recalled / self.wanted if self.wanted else 1.0


def scores_of(cases: Iterable[Case], world: World) -> dict[str, Scores]:
    """By kind of case."""
    tallies: dict[str, Scores] = {}
    for case in cases:
        findings = world.findings(case.text, case.at)
        tallies.setdefault(case.kind, Scores()).add(_of_case(case, findings, world.last))
    return tallies


def _of_case(case: Case, findings: Sequence[Finding], last: date) -> Scores:
    own = Scores()
    left = list(findings)
    for expected in case.expected:
        match = _match(expected, left)
        own.wanted += not expected.optional
        if match is None:
            if not expected.optional:
                own.remarks.append(f"MISSED {case.id} {expected.quote!r} of {expected.subject}: {case.text}")
            continue
        left.remove(match)
        own.read += not expected.optional
        _compare(case, expected, match, own, last)
    for finding in left:
        if finding.verdict in _SILENT:
            continue
        words = (
            f"{case.id} {finding.claim.place.quote!r} {subject_of(finding)}: {finding.verdict}: {case.text}"
        )
        if not case.expected or finding.verdict is Verdict.FAILS:
            own.alarms += 1
            own.remarks.append(f"ALARM {words}")
        else:
            own.extra += 1
            own.remarks.append(f"EXTRA {words}")
    return own


def _compare(case: Case, expected: ExpectedClaim, match: Finding, own: Scores, last: date) -> None:
    """Count the verdict. Beyond the folder's data the verdict is "no data", and only the reading counts."""
    if match.verdict is Verdict.NO_DATA and case.at.date() > last:
        own.late += 1
        own.recalled += not expected.optional
        return
    right = str(match.verdict) in expected.verdicts
    if match.verdict not in _SILENT or right:
        own.judged += 1
        own.right += right
    own.recalled += right and not expected.optional
    if not right:
        own.remarks.append(
            f"WRONG {case.id} {expected.quote!r}: {match.verdict}, not {'/'.join(expected.verdicts)}: "
            f"[{match.claim.place.quote}] {match.checked}: {match.outcome.statement}: {case.text}"
        )


def _match(expected: ExpectedClaim, findings: Sequence[Finding]) -> Finding | None:
    """The claim on the same words about the same market: the one whose words overlap most tightly."""
    fitting = [
        finding
        for finding in findings
        if finding.verdict is not Verdict.UNCHECKABLE
        and finding.claim.place.start < expected.end
        and finding.claim.place.end > expected.start
        and expected.subject in _subjects(finding)
    ]
    same = [finding for finding in fitting if _KINDS.get(_kind(finding), "") == expected.kind]
    return min(
        same or fitting, key=lambda finding: finding.claim.place.end - finding.claim.place.start, default=None
    )


_KINDS = {
    "Level": "level",
    "Change": "change",
    "Record": "record",
    "Extreme": "extreme",
    "Comparison": "comparison",
    "Streak": "streak",
    "Sectors": "breadth",
    "SectorRank": "breadth",
    "Advancers": "breadth",
    "MacroPrint": "macro",
    "Drawdown": "drawdown",
    "Average": "level",
    "First": "streak",
    "LongestRun": "extreme",
}


def _kind(finding: Finding) -> str:
    return type(finding.claim).__name__.removesuffix("Claim")


def subject_of(finding: Finding) -> str:
    return next(iter(_subjects(finding)), "")


def _subjects(finding: Finding) -> list[str]:
    """The names by which a case may call what the claim is about."""
    claim = finding.claim
    series = getattr(claim, "series", None)
    if series is not None:
        return [series.id]
    kind = _kind(finding)
    if kind == "Sectors":
        return ["sectors"]
    subject = getattr(claim, "subject", None)
    names = []
    if isinstance(subject, Subject):
        names = [name for symbol in subject.readings for name in (symbol.label, symbol.ticker)]
        if len(subject.readings) > 1 or subject.symbol.ticker == "^IXIC":
            names.append("Nasdaq")
    if kind == "Advancers":
        names += ["SP", "R2"]
    return names
