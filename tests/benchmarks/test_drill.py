"""The drill itself, small: faults, a kill in the middle, a freeze, all killed at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--subscriptions", "40", "--freeze", "0.5", "--poll", "0.2"]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_every_channel_gets_exactly_one_post(kind: str) -> None:
    command = [sys.executable, "-m", "benchmarks.drill", "--database", kind, *SMALL]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "once 40  twice 0  lost 0  uncertain 0" in done.stdout


@pytest.mark.postgres
def test_very_many_channels_share_discords_limit() -> None:
    """The database is restarted and a worker killed in the middle. How long it takes is the machine's affair."""
    command = [sys.executable, "-m", "benchmarks.drill.mass", "--subscriptions", "120", "--poll", "0.2"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=480)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "channels 80  once 80  twice 0  lost 0  uncertain 0  over the limit 0" in done.stdout
