"""What a person at a terminal sees of a log."""

from __future__ import annotations

import logging

import pytest

from bot.telemetry.terminal_log import log_to_terminal


def test_a_kind_of_warning_is_one_line_and_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:]
    log_to_terminal()
    try:
        for symbol in ("^RUT", "^NDX"):
            root.warning("no prices of %s", symbol)
        root.warning("another matter")
    finally:
        root.handlers[:] = before
    assert capsys.readouterr().err == "! no prices of ^RUT\n! another matter\n"
