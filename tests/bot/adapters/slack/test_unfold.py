"""A link to an answer unfolds below the message that holds it, where everybody there may see the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.engine import Engine
from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, shown_answer
from bot.settings import Settings
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.reply import Action, Fact, Reply, Visibility
from market.provenance import Provenance
from tests.bot.adapters.slack.conftest import Tell, mention, no_pause, press, slash
from tests.bot.adapters.slack.rules import texts
from tests.bot.adapters.slack.standin import Slack
from tests.bot.kept import store_in
from tests.bot.pictures import CLOSE, line

LINKS = AnswerLinks("https://bot.example", b"k" * 32)
HERE, ELSEWHERE, WEB = (
    Asker("slack", "T1", "C1", "U1"),
    Asker("slack", "T2", "C1", "U1"),
    Asker("web", person="x"),
)


@pytest.fixture
async def keeper(tmp_path: Path) -> AsyncIterator[AnswerKeeper]:
    store = store_in(tmp_path)
    yield AnswerKeeper(lambda: store.answers)
    store.close()


@pytest.fixture
async def face(
    engine: Engine, settings: Settings, slack: Slack, keeper: AnswerKeeper
) -> AsyncIterator[SlackAdapter]:
    made = SlackAdapter(engine, settings, pause=no_pause, keeper=keeper, links=LINKS)
    await made.introduce()
    yield made
    await made.close()


def answer(
    asker: Asker = HERE, visibility: Visibility = Visibility.PUBLIC, source: str = "Sample"
) -> ShownAnswer:
    reply = Reply(
        "It rose <!channel>.",
        facts=tuple(Fact(f"Figure {number}", number) for number in range(5)),
        chart=line("It rose"),
        actions=(Action("3Y", "/compare rut ndx 3y"),),
        provenance=Provenance(source, CLOSE),
        command="/compare rut ndx",
    )
    return shown_answer(reply, None, Mode.DARK, asker, visibility)


def shared(*urls: str, **event: Any) -> dict[str, Any]:
    links = [{"domain": "bot.example", "url": url} for url in urls]
    return mention("", type="link_shared", links=links, message_ts="1769.7", **event)


async def test_sentence_picture_three_figures_and_source_unfold(
    tell: Tell, slack: Slack, keeper: AnswerKeeper
) -> None:
    kept = answer()
    keeper.keep(kept)
    await tell(shared(LINKS.page(kept.id), "https://bot.example/", unfurl_id="C1.1.2", source="composer"))
    (call,) = slack.called("chat.unfurl")
    assert (call["unfurl_id"], call["source"]) == ("C1.1.2", "composer")
    assert list(call["unfurls"]) == [LINKS.page(kept.id)]
    blocks = call["unfurls"][LINKS.page(kept.id)]["blocks"]
    said = " ".join(texts(blocks))
    assert "It rose" in said
    assert "Figure 2" in said
    assert "Figure 3" not in said
    assert "Source: Sample" in said
    assert [block["type"] for block in blocks if block["type"] == "actions"] == []
    (image,) = (block["image_url"] for block in blocks if block["type"] == "image")
    until, _, signature = image.rpartition("/")[2].removesuffix(".png").partition("-")
    assert LINKS.is_preview(kept.id, until, signature)


async def test_without_the_events_id_the_message_is_named(
    tell: Tell, slack: Slack, keeper: AnswerKeeper
) -> None:
    kept = answer(WEB)
    keeper.keep(kept)
    await tell(shared(LINKS.page(kept.id)))
    (call,) = slack.called("chat.unfurl")
    assert (call["channel"], call["ts"]) == ("C1", "1769.7")


@pytest.mark.parametrize(
    "hidden",
    [
        answer(visibility=Visibility.PRIVATE),
        answer(ELSEWHERE),
        answer(Asker("discord", "G1", "C1", "U1")),
        answer(source="Yahoo Finance"),
    ],
    ids=["private", "of another workspace", "of a Discord server", "for personal use"],
)
async def test_what_not_everybody_there_may_see_stays_a_link(
    tell: Tell, slack: Slack, keeper: AnswerKeeper, hidden: ShownAnswer
) -> None:
    keeper.keep(hidden)
    await tell(shared(LINKS.page(hidden.id), LINKS.page("x" * 22)))
    assert slack.called("chat.unfurl") == []


async def test_a_refusal_of_slacks_leaves_the_link_as_it_is(
    tell: Tell, slack: Slack, keeper: AnswerKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    kept = answer()
    keeper.keep(kept)
    slack.fail("chat.unfurl", body={"ok": False, "error": "cannot_unfurl_url"})
    await tell(shared(LINKS.page(kept.id)))
    assert "a link was not unfolded" in caplog.text


async def test_an_answer_for_all_has_a_button_that_opens_it_and_the_press_is_acknowledged(
    tell: Tell, slack: Slack, keeper: AnswerKeeper
) -> None:
    await tell(slash("/compare", "rut ndx", slack=slack))
    (message,) = slack.responses
    (row,) = (block for block in message["blocks"] if block["type"] == "actions")
    opening = row["elements"][-1]
    assert opening["text"]["text"] == "Open in the browser"
    assert await keeper.find(LINKS.answer_in(opening["url"])) is not None
    assert (await tell(press(opening["action_id"], "", slack=slack))).status == 200
    assert len(slack.responses) == 1


async def test_an_answer_for_one_has_none(tell: Tell, slack: Slack) -> None:
    await tell(slash("/compare", "rut ndx private", slack=slack))
    assert "Open in the browser" not in str(slack.responses)
