"""Sentences whose truth is known from the raw data, put to `/check`: it may not take a side against it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.truth.questions import Judge, Judgement, Kind, Respondent, figures_of

# What is said, the figure it is about, and how far the false sentence is off.
_CLAIMS = (
    ("The Russell 2000 {rose} {percent}% on {day}.", "rut.change.1d", 0.007),
    ("The S&P 500 {rose} {percent}% on {day}.", "spx.change.1d", 0.007),
    ("The Russell 2000 is {up} {percent}% year to date.", "rut.change.ytd", 0.02),
    ("The Nasdaq-100 closed at {level}.", "ndx.close", 0.01),
)


def judged_claims(respondent: Respondent, judge: Judge) -> Iterator[Judgement]:
    """A true and a false sentence of each kind. No verdict counts as withholding."""
    now = judge.now
    for words, key, off in _CLAIMS:
        expected = judge.oracle.expect(key, now, now)
        if expected is None or not isinstance(expected.value, float):
            continue
        for true in (True, False):
            value = expected.value if true else _wrong(expected.value, key, off)
            question = f"/check on {now.date()} {_sentence(words, value, f'{now:%B %d, %Y}')}"
            verdicts = figures_of(respondent.document(question)).get("check.1.verdict")
            verdict = verdicts[0]["value"] if verdicts else "no claim"
            yield Judgement(
                _kind(verdict, true, expected.damaged or expected.newest != now), question, key, verdict
            )


_DENIED = ("does not hold", "held during the session, not at the close")


def _kind(verdict: str, true: bool, damaged: bool) -> Kind:
    if verdict in ("holds", *_DENIED):
        return Kind.RIGHT if (verdict == "holds") is true else Kind.UNTRUE
    return Kind.WITHHELD if damaged else Kind.NEEDLESS


def _wrong(value: float, key: str, off: float) -> float:
    return value * (1 + off) if key.endswith("close") else value + (off if value >= 0 else -off)


def _sentence(words: str, value: float, day: str) -> str:
    return words.format(
        rose="rose" if value >= 0 else "fell",
        up="up" if value >= 0 else "down",
        percent=f"{abs(value) * 100:.2f}",
        level=f"{value:,.2f}",
        day=day,
    )
