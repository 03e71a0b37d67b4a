"""The view of the Home: within Slack's limits, and nothing that people wrote is markup in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.slack.home import HomeItem, HomeSection, home
from commands.framework.reply import Action
from tests.bot.adapters.slack.rules import ALIVE, HOME, broken, texts

AT = datetime(2026, 1, 23, 14, 30, tzinfo=UTC)
HOSTILE = "<!channel> <@U1> <https://evil.example|x> *b* :tada: " + "\u202e" + "x" * 500


def markup(view: dict[str, Any]) -> list[str]:
    fields = [field for block in view["blocks"] for field in block.get("fields", ())]
    return [field["text"] for field in fields if field["type"] == "mrkdwn"]


def test_without_anything_kept_it_has_three_examples_and_how_to_be_quiet() -> None:
    view = home()
    assert broken(view["blocks"], most=HOME) == []
    (row,) = (block for block in view["blocks"] if block["type"] == "actions")
    assert [button["value"] for button in row["elements"]] == ["/smallcaps", "/digest now", "/help"]
    assert "/digest pause" in texts(view["blocks"])[-1]


def test_each_thing_has_its_place_its_time_and_its_button() -> None:
    item = HomeItem("Morning, 08:30 Europe/Berlin", "C1", "Next", AT, Action("Show me", "/digest test 1"))
    view = home((HomeSection("Digests", (item,)),))
    assert broken(view["blocks"], most=HOME) == []
    (block,) = (block for block in view["blocks"] if "accessory" in block)
    assert block["accessory"]["value"] == "/digest test 1"
    assert markup(view) == [
        "Next <!date^1769178600^{date_short_pretty} {time}|2026-01-23 09:30 ET>",
        "In <#C1>",
    ]


def test_a_conversation_is_named_by_its_tab() -> None:
    view = home((HomeSection("Alerts", (HomeItem("rut record", "D1"),)),))
    assert "In Messages" in texts(view["blocks"])
    assert markup(view) == []


@pytest.mark.parametrize("channel", ["C1> <!here", "<!here>", "c1", "C" * 99])
def test_hostile_words_and_ids_are_inert(channel: str) -> None:
    item = HomeItem(HOSTILE, channel, HOSTILE, AT, Action(HOSTILE, "/help"))
    view = home((HomeSection(HOSTILE, (item,), HOSTILE, Action(HOSTILE, "/help")),))
    assert broken(view["blocks"], most=HOME) == []
    assert not any(ALIVE.search(text.replace("<!date^", "")) for text in markup(view))


def test_however_much_is_kept_it_stays_within_the_limits_and_says_what_is_left_out() -> None:
    items = tuple(HomeItem(f"{n} {HOSTILE}", "C1", HOSTILE, AT, Action(HOSTILE, "/help")) for n in range(200))
    view = home((HomeSection(HOSTILE, items, "", Action("All", "/alert list")),) * 9)
    assert broken(view["blocks"], most=HOME) == []
    assert texts(view["blocks"]).count("and 185 more") == 4
