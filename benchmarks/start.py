"""The command line, cold: a new process each time, and what it holds in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import BenchmarkRow, side_by_side

FLOOR = """
import pandas, matplotlib.figure
from matplotlib.backends.backend_agg import FigureCanvasAgg
figure = matplotlib.figure.Figure(figsize=(12, 6.75), dpi=100)
axes = figure.subplots()
axes.plot(range(253)), axes.plot(range(253))
FigureCanvasAgg(figure).print_png("{out}")
"""
MEMORY = """
import re, pathlib
from bot.wiring.app import build_app
from bot.engine.request import Request
from bot.settings import Settings
from market.datasets.members import RUSSELL_2000
app = build_app(Settings(source="sample"))
panel = app.members.panel(RUSSELL_2000)
app.engine.answer(Request(text="/breadth"))
# Not getrusage: its peak begins with that of the process that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024)
"""


def rows() -> Iterator[BenchmarkRow]:
    with TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.png")
        ask = [sys.executable, "-m", "bot", "ask", "/compare rut ndx", "--png", out]
        floor = [sys.executable, "-c", FLOOR.format(out=out)]
        # As installed: pip compiles what it installs, a checkout may be forbidden to. The warm-up compiles here.
        compiled = os.environ | {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        yield side_by_side(
            "bellwether ask, cold, beside pandas + matplotlib + one picture",
            lambda: subprocess.run(ask, check=True, capture_output=True, env=compiled),
            lambda: subprocess.run(floor, check=True, capture_output=True, env=compiled),
            1.5,
            rounds=7,
        )
    done = subprocess.run([sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True)
    yield BenchmarkRow(
        "peak memory with the 2,000-member panel loaded", float(done.stdout.split()[-1]), 250.0, 1.0, "MiB"
    )
