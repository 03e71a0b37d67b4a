"""The contract: whatever a command answers, Discord would take it, and no figure is cut."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord.message import PICTURE, to_message, to_plain_message, without_uploads
from bot.adapters.discord.preview import discord_preview, payload
from charts.spec import Picture
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
from tests.bot.adapters.discord.rules import OWN_TIME, broken, buttons, of_type, texts
from tests.bot.pictures import CLOSE, PIXEL, line

HOSTILE = "@everyone <!channel> </script> *_~| `x` ```\n# big\u200b\u202e [a](https://evil.example) <@1>"
FIGURE = "1,234,567.89"
PICTURE_OF = Picture(PIXEL, "Line chart: rut.", 1200, 675)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def every_text(message: dict[str, Any]) -> str:
    return "\n".join(texts(message))


def said(reply: Reply, *shape: Any, **more: Any) -> list[str]:
    """The texts of its message."""
    return texts(payload(to_message(reply, *shape, **more)))


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
    assert broken(payload(to_plain_message(REPLIES[name]))) == []


@pytest.mark.parametrize("name", ["long table", "wide table", "long notes", "many facts", "everything"])
def test_no_figure_is_cut(name: str) -> None:
    for message in (to_message(REPLIES[name]), to_plain_message(REPLIES[name])):
        text = OWN_TIME.sub("", every_text(payload(message)))
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
    text = every_text(payload(to_message(REPLIES["everything"])))
    shown = text.count("**Label ")
    assert f"More figures than fit here: {30 - shown}." in text
    assert f"More rows than fit here: {100 - text.count('Row ')}." in text
    assert "-# Follow-ups that no button can hold here: " in text


def test_the_sentence_comes_first_then_picture_figures_notes_source_and_buttons() -> None:
    reply = Reply(
        "It rose.",
        facts=tuple(Fact(f"Figure {i}", i, Unit.COUNT) for i in range(5)),
        chart=line("rut"),
        notes=("Prices are delayed.",),
        actions=(Action("3Y", "/compare rut ndx 3y"), Action("Ratio", "/strength rut ndx")),
        attachments=(Attachment("series.csv", b"a"),),
        provenance=Provenance("Sample", CLOSE),
        command="/compare rut ndx",
        direction=Direction.UP,
    )
    message = payload(to_message(reply, PICTURE_OF, answer="A" * 22))
    (box,) = message["components"]
    assert [part["type"] for part in box["components"]] == [10, 12, 9, 14, 10, 10, 13, 1]
    assert f"#{box['accent_color']:06x}" == DARK.up.casefold()
    head, figures, notes, source = texts(message)
    assert head == "-# /compare rut ndx\n### ▲ It rose."
    assert figures == "**Figure 0** 0\n**Figure 1** 1\n**Figure 2** 2"
    assert notes == "-# Prices are delayed."
    assert source == "-# Source: Sample · as of 2026-01-22 16:00 ET · <t:1769115600:f>"
    (gallery,) = of_type(message, 12)
    assert gallery["items"] == [{"media": {"url": "attachment://chart.png"}, "description": PICTURE_OF.alt}]
    assert [*buttons(message)] == ["All figures", "3Y", "Ratio", "Light picture"]
    assert of_type(message, 9)[0]["accessory"]["label"] == "All figures"


def test_without_its_picture_a_message_says_why_and_is_else_the_same() -> None:
    reply = Reply(
        "It rose.", chart=line("rut"), attachments=(Attachment("a.csv", b"a"),), command="/chart rut"
    )
    whole = to_message(reply, PICTURE_OF)
    bare = payload(without_uploads(whole, "Discord did not take the picture."))
    assert broken(bare) == []
    assert texts(bare) == [texts(payload(whole))[0], "-# Discord did not take the picture."]
    assert buttons(bare) == buttons(payload(whole))


def test_a_narrow_table_is_a_block_with_figures_to_the_right() -> None:
    table = Table(
        (Column("Market"), Column("Change", Unit.CHANGE)), (("Russell 2000", 0.0076), ("Dow", -0.0101))
    )
    assert said(Reply("x", table=table))[1] == (
        "```\nMarket        Change\nRussell 2000  +0.76%\nDow           −1.01%\n```"
    )


def test_figures_carry_their_own_time_only_where_it_differs() -> None:
    origin = Provenance("Sample", CLOSE)
    same = Fact("Close", 2718.77, Unit.LEVEL, as_of="2026-01-22 16:00 ET", source="Sample")
    other = Fact("Close", 2698.17, Unit.LEVEL, as_of="2026-01-21 16:00 ET", source="Sample")
    figures = said(Reply("x", facts=(same, other), provenance=origin))[1]
    assert figures.splitlines() == ["**Close** 2,718.77", "**Close** 2,698.17 · 2026-01-21 16:00 ET"]


@pytest.mark.parametrize(
    ("direction", "colour", "start"),
    [(Direction.UP, DARK.up, "▲ "), (Direction.DOWN, DARK.down, "▼ "), (Direction.FLAT, DARK.faint, "L")],
)
def test_the_colour_repeats_what_a_sign_says(direction: Direction, colour: str, start: str) -> None:
    message = to_message(Reply("Level.", direction=direction))
    assert f"#{message.colour:06x}" == colour.casefold()
    assert texts(payload(message))[0].startswith(f"### {start}")


def test_sample_data_is_branded_even_when_the_source_forgets() -> None:
    named = to_message(Reply("x", provenance=Provenance("S", UNDATED, sample=True)))
    assert named.footer == "-# Source: S · SAMPLE: invented data, not the real market"
    nameless = to_message(Reply("x", provenance=Provenance("", UNDATED, sample=True)))
    assert nameless.footer == "-# SAMPLE DATA"


def test_a_picture_too_large_for_discord_is_named() -> None:
    message = to_message(Reply("x", chart=line("x")), Picture(bytes(10 * 1024 * 1024 + 1), "alt", 1, 1))
    assert message.uploads == ()
    assert texts(payload(message))[-1] == f"-# The file {PICTURE} is too large for Discord."


def test_the_preview_is_what_is_sent_but_for_the_address_of_the_picture() -> None:
    reply = Reply("x", chart=line("rut"), command="/chart rut", actions=(Action("3Y", "/chart rut 3y"),))
    sent = payload(to_message(reply, Picture(PIXEL, reply.chart.caption.alt, 1, 1), Mode.DARK))
    shown = discord_preview(reply, "https://console.example/picture.png")
    of_type(shown, 12)[0]["items"][0]["media"]["url"] = "attachment://chart.png"
    assert shown == sent
