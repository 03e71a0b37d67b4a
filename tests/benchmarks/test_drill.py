"""The drill itself, small: faults, a kill in the middle, a freeze, both killed at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.postgres
def test_every_channel_gets_exactly_one_post():
    command = [sys.executable, "-m", "benchmarks.drill", "--database", "postgresql"]
    size = ["--subscriptions", "40", "--freeze", "1", "--poll", "0.2"]
    done = subprocess.run(
        [*command, *size], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "once 40  twice 0  lost 0  uncertain 0" in done.stdout
