"""The gallery shows every command that draws, and what the repository holds is what it writes."""

from __future__ import annotations

import io

from PIL import Image

from bot.cli.gallery import IN_SESSION, QUESTIONS, page, sheet
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from commands import COMMANDS
from tests.charts.gallery import GALLERY
from tests.conftest import ROOT


def test_the_page_in_the_repository_is_what_the_program_writes() -> None:
    assert (ROOT / "docs" / "gallery.md").read_text() == page()
    assert {path.stem for path in (ROOT / "docs" / "gallery").glob("*.png")} == set(QUESTIONS | IN_SESSION)


def test_every_command_whose_example_draws_is_on_the_page(tmp_path) -> None:
    engine = build_app(Settings(source="sample", data_dir=tmp_path)).engine
    shown = {question.split()[0] for question in QUESTIONS.values()}
    for command in COMMANDS:
        name = f"/{command.name}"
        if name not in shown and not command.overview and not command.personal:
            assert engine.answer(Request(text=command.usage)).chart is None, command.usage


def test_a_sheet_holds_both_shapes_in_both_colours() -> None:
    with Image.open(io.BytesIO(sheet(GALLERY["comparison of two"]()))) as image:
        assert image.height == 480 + 24
        assert image.width == 2 * round(1200 * 480 / 675) + 2 * round(1080 * 480 / 1350) + 5 * 12
