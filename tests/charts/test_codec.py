"""Every chart that a command makes comes back the same, and nothing else does."""

from __future__ import annotations

import json
import zlib

import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from charts.codec import UnreadableChart, packed, unpacked
from charts.spec import digest
from commands import COMMANDS
from commands.framework.asker import Asker
from tests.bot.pictures import line

ASKER = Asker("slack", "T1", "C1", "U1")
EXAMPLES = [
    example for command in COMMANDS for example in (command.usage, *command.examples) if not command.overview
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_chart_of_an_answer_comes_back_the_same(app: App, example: str) -> None:
    chart = app.engine.answer(Request(text=example, asker=ASKER)).chart
    if chart is not None:
        again = unpacked(packed(chart))
        assert type(again) is type(chart)
        assert digest(again) == digest(chart)


def test_a_chart_of_another_package_is_not_packed() -> None:
    with pytest.raises(TypeError, match="no chart spec"):
        packed(line("rut"))


def as_packed(chart: object, version: int = 1) -> bytes:
    return zlib.compress(json.dumps({"version": version, "chart": chart}).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zlib",
        zlib.compress(b"no JSON"),
        as_packed(None),
        as_packed({"unit": "level"}),
        as_packed({"part": ["level.LevelChart", {"later": 1}]}),
        as_packed({"part": ["no_such_module.Chart", {}]}),
        as_packed({"part": ["level.Figure", {}]}),
        as_packed({"part": ["os.path.join", {}]}),
        as_packed({"call": ["level.LevelChart", {}]}),
        as_packed({"part": ["Caption", {}]}, version=2),
    ],
)
def test_bytes_that_are_no_chart_of_this_release_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableChart):
        unpacked(content)
