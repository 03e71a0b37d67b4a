"""What happens often is logged seldom, with how often it happened."""

from __future__ import annotations

import logging

import pytest

from bot.telemetry.counted_warning import CountedWarning


def test_what_happens_often_is_one_line_a_minute_with_how_often(caplog: pytest.LogCaptureFixture) -> None:
    now = 100.0
    warning = CountedWarning(logging.getLogger("bellwether.often"), "closed", elapsed=lambda: now)
    for _time in range(5):
        warning.count("too slow")
    assert [record.__dict__.get("too_slow") for record in caplog.records] == [1]
    now += 59.9
    warning.flush()
    assert len(caplog.records) == 1
    now += 0.1
    warning.flush()
    assert caplog.records[1].__dict__["too_slow"] == 4
    now += 600
    warning.flush()
    assert len(caplog.records) == 2  # nothing happened
    for number in range(100):
        warning.count(f"from {number}")
    now += 60
    warning.flush()
    assert len(vars(caplog.records[-1])) < 60
    assert caplog.records[-1].__dict__["others"] > 70
