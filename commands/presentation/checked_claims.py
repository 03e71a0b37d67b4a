"""Findings on the claims of a text as sentences, facts and rows for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from commands.framework.checked_claim import CheckedClaim, TriedReading
from commands.framework.figure import Figure
from commands.framework.reply import Evidence, Fact
from commands.presentation.wording import opened
from market.claims.expressions.amounts import Amount
from market.claims.grammar import ParsedText
from market.claims.sentence import Basis, Claim
from market.claims.subjects import Subject
from market.datasets.economic_series import EconomicSeries
from market.verdicts.verdict import Finding, Verdict

_QUOTE = 110  # characters of the claim's words
_UNREAD = 80  # characters of a sentence that was not read
_MOST_UNREAD = 6  # that are quoted
_KINDS = {
    "SectorsClaim": "breadth", "AdvancersClaim": "breadth", "SectorRankClaim": "breadth", "MacroPrintClaim": "macro",
    "AttributionClaim": "breadth", "UncheckableStatement": "statement",
}  # fmt: skip


def headline(findings: Sequence[Finding], total: int, reading: ParsedText) -> str:
    """ "12 of 15 sentences with figures read, 9 claims: 7 hold, 2 do not." """
    counts = Counter(finding.verdict for finding in findings)
    checked = sum(count for verdict, count in counts.items() if verdict.is_checked)
    claims = f"{total:,} claim{'s'[: total != 1]}"
    read = _share_read(reading)
    if not total:
        return f"No claim was read surely enough to be judged: {read}."
    if not checked and not counts[Verdict.DEPENDS]:
        return f"None of {claims} could be checked{f'; {read}' if reading.unread else ''}."
    held, failed, during, depends = (
        counts[v] for v in (Verdict.HOLDS, Verdict.FAILS, Verdict.DURING, Verdict.DEPENDS)
    )
    parts = [f"{held} hold{'s'[: held == 1]}"] if held else []
    if failed:
        verb = "does" if failed == 1 else "do"
        parts.append(f"{failed} {verb} not" if held else f"{failed} {verb} not hold")
    if during:
        parts.append(f"{during} held during the session, not at the close")
    if depends:
        parts.append(f"{depends} depend{'s'[: depends == 1]} on the reading")
    left = len(findings) - checked - depends
    if left:
        parts.append(f"{left} cannot be checked")
    return f"{f'{opened(read)}, ' if read else ''}{claims}: {', '.join(parts)}."


def _share_read(reading: ParsedText) -> str:
    if not reading.figured:
        return ""
    read, left = reading.figured - len(reading.unread), len(reading.figures_left)
    but = f", but for {left} figure{'s'[: left != 1]}" if left else ""
    return f"{read} of {reading.figured} sentence{'s'[: reading.figured != 1]} with figures read{but}"


def unread_note(reading: ParsedText) -> list[str]:
    """The sentences with figures, and the figures of other ones, that were not read, quoted."""
    spans = sorted((*reading.unread, *reading.figures_left), key=lambda span: span.start)
    if not spans:
        return []
    quoted = [f"“{_cut(span.quote.rstrip('.'), _UNREAD)}”" for span in spans[:_MOST_UNREAD]]
    more = len(spans) - _MOST_UNREAD
    return [f"Not read: {', '.join(quoted)}{f' and {more} more' if more > 0 else ''}."]


def fact(number: int, finding: Finding) -> Fact:
    """One claim as a fact: its words, the verdict, what the data says."""
    verdict = opened(finding.verdict)
    reason = finding.outcome.statement
    if finding.verdict is not Verdict.UNCHECKABLE:
        reason = f"{finding.checked}: {reason}"
    return Fact(
        quoted(finding.claim),
        f"{verdict}. {opened(reason)}.",
        source=finding.outcome.source,
        figures=(Figure(f"check.{number}.verdict", str(finding.verdict)),),
    )


def quoted(claim: Claim) -> str:
    return f"“{_cut(claim.place.quote, _QUOTE)}”"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def evidence(number: int, finding: Finding, source: str) -> Evidence:
    """What the verdict on one claim rests on, every reading that was tried included."""
    outcome = finding.outcome
    tried = (
        tuple(f"{t.words}: {t.actual}, {t.verdict}" for t in outcome.tried) if len(outcome.tried) > 1 else ()
    )
    return Evidence(
        f"{number}. {quoted(finding.claim)}: {finding.verdict}",
        outcome.formula or "none: no price can prove or refute it",
        (outcome.inputs or (outcome.statement,)) + tried,
        outcome.source or source,
    )


def rows(findings: Sequence[Finding]) -> Iterator[CheckedClaim]:
    """The findings for programs."""
    for finding in findings:
        claim, outcome = finding.claim, finding.outcome
        name = type(claim).__name__
        other = claim.subjects.get("other")
        yield CheckedClaim(
            quote=claim.place.quote,
            start=claim.place.start,
            end=claim.place.end,
            kind=_KINDS.get(name, name.removesuffix("Claim").casefold()),
            market=_market(claim),
            against=_named(other) if other else "",
            first=outcome.first,
            last=outcome.last,
            basis=str(getattr(claim, "basis", Basis.CLOSE)),
            claimed=_claimed(claim),
            actual=outcome.actual,
            verdict=str(finding.verdict),
            said=outcome.statement,
            readings=tuple(TriedReading(t.words, t.actual, str(t.verdict)) for t in outcome.tried)
            or tuple(TriedReading(symbol.label, "", str(verdict)) for symbol, verdict in finding.readings),
        )


def _market(claim: Claim) -> str:
    series = getattr(claim, "series", None)
    if isinstance(series, EconomicSeries):
        return series.name
    subject = claim.subjects.get("subject")
    if subject is not None:
        return _named(subject)
    return "S&P 500 sectors" if type(claim).__name__ == "SectorsClaim" else ""


def _named(subject: Subject) -> str:
    return " or ".join(symbol.label for symbol in subject.readings)


def _claimed(claim: Claim) -> str:
    """The figure as written, with its hedge."""
    amounts = (getattr(claim, name, None) for name in ("amount", "margin", "level", "change"))
    amount = next((a for a in amounts if isinstance(a, Amount)), None)
    if amount is not None:
        return f"{amount.bound} {amount.text}".strip()
    counts = (getattr(claim, name, None) for name in ("count", "nth", "times", "run"))
    return next((str(count) for count in counts if count), "")
