"""Generator of docs/commands.md, of docs/gallery.md and of the README's pictures.

`python -m bot.cli.docs` writes; a test checks that what is in the repository is what it writes.
"""

from __future__ import annotations

from pathlib import Path

from bot.cli.gallery import write_gallery
from commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {
    "smallcaps": ("/smallcaps", "dark"),
    "compare": ("/compare rut spx dji 3y", "light"),
    "candles": ("/chart iwm 1y candles sma 50 200", "dark"),
    "breadth": ("/breadth", "light"),
    "rotation": ("/rotation", "dark"),
    "heatmap": ("/heatmap sectors 1m", "dark"),
}


def commands_page() -> str:
    """docs/commands.md: every command with its shape, words, examples and lesson."""
    lines = [
        "# Commands",
        "",
        "Written by `make docs` from the commands themselves; do not edit by hand.",
        "",
        "Markets go by name, alias or ticker (`rut`, `s&p 500`, `energy`, `AAPL`). Periods: `1d 5d 1m 3m 6m ytd 1y",
        "3y 5y 10y max`, `since 2024-10-01`, `2022-01-03..2022-10-14`. `private` shows an answer to you alone.",
        "",
        "| command | answers |",
        "| --- | --- |",
        *(f"| [`{_cell(c.usage)}`](#{c.name}) | {_cell(c.summary)} |" for c in COMMANDS),
    ]
    for command in COMMANDS:
        lines += ["", f"## {command.name}", "", f"`{command.shape}`", "", command.summary, ""]
        lines += [
            f"- `{p.name}`: {p.description}{'' if p.required else ' (optional)'}" for p in command.parameters
        ]
        if command.parameters:
            lines.append("")
        lines += [
            "Examples: " + ", ".join(f"`{e}`" for e in (command.usage, *command.examples)),
            "",
            command.lesson,
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def write(root: Path = ROOT) -> None:
    """Write the page and the pictures under `root`."""
    from bot.engine.request import Request
    from bot.settings import Settings
    from bot.wiring.app import build_app
    from charts.drawing.render import render
    from charts.theme import Mode

    (root / "docs" / "commands.md").write_text(commands_page())
    app = build_app(Settings(source="sample"))
    folder = root / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (question, mode) in PICTURES.items():
        reply = app.engine.answer(Request(text=question))
        if reply.chart is None:
            raise SystemExit(f"{question} gave no picture: {reply.headline}")
        (folder / f"{name}.png").write_bytes(render(reply.chart, Mode(mode)).png)
    write_gallery(root)


if __name__ == "__main__":
    write()
