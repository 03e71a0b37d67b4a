"""The contract: whatever a command answers, Discord would take it, and no figure is cut."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord.message import PICTURE, to_content, to_message
from bot.adapters.discord.preview import discord_preview, payload
from charts.drawing.render import Picture
from charts.theme import DARK, Mode
from commands.framework.reply import (
    Action,
    Attachment,
    Column,
    Direction,
    Evidence,
    Fact,
    Reply,
    Table,
    Visibility,
)
from market.formatting import Unit
from market.provenance import UNDATED, Provenance
from tests.bot.pictures import CLOSE, PIXEL, line

HOSTILE = "@everyone <!channel> </script> *_~| `x` ```\n# big\u200b\u202e [a](https://evil.example) <@1>"
FIGURE = "1,234,567.89"
PICTURE_OF = Picture(PIXEL, "Line chart: rut.", 1200, 675)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def broken(message: dict[str, Any]) -> list[str]:
    """What Discord's documented limits and rules forbid in `message`."""
    problems, total = [], 0

    def check(name: str, text: str, most: int) -> None:
        if not 1 <= units(text) <= most or not text.strip():
            problems.append(f"{name}: {units(text)} of {most}")

    for embed in message["embeds"]:
        parts = [
            ("title", embed.get("title"), 256),
            ("description", embed.get("description"), 4096),
            ("footer", embed.get("footer", {}).get("text"), 2048),
            ("author", embed.get("author", {}).get("name"), 256),
        ]
        for field in embed.get("fields", []):
            parts += [("field name", field["name"], 256), ("field value", field["value"], 1024)]
        for name, text, most in parts:
            if text is not None:
                check(name, text, most)
                total += units(text)
        if len(embed.get("fields", [])) > 25:
            problems.append("fields")
        if not embed.get("title") and not embed.get("description"):
            problems.append("empty embed")
    if total > 6000:
        problems.append(f"embed total {total}")
    rows = message["components"]
    ids = [c["custom_id"] for row in rows for c in row["components"]]
    if len(rows) > 5 or any(len(row["components"]) > 5 for row in rows) or len(ids) != len(set(ids)):
        problems.append("components")
    for row in rows:
        for component in row["components"]:
            check("custom_id", component["custom_id"], 100)
            for option in component.get("options", ()):
                check("option label", option["label"], 100)
                check("option value", option["value"], 100)
            if component["type"] == 2:
                check("label", component["label"], 80)
            elif not 1 <= len(component["options"]) <= 25:
                problems.append("options")
    if len(message["attachments"]) > 10 or any(
        units(a.get("description", "")) > 1024 for a in message["attachments"]
    ):
        problems.append("attachments")
    json.dumps(message)
    return problems


def every_text(message: dict[str, Any]) -> str:
    embed = message["embeds"][0]
    parts = [embed.get("title", ""), embed.get("description", "")]
    for field in embed.get("fields", ()):
        parts += [field["name"], field["value"]]
    return "\n".join(parts)


def wide(columns: int, rows: int, cell: str = FIGURE) -> Table:
    return Table(
        (Column("Market"), *(Column(f"Column {i}", Unit.LEVEL) for i in range(columns - 1))),
        tuple((f"Row {i}", *(cell for _ in range(columns - 1))) for i in range(rows)),
        title="A table",
    )


REPLIES = {
    "plain": Reply("The Russell 2000 closed at 2,718.77."),
    "error": Reply("I know no symbol.", actions=(Action("/help", "/help"),), error=True, visibility=Visibility.PRIVATE),
    "long table": Reply("Long.", table=wide(3, 200)),
    "wide table": Reply("Wide.", table=wide(12, 200)),
    "eight symbols": Reply("Eight.", table=wide(5, 8), facts=tuple(Fact(f"S{i}", 0.01, Unit.CHANGE) for i in range(8))),
    "long notes": Reply("Notes.", notes=(f"{FIGURE} " * 310, f"{FIGURE} " * 20)),
    "one long note": Reply("Notes.", notes=("word " * 800,)),
    "many facts": Reply("Facts.", facts=tuple(Fact("L" * 90, f"{FIGURE} " * 20) for _ in range(40))),
    "everything": Reply(
        f"{FIGURE} " * 60,
        facts=tuple(Fact(f"Label {i}", f"{FIGURE} " * 9) for i in range(30)),
        table=wide(6, 100),
        chart=line("x"),
        notes=(f"{FIGURE} " * 300,),
        actions=tuple(Action(f"A{i}", f"/quote s{i} {'x' * i * 4}") for i in range(60)),
        evidence=(Evidence("a", "b", ("c",), "d"),),
        provenance=Provenance(f"{FIGURE} " * 400, CLOSE),
        command="/check " + f"{FIGURE} " * 300,
        direction=Direction.DOWN,
    ),
    "hostile": Reply(
        HOSTILE,
        facts=(Fact(HOSTILE, HOSTILE, source=HOSTILE),),
        table=Table((Column(HOSTILE), Column(HOSTILE)), ((HOSTILE, HOSTILE),), title=HOSTILE),
        notes=(HOSTILE,),
        actions=(Action(HOSTILE, f"/quote {HOSTILE}"),),
        provenance=Provenance(HOSTILE, UNDATED),
        command=f"/quote {HOSTILE}",
    ),
    "empty words": Reply(
        "\u200b", facts=(Fact("", ""), Fact("\u202e", " ")), table=Table((Column(""),), (("",),)), notes=("",)
    ),
    "astral": Reply("📈" * 4000, notes=("📉" * 4000,), facts=(Fact("📈" * 300, "📉" * 3000),)),
    "empty table": Reply("Nothing.", table=Table((Column("Market"),), ())),
    "files": Reply("Files.", attachments=tuple(Attachment(f"{i}.csv", b"a") for i in range(12))),
}  # fmt: skip


@pytest.mark.parametrize("name", REPLIES)
@pytest.mark.parametrize("picture", [None, PICTURE_OF])
def test_every_kind_of_reply_stays_within_the_limits(name: str, picture: Picture | None) -> None:
    message = to_message(REPLIES[name], picture, mark="ref 0123456789ab")
    assert broken(payload(message)) == []
    assert broken(discord_preview(REPLIES[name], "https://example.org/x.png")) == []


@pytest.mark.parametrize("name", REPLIES)
def test_the_plain_fallback_fits_one_message(name: str) -> None:
    assert 1 <= units(to_content(REPLIES[name])) <= 2000


@pytest.mark.parametrize("name", ["long table", "wide table", "long notes", "many facts", "everything"])
def test_no_figure_is_cut(name: str) -> None:
    for text in (every_text(payload(to_message(REPLIES[name]))), to_content(REPLIES[name])):
        figures = {figure.rstrip(".,") for figure in re.findall(r"[\d,.]*\d[\d,.]*", text)}
        assert {figure for figure in figures if len(figure) > 3} <= {FIGURE}


WORDS = st.text(alphabet=st.sampled_from("ab 1,.%\n\\`*_|<@#:/[]()-\u200b\u202e📈"), max_size=1500)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    columns = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(*[st.text("ab`1, @", max_size=60)] * columns), max_size=60))
    facts = draw(st.lists(st.builds(Fact, WORDS, WORDS, as_of=WORDS, source=WORDS), max_size=30))
    return Reply(
        draw(WORDS),
        facts=tuple(facts),
        table=Table(tuple(Column(draw(st.text("ab`1", max_size=50))) for _ in range(columns)), tuple(rows)),
        notes=tuple(draw(st.lists(WORDS, max_size=4))),
        actions=tuple(Action(*pair) for pair in draw(st.lists(st.tuples(WORDS, WORDS), max_size=8))),
        provenance=Provenance(draw(WORDS), UNDATED),
        command=draw(WORDS),
    )


@settings(max_examples=60, deadline=None)
@given(replies())
def test_any_reply_at_all_stays_within_the_limits(reply: Reply) -> None:
    assert broken(payload(to_message(reply))) == []


def test_hostile_words_do_nothing_anywhere() -> None:
    message = payload(to_message(REPLIES["hostile"], PICTURE_OF))
    text = every_text(message)
    fenced = re.sub(r"```\n.*?\n```", "", text, flags=re.DOTALL)
    bare = re.sub(r"\\.", "", fenced).replace("**", "")
    assert not re.search(r"[`<\[\]]|@\w|\w://", bare)
    assert text.count("```") == 0  # a table of words is lines, and no backtick in them opens a block
    assert message["allowed_mentions"] == {"parse": []}
    assert "@everyone" not in json.dumps(message)


def test_what_does_not_fit_is_counted_never_silent() -> None:
    embed = to_message(REPLIES["everything"]).embed
    shown = sum(1 for field in embed["fields"] if field["name"].startswith("Label"))
    assert f"More figures than fit here: {30 - shown}." in embed["description"]
    rows = embed["description"].count("Row ")
    assert f"More rows than fit here: {100 - rows}." in embed["description"]
    notes = next(field["value"] for field in embed["fields"] if field["name"] == "Notes")
    assert notes.startswith("Follow-ups that no button can hold here: ")


def test_a_narrow_table_is_a_block_with_figures_to_the_right() -> None:
    table = Table(
        (Column("Market"), Column("Change", Unit.CHANGE)), (("Russell 2000", 0.0076), ("Dow", -0.0101))
    )
    assert to_message(Reply("x", table=table)).embed["description"] == (
        "```\nMarket        Change\nRussell 2000  +0.76%\nDow           −1.01%\n```"
    )


def test_figures_carry_their_own_time_only_where_it_differs() -> None:
    origin = Provenance("Sample", CLOSE)
    same = Fact("Close", 2718.77, Unit.LEVEL, as_of="2026-01-22 16:00 ET", source="Sample")
    other = Fact("Close", 2698.17, Unit.LEVEL, as_of="2026-01-21 16:00 ET", source="Sample")
    fields = to_message(Reply("x", facts=(same, other), provenance=origin)).embed["fields"]
    assert [field["value"] for field in fields] == ["2,718.77", "2,698.17\n2026-01-21 16:00 ET"]


@pytest.mark.parametrize(
    ("direction", "colour", "start"),
    [(Direction.UP, DARK.up, "▲ "), (Direction.DOWN, DARK.down, "▼ "), (Direction.FLAT, DARK.faint, "L")],
)
def test_the_colour_repeats_what_a_sign_says(direction: Direction, colour: str, start: str) -> None:
    embed = to_message(Reply("Level.", direction=direction)).embed
    assert f"#{embed['color']:06x}" == colour.casefold()
    assert embed["title"].startswith(start)


def test_sample_data_is_branded_even_when_the_source_forgets() -> None:
    named = to_message(Reply("x", provenance=Provenance("S", UNDATED, sample=True))).embed
    assert named["footer"]["text"] == "Source: S · SAMPLE: invented data, not the real market"
    nameless = to_message(Reply("x", provenance=Provenance("", UNDATED, sample=True))).embed
    assert nameless["footer"]["text"] == "SAMPLE DATA"


def test_the_time_stamp_is_the_datas_not_the_requests() -> None:
    embed = to_message(Reply("x", provenance=Provenance("S", datetime(2026, 1, 22, 21, 0, tzinfo=UTC)))).embed
    assert embed["timestamp"] == "2026-01-22T21:00:00+00:00"


def test_a_picture_too_large_for_discord_is_named() -> None:
    message = to_message(Reply("x", chart=line("x")), Picture(bytes(10 * 1024 * 1024 + 1), "alt", 1, 1))
    assert message.uploads == ()
    assert message.embed["fields"][-1]["value"] == f"The file {PICTURE} is too large for Discord."


def test_the_preview_is_what_is_sent_but_for_the_address_of_the_picture() -> None:
    reply = Reply("x", chart=line("rut"), command="/chart rut", actions=(Action("3Y", "/chart rut 3y"),))
    sent = payload(to_message(reply, Picture(PIXEL, reply.chart.caption.alt, 1, 1), Mode.DARK))
    shown = discord_preview(reply, "https://console.example/picture.png")
    shown["embeds"][0]["image"]["url"] = "attachment://chart.png"
    assert shown == sent
