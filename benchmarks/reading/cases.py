"""Cases: texts, and the claims in them with the right verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ExpectedClaim:
    """A claim that a text makes.

    `quote`, `start`: the words that matter most, and where they begin in the text.
    `verdicts`: those that are right.
    `optional`: it counts when it is read, and not when it is not.
    """

    quote: str
    start: int
    kind: str
    subject: str
    verdicts: tuple[str, ...]
    optional: bool

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Case:
    """A text as it is put to `/check` at a moment, and what it claims."""

    id: str
    kind: str
    at: datetime
    text: str
    expected: tuple[ExpectedClaim, ...]

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Case:
        return cls(
            row["id"], row["kind"], datetime.fromisoformat(row["at"]), row["text"], tuple(_expected(row))
        )


def _expected(row: Mapping[str, Any]) -> Iterator[ExpectedClaim]:
    for claim in row["expect"]:
        verdict = claim["verdict"]
        start = claim.get("start", row["text"].find(claim["quote"]))
        verdicts = (verdict,) if isinstance(verdict, str) else tuple(verdict)
        optional = bool(claim.get("optional") or row.get("out"))
        yield ExpectedClaim(claim["quote"], start, claim["kind"], claim["subject"], verdicts, optional)


def cases_in(path: Path) -> list[Case]:
    """One case a line, as benchmarks/reading/README.md describes."""
    return [Case.parse(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]
