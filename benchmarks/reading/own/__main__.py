"""Writes the sentences and articles with their right answers as files of cases:
`python -m benchmarks.reading.own --data DIR --out FOLDER`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.reading.own import texts
from benchmarks.reading.own.articles import ARTICLES
from benchmarks.reading.own.facts import Facts
from benchmarks.reading.own.figures import Piece
from benchmarks.reading.own.sentences import DAYS, NOTHING, STYLES, Words


def case(name: str, kind: str, day: str, words: Words) -> dict[str, Any]:
    """Words and pieces as one case."""
    text, expect = "", []
    for word in words:
        if isinstance(word, Piece):
            if word.kind:
                expect.append(
                    {
                        "quote": word.text,
                        "start": len(text),
                        "kind": word.kind,
                        "subject": word.subject,
                        "verdict": word.verdict,
                    }
                )
            text += word.text
        else:
            text += word
    return {"id": name, "kind": kind, "at": f"{day}T17:30-05:00", "text": text, "expect": expect}


def sentences(folder: Path) -> Iterator[dict[str, Any]]:
    """Each wording on a day with true figures, and on another with false ones."""
    facts = Facts(folder, DAYS[0])
    number = 0
    for style, wordings in STYLES.items():
        for wording in wordings:
            for false in (0, 1):
                day = DAYS[(number + 5 * false) % len(DAYS)]
                yield case(f"{style}-{number}{'tf'[false]}", style, day, wording(facts.at(day), false))
            number += 1
    for number, text in enumerate(NOTHING):
        yield case(f"nothing-{number}", "nothing", DAYS[-1], [text])


def articles(folder: Path) -> Iterator[dict[str, Any]]:
    facts = Facts(folder, DAYS[0])
    for number, (kind, day, article) in enumerate(ARTICLES):
        yield case(f"article-{number}", kind, day, article(facts.at(day)))


FILES = ("first", "second")


def written(folder: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Every file of cases by its name."""
    yield "sentences", sentences(folder)
    yield "articles", articles(folder)
    for file in FILES:
        yield file, (case(*row) for row in texts.sentences(folder, f"{file}.txt"))
        yield f"{file}_articles", (case(*row) for row in texts.articles(folder, f"{file}_articles.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.own", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, rows in written(options.data):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (options.out / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
