"""The program can be stopped from its first moment, also as the first process of a container."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

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


# The first process of its own namespace, as in a container: signals that it has no handler for are ignored there.
FIRST = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"]


def first_of_a_namespace() -> list[str]:
    """The command before it; skips where the system lets nobody make a namespace, fails in CI."""
    if not shutil.which("unshare") or subprocess.run([*FIRST, "true"], capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("no process namespace can be made here")
        pytest.skip("no process namespace can be made here")
    return FIRST


@pytest.mark.parametrize("first", [False, True], ids=["a process", "process 1"])
def test_sigterm_is_obeyed_while_the_program_loads(first: bool) -> None:
    command = [*(first_of_a_namespace() if first else ()), sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"loading\n"
        own = running.pid
        if first:
            (child,) = Path(f"/proc/{own}/task/{own}/children").read_text().split()
            own = int(child)
        os.kill(own, signal.SIGTERM)
        assert running.wait(30) == 128 + signal.SIGTERM
