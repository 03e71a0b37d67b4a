"""The pages that are generated are those the program would write now."""

from __future__ import annotations

import re

from bot.cli.docs import PICTURES, ROOT, commands_page
from bot.settings import Settings
from commands import COMMANDS


def test_the_commands_page_is_what_the_commands_say() -> None:
    assert (ROOT / "docs" / "commands.md").read_text() == commands_page(), "run `make docs`"


def test_every_command_has_a_chapter() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    for command in COMMANDS:
        assert f"\n## {command.name}\n" in page


def test_every_picture_of_the_readme_is_there() -> None:
    readme = (ROOT / "README.md").read_text()
    shown = re.findall(r"\]\((docs/pictures/[\w-]+\.png)\)", readme)
    assert shown
    for path in shown:
        assert (ROOT / path).read_bytes().startswith(b"\x89PNG")
        assert path.removeprefix("docs/pictures/").removesuffix(".png") in PICTURES


def test_every_link_between_the_pages_leads_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} points at {target}"


def test_every_command_the_readme_names_exists() -> None:
    readme = (ROOT / "README.md").read_text()
    names = {command.name for command in COMMANDS}
    for word in re.findall(r"`/([a-z]+)", readme):
        assert word in names, word


def test_the_first_ten_lines_say_what_this_is_and_the_two_commands() -> None:
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:10])
    assert "make demo" in first
    assert "make test" in first
    assert "Slack and Discord" in first


def test_every_setting_is_on_its_page() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        written = str(field.validation_alias or f"BELLWETHER_{name.upper()}")
        assert f"`{written}`" in page, written
