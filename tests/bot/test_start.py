"""The program can be stopped from its first moment, also as the first process of a container."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The handler is there before the command line is loaded, which is what takes a second.
PROGRAM = """
import sys
from bot.start import main
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            print("loading", flush=True)
            import time; time.sleep(60)
sys.meta_path.insert(0, Slow())
sys.argv = ["bellwether", "run"]
main()
"""


def test_sigterm_is_obeyed_while_the_program_loads() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"loading\n"
        began = time.monotonic()
        os.kill(running.pid, signal.SIGTERM)
        assert running.wait(30) == 128 + signal.SIGTERM
        assert time.monotonic() - began < 30
