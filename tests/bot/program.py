"""The program in a process of its own that finds the libraries loaded: what many starts cost is their import.

Run as a module this is the process that loads them and forks. The program's own modules are read, its settings made
and its threads begun in the new process, which ends as any other does. What a test asks of the interpreter's start
or of closed outputs takes a new interpreter (`test_main.bellwether`).
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENT = {"BELLWETHER_DEADLINE": "60"}  # seconds; how long a process takes here says more of the machine
LIBRARIES = (
    "aiohttp",
    "alembic.command",
    "discord",
    "exchange_calendars",
    "matplotlib.pyplot",
    "pandas",
    "psycopg",
    "pyarrow.parquet",
    "pydantic_settings",
    "rich.console",
    "rich.markdown",
    "rich.table",
    "slack_sdk.web.async_client",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "typer",
    "typer.rich_utils",
)
ENCODING = "PYTHONIOENCODING"
TIMEOUT = 60  # seconds, after which the process is ended by SIGALRM


def environment(folder: Path, **given: str) -> dict[str, str]:
    """This process's environment without settings of ours, with data in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BELLWETHER_")}
    return kept | {"PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(folder / "data"), **PATIENT} | given


def run(*words: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`bellwether` with these words. It writes in the encoding that the settings name, by default UTF-8."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        outputs = [f"{place}/out", f"{place}/err"]
        order = {
            "words": words,
            "folder": str(cwd),
            "environment": environment(cwd, **settings),
            "outputs": outputs,
        }
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        encoding = settings.get(ENCODING, "utf-8")
        out, err = (Path(output).read_text(encoding) for output in outputs)
        return subprocess.CompletedProcess(["bellwether", *words], status, out, err)


@functools.cache
def _server() -> subprocess.Popen[str]:
    """The process that forks; it ends with this one, when its input is closed."""
    server = subprocess.Popen(
        [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)
    return server


def _serve() -> None:
    """Fork a process for each order, one after the other, and write its exit status. Returns in the forked one."""
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()  # what is loaded here is garbage of no new process, and need not be looked through in each
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return _become_program(json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
    os._exit(0)


def _become_program(order: dict[str, Any]) -> None:
    """Take the order's environment, folder, outputs and words."""
    signal.alarm(TIMEOUT)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, output in zip((1, 2), order["outputs"], strict=True):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT, 0o600), descriptor)
    encoding = os.environ.get(ENCODING, "utf-8")
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding, line_buffering=True)
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w", closefd=False), encoding, "backslashreplace", line_buffering=True
    )
    sys.argv = ["bellwether", *order["words"]]


if __name__ == "__main__":
    _serve()
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
