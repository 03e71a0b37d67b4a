"""What holds for every command: its example works, its help teaches, its reply is whole."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache

import pytest

from bot.adapters.formatting.text import text_of
from charts.spec import digest
from commands import COMMANDS
from commands.framework.reply import Reply

KEEPING = {"/digest", "/alert", "/watchlist", "/portfolio", "/privacy"}  # asking twice is not asking once
EXAMPLES = [line for command in COMMANDS for line in (command.usage, *command.examples)]


@pytest.fixture(scope="module")
def first(sample: Callable[[str], Reply]) -> Callable[[str], Reply]:
    """The answer to a line when it was asked first."""
    return cache(sample)


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_answers_on_the_sample_market(first, line: str) -> None:
    reply = first(line)
    assert not reply.error, reply.headline
    assert reply.headline.endswith((".", "?", "”", "!"))
    assert "nan" not in text_of(reply).lower().replace("finan", "").replace("domin", "")
    if reply.chart:
        assert reply.sample
        assert reply.chart.caption.sample
        assert 40 < len(reply.chart.caption.alt) <= 1000
        assert digest(pickle.loads(pickle.dumps(reply.chart))) == digest(reply.chart)
    if any(f.source for f in reply.facts):
        assert "SAMPLE" in reply.sources


@pytest.mark.parametrize("line", [line for line in EXAMPLES if line.split()[0] not in KEEPING])
def test_the_canonical_command_gives_the_same_answer(first, sample, line: str) -> None:
    reply = first(line)
    assert sample(reply.command).headline == reply.headline


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_teaches(sample, command) -> None:
    assert command.summary
    assert len(command.lesson) > 80, f"/{command.name} teaches nothing"
    page = sample(f"/help {command.name}")
    assert page.headline == command.summary
    assert command.usage in text_of(page)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_descriptions_fit_every_face(command) -> None:
    assert command.name == command.name.lower()
    assert len(command.name) <= 32
    for parameter in command.parameters:
        assert 0 < len(parameter.description) <= 100, parameter.name


def test_buttons_are_commands_that_exist(first) -> None:
    known = {command.name for command in COMMANDS}
    for line in EXAMPLES:
        for action in first(line).actions:
            assert action.command.removeprefix("/").split()[0] in known, f"{line} offers {action.command}"
            assert len(action.label) <= 75
