"""`bellwether demo`: four questions on the sample market, with pictures."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.rule import Rule

from bot.adapters.console import show, to_request
from bot.cli.output import make_folder, save
from bot.wiring.app import App
from charts.drawing.render import render

QUESTIONS = {
    "smallcaps": "/smallcaps",
    "compare-rut-ndx": "/compare rut ndx",
    "compare-rut-spx-dji-3y": "/compare rut spx dji 3y",
    "chart-rut-1y-candles": "/chart rut 1y candles",
}


def run_demo(app: App, folder: Path) -> None:
    """Ask each question, print the answer, save its picture under `folder`, print what to try next.

    Raises OutputFailed.
    """
    console = Console()
    make_folder(folder)
    for name, question in QUESTIONS.items():
        console.print(Rule(question, align="left"))
        with Progress(
            SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True
        ) as progress:
            step = progress.add_task("asking the sample market …", total=None)
            reply = app.engine.answer(to_request(question))
            progress.update(step, description="drawing …")
            saved = folder / f"{name}.png"
            if reply.chart is not None:
                save(saved, render(reply.chart).png)
        show(console, reply)
        if reply.chart is not None:
            console.print(f"Picture: {saved}\n", markup=False, highlight=False)
    console.print(Rule("What to try next", align="left"))
    console.print(
        f"The pictures are in {folder}/.\n"
        'Ask:    .venv/bin/bellwether ask "/compare rut ndx 3y" --png out.png\n'
        "Talk:   .venv/bin/bellwether chat\n"
        'Real:   .venv/bin/bellwether ask "/smallcaps" --source yahoo\n'
        "Check:  .venv/bin/bellwether doctor",
        markup=False,
        highlight=False,
    )
