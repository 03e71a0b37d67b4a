"""`bellwether demo`: four questions on the sample market, with pictures."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.rule import Rule

from bot.adapters.console import show, to_request
from bot.cli.output import OutputFailed, draw, make_folder, save
from bot.wiring.app import App
from commands.framework.reply import Reply

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
            line = _picture(folder / f"{name}.png", reply) if reply.chart is not None else ""
        show(console, reply)
        if line:
            console.print(f"{line}\n", markup=False, highlight=False)
    console.print(Rule("What to try next", align="left"))
    console.print(
        f"The pictures are in {folder}/.\n"
        'Ask:    .venv/bin/bellwether ask "/compare rut ndx 3y" --png out.png\n'
        "Talk:   .venv/bin/bellwether chat\n"
        "Browse: .venv/bin/bellwether web\n"
        'Real:   .venv/bin/bellwether ask "/smallcaps" --source yahoo\n'
        "Check:  .venv/bin/bellwether doctor",
        markup=False,
        highlight=False,
    )


def _picture(path: Path, reply: Reply) -> str:
    """Draw the picture and save it at `path`; the line that says so, or why there is none."""
    assert reply.chart is not None  # noqa: S101  # the caller has looked
    try:
        picture = draw(reply.chart)
    except OutputFailed as problem:
        return str(problem)
    save(path, picture.png)
    return f"Picture: {path}"
