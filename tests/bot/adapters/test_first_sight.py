"""What is seen of an answer before anything is pressed: figures, buttons and words, over all commands' examples."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import pytest

from bot.adapters.discord.message import to_message as to_discord
from bot.adapters.discord.preview import payload
from bot.adapters.formatting.fold import BUTTONS, FIGURES
from bot.adapters.slack.message import Image
from bot.adapters.slack.message import to_message as to_slack
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from charts.spec import Picture
from commands import COMMANDS
from commands.framework.asker import Asker
from commands.framework.reply import Reply
from market.provenance import SAMPLE
from tests.bot.adapters.discord.rules import OWN_TIME, of_type
from tests.bot.adapters.discord.rules import texts as texts_of
from tests.bot.adapters.faces import ANSWER
from tests.bot.adapters.slack.rules import OWN_TIME as SLACK_TIME
from tests.bot.adapters.slack.rules import texts

WORDS = 60
EXAMPLES = [line for command in COMMANDS for line in command.offers if command.name != "digest"]


@dataclass(frozen=True)
class Sight:
    figures: int
    buttons: int
    words: int


def words_in(text: str) -> int:
    """Words and figures; signs between them are none, and a real market has no brand of a sample."""
    return sum(any(c.isalnum() for c in word) for word in text.replace(SAMPLE, "").split())


def kept(reply: Reply) -> str:
    return ANSWER if reply.kept and not reply.error and (reply.chart or reply.evidence) else ""


def in_slack(reply: Reply) -> Sight:
    image = Image("x", file_id="F1") if reply.chart else None
    blocks = to_slack(reply, image, answer=kept(reply))["blocks"]
    elements = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
    fields = [field for block in blocks for field in block.get("fields", ())]
    said = [block for block in blocks if block["type"] not in ("actions", "image", "table")]
    words = sum(words_in(text) for text in texts(said) if not SLACK_TIME.fullmatch(text))
    return Sight(len(fields), sum(e["type"] == "button" for e in elements), words)


def in_discord(reply: Reply) -> Sight:
    picture = Picture(b"png", "x", 1200, 675) if reply.chart else None
    message = payload(to_discord(reply, picture, answer=kept(reply)))
    said = [OWN_TIME.sub("", text) for text in texts_of(message) if not text.startswith("```")]
    lines = "\n".join(said).splitlines()[1:]  # the command stands above, as its asker wrote it
    figures = sum(line.startswith("**") and reply.chart is not None for line in lines)
    buttons = len(of_type(message, 2))
    return Sight(figures, buttons, sum(map(words_in, lines)))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reply]]:
    app = build_app(Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("data")))  # type: ignore[call-arg]  # pydantic's own switch
    asker = Asker("discord", "G1", "C1", "U1", zone="Europe/Berlin", manages=True)
    yield {line: app.engine.answer(Request(text=line, asker=asker)) for line in EXAMPLES}
    asyncio.run(app.close())


@pytest.mark.parametrize("face", [in_slack, in_discord])
def test_the_median_answer_is_seen_at_a_glance(
    answers: dict[str, Reply], face: Callable[[Reply], Sight]
) -> None:
    sights = {line: face(reply) for line, reply in answers.items()}
    table = [f"\n{face.__name__}: figures, buttons, words"]
    for line, sight in sights.items():
        table.append(f"{sight.figures:8} {sight.buttons:8} {sight.words:6}  {line}")
    figures, buttons, words = (
        median(getattr(sight, what) for sight in sights.values()) for what in ("figures", "buttons", "words")
    )
    table.append(f"{figures:8} {buttons:8} {words:6}  median")
    sys.stdout.write("\n".join(table))
    assert figures <= FIGURES
    assert buttons <= BUTTONS
    assert words <= WORDS


@pytest.mark.parametrize("face", [in_slack, in_discord])
def test_no_answer_with_a_picture_has_more_than_three_figures_and_five_buttons(
    answers: dict[str, Reply], face: Callable[[Reply], Sight]
) -> None:
    for line, reply in answers.items():
        if reply.chart is not None and kept(reply) and not line.startswith("/check"):
            sight = face(reply)
            assert sight.figures <= FIGURES, line
            assert sight.buttons <= BUTTONS, line
