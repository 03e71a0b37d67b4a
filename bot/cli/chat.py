"""`bellwether chat`: a conversation in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console

from bot.adapters.console import show, to_request
from bot.cli.output import OutputFailed, draw
from bot.engine.completion import completions
from bot.engine.engine import Engine
from bot.wiring.app import App
from commands.framework.reply import Reply
from market.private_files import write_private


class QuestionCompleter(Completer):
    """Completes commands, then whatever the command's parameters offer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        for offer in completions(self._engine, document.text_before_cursor, limit=50):
            yield Completion(offer.insert, -offer.replaces, display=offer.label, display_meta=offer.about)


def converse(app: App) -> None:
    """Read questions until the person leaves. Pictures are saved, numbered and named, in a folder that only this
    conversation writes to and only its owner reads."""
    console = Console()
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(), completer=QuestionCompleter(app.engine)
    )
    pictures = PictureFolder()
    console.print(
        "Ask about US markets: /smallcaps, /compare rut ndx, /help. Leave with /quit.", markup=False
    )
    while True:
        try:
            line = session.prompt("› ").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.removeprefix("/") in ("quit", "exit", "bye"):
            return
        if not line:
            continue
        with console.status(f"Asking {app.market.source_title} …"):
            reply = app.engine.answer(to_request(line))
            saved = pictures.save(reply) if reply.chart is not None else ""
        show(console, reply)
        if saved:
            console.print(saved, markup=False, highlight=False)


class PictureFolder:
    """The pictures of one conversation, numbered, in a folder that is made for the first and that its owner alone
    can read."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._count = 0

    def save(self, reply: Reply) -> str:
        """Save the picture of a reply that has one; the sentence where it is, or why not."""
        assert reply.chart is not None  # noqa: S101  # the caller has looked
        try:
            png = draw(reply.chart).png
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="bellwether-"))
            self._count += 1
            picture = self._folder / f"{self._count}.png"
            write_private(picture, png)
        except OutputFailed as problem:
            return str(problem)
        except OSError as problem:
            return f"The picture could not be saved: {problem.strerror}."
        return f"Picture: {picture}"
