"""Runs of sessions: counted, ranked, and not guessed over a missing close."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from commands.framework.figure import Figure
from tests.commands.conftest import conversation
from tests.commands.test_rank import folder


def figures(path: Path, closes: list[float], text: str = "/rank run rut") -> dict[str, Figure]:
    reply = conversation(f"files:{folder(path, closes)}", "2026-01-22T18:00-05:00")(text)
    assert not reply.error, reply.headline
    return {figure.key: figure for figure in reply.figures}


def test_sessions_in_a_row_up(tmp_path: Path) -> None:
    shown = figures(tmp_path, [100, 101, 102, 101, 103, 104])
    assert shown["rank.rut.run.length"].value == 2
    assert shown["rank.rut.run.rank"].value == 1
    assert shown["rank.rut.run.count"].value == 2
    assert shown["rank.rut.run.longest"].value == 2
    assert shown["rank.rut.run.longest_to"].value == "2026-01-22"


def test_the_length_of_the_history_is_said(tmp_path: Path) -> None:
    path = folder(tmp_path, [100, 101, 102, 101, 103, 104])
    reply = conversation(f"files:{path}", "2026-01-22T18:00-05:00")("/rank run rut")
    assert ("History", "from 2026-01-15") in [(fact.label, fact.value) for fact in reply.facts]


def test_sessions_in_a_row_ahead(tmp_path: Path) -> None:
    folder(tmp_path, [100, 100, 100, 100, 102, 102], "GSPC")
    shown = figures(tmp_path, [100, 101, 102, 103, 104, 105], "/rank run rut spx")
    assert shown["rank.rut.spx.run.length"].value == 1
    assert shown["rank.rut.spx.run.longest"].value == 3


@pytest.mark.parametrize(
    ("closes", "known"),
    [
        ([100, 99, np.nan, 101, 102, 103], ()),  # the current run may be longer
        ([100, np.nan, 99, 98, 99, 100], ("length", "rank", "longest")),  # too short a hole to hide more
        ([100, 101, np.nan, 101, 100, 101], ("length",)),  # the hole may hide a longer one
    ],
)
def test_what_a_missing_close_hides_is_withheld(
    tmp_path: Path, closes: list[float], known: tuple[str, ...]
) -> None:
    shown = figures(tmp_path, closes)
    is_shown = {name for name in ("length", "rank", "longest") if shown[f"rank.rut.run.{name}"].is_shown}
    assert is_shown == set(known)
    assert not shown["rank.rut.run.count"].is_shown  # a run over the hole is one or two
    assert all(figure.is_shown or figure.why for figure in shown.values())


def test_sessions_in_a_row_down(tmp_path: Path) -> None:
    shown = figures(tmp_path, [100, 99, 98, 97, 103, 102], "/rank losing rut")
    assert shown["rank.rut.losing.length"].value == 1
    assert shown["rank.rut.losing.longest"].value == 3
