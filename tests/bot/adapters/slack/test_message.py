"""Every reply that a command can give is shown inside Slack's limits, whole in its figures, inert."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.message import Audience, Image, to_message, to_plain_message
from bot.adapters.slack.preview import slack_preview
from charts.theme import Mode
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from market.formatting import Unit
from market.provenance import UNDATED, Provenance
from tests.bot.adapters.slack.rules import ALIVE, broken, texts
from tests.bot.pictures import CLOSE, line

HOSTILE = (
    "@everyone <!channel> <@U1> <#C1> </script> *_~|` :tada: <http://x.y|z> &lt;!here&gt; "
    "https://evil.example \u200b\u202e"
)
IMAGE = Image("Line chart.", file_id="F1")
NUMBER = re.compile(r"(?<![\d,.])[+−]?\d[\d,]*(?:\.\d+)?%?")


def long_table(rows: int, columns: int = 4) -> Table:
    heads = (Column("Market"), *(Column(f"Change {i}", Unit.CHANGE) for i in range(1, columns)))
    return Table(
        heads, tuple((f"Member {i}", *(i / 1000,) * (columns - 1)) for i in range(rows)), title="Members"
    )


def sentence(length: int) -> str:
    return ("The index closed at 2,718.77, +0.76% on 2,698.17 over 1,874 of 1,960 members. " * 200)[:length]


def wordy(rows: int) -> Table:
    return Table((Column("A"), Column("B")), tuple((sentence(900), HOSTILE) for _ in range(rows)))


def follow_ups(*commands: str) -> tuple[Action, ...]:
    return tuple(Action(f"Press {i}", command) for i, command in enumerate(commands))


EVIDENCE = (Evidence("a", "b", ("c",), "d"),)
REPLIES = {
    "a sentence": Reply("It rose."),
    "an empty sentence": Reply(""),
    "a long table": Reply("Long.", table=long_table(400)),
    "a wide table": Reply("Wide.", table=long_table(30, 30)),
    "a table of long cells": Reply("Cells.", table=wordy(120)),
    "missing values": Reply(
        "Gaps.", table=Table((Column("A"), Column("B", Unit.LEVEL)), (("", None), ("x", float("nan"))))
    ),
    "eight symbols": Reply(
        "Eight.",
        table=long_table(8, 12),
        chart=line("eight"),
        actions=follow_ups(*(f"/compare a b c d e f g h {n}y" for n in range(1, 9))),
    ),
    "a note of 4,000 characters": Reply("Note.", notes=(sentence(4000), sentence(4000), "Last.")),
    "forty facts": Reply(
        "Facts.", facts=tuple(Fact(f"Figure {i}", 2718.77, Unit.LEVEL, sentence(300)) for i in range(40))
    ),
    "an empty fact": Reply("Facts.", facts=(Fact("Nothing", ""), Fact("Close", 2718.77, Unit.LEVEL))),
    "forty notes": Reply("Notes.", notes=tuple(f"Note {i}." for i in range(40))),
    "forty actions": Reply(
        "Buttons.",
        actions=follow_ups(*(f"/quote {i}" for i in range(40))),
        chart=line("x"),
        command="/quote rut",
        evidence=EVIDENCE,
    ),
    "long actions": Reply(
        "Long.",
        actions=follow_ups(*(f"/check {sentence(n)}" for n in (1900, 2100, 1500))),
        command=f"/check {sentence(2500)}",
    ),
    "a headline of 4,000 characters": Reply(sentence(4000)),
    "an error": Reply(
        "I know no symbol “xyz”. Did you mean xlf?", actions=(Action("/quote xlf", "/quote xlf"),), error=True
    ),
    "a sample": Reply("Sample.", provenance=Provenance("made up", UNDATED, sample=True)),
    "everything at once": Reply(
        sentence(900),
        facts=tuple(Fact(HOSTILE, 0.0076, Unit.CHANGE, sentence(600)) for _ in range(25)),
        table=long_table(300, 9),
        chart=line(sentence(900)),
        notes=(sentence(4000),) * 9,
        actions=tuple(Action(sentence(90), f"/compare {sentence(400)}") for _ in range(30)),
        provenance=Provenance(sentence(900), UNDATED),
        command=f"/compare {sentence(900)}",
        evidence=EVIDENCE,
    ),
    "hostile text everywhere": Reply(
        HOSTILE,
        facts=(
            Fact(HOSTILE, HOSTILE, detail=HOSTILE),
            Fact("Name", "*bold*"),
            Fact("S&P 500", 6913.35, Unit.LEVEL),
        ),
        table=Table((Column(HOSTILE),), ((HOSTILE,),), title=HOSTILE),
        chart=line(HOSTILE),
        notes=(HOSTILE,),
        actions=(Action(HOSTILE, HOSTILE),),
        provenance=Provenance(HOSTILE, UNDATED),
        command=HOSTILE,
    ),
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("picture", ["shown", "failed", "none"])
@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_every_reply_is_inside_every_limit(reply: Reply, picture: str, audience: Audience) -> None:
    image = IMAGE if picture == "shown" else None
    why = "The picture could not be drawn." if picture == "failed" else ""
    payload = to_message(reply, image, no_picture=why, audience=audience)
    assert broken(payload["blocks"]) == []
    assert not ALIVE.search(payload["text"])
    assert len(payload["text"]) <= 4000
    if why:
        assert any(why in text for text in texts(payload["blocks"]))


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_the_plain_fallback_too_is_inside_every_limit(reply: Reply) -> None:
    payload = to_plain_message(reply, "Slack did not take the formatted answer.")
    assert broken(payload["blocks"]) == []
    assert not ALIVE.search(payload["text"])


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_no_figure_is_cut_in_the_middle(reply: Reply) -> None:
    said = " ".join(
        [reply.headline, reply.sources, reply.command, *reply.notes]
        + [f"{fact.label} {fact.text}" for fact in reply.facts]
        + [cell for row in (reply.table.texts() if reply.table else ()) for cell in row]
        + [column.label for column in (reply.table.columns if reply.table else ())]
        + [f"{action.label} {action.command}" for action in reply.actions]
    )
    whole = set(NUMBER.findall(said))
    for text in texts(to_message(reply)["blocks"]):
        if "not shown" not in text:
            assert set(NUMBER.findall(text)) <= whole, text


words = st.text(max_size=3000)
facts = st.builds(Fact, label=words, value=words)
tables = st.lists(st.tuples(words, words), max_size=8).map(
    lambda rows: Table((Column("A"), Column("B")), tuple(rows))
)
replies = st.builds(
    Reply,
    headline=words,
    facts=st.lists(facts, max_size=30).map(tuple),
    table=st.none() | tables,
    notes=st.lists(words, max_size=30).map(tuple),
    actions=st.lists(st.builds(Action, label=words, command=words), max_size=30).map(tuple),
    provenance=st.builds(Provenance, words, st.just(UNDATED), st.booleans()),
    command=words,
    error=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(replies, st.sampled_from(Mode), st.sampled_from(Audience), words)
def test_any_text_at_all_is_inside_every_limit(
    reply: Reply, mode: Mode, audience: Audience, alt: str
) -> None:
    payload = to_message(reply, Image(alt, file_id="F1"), mode=mode, audience=audience)
    assert broken(payload["blocks"]) == []
    assert not ALIVE.search(payload["text"])


def test_what_is_left_out_is_counted() -> None:
    shown = texts(to_message(REPLIES["a long table"])["blocks"])
    rows = sum(text.startswith("Member ") for text in shown)
    assert any(text.startswith(f"{400 - rows} more rows not shown") for text in shown)
    shown = texts(to_message(REPLIES["a wide table"])["blocks"])
    assert any(text.startswith("10 more columns not shown") for text in shown)
    shown = texts(to_message(REPLIES["forty facts"])["blocks"])
    assert any("more figures not shown" in text for text in shown)


def test_an_empty_figure_does_not_hide_those_after_it() -> None:
    fields = to_message(REPLIES["an empty fact"])["blocks"][1]["fields"]
    assert [field["text"] for field in fields] == ["*Nothing*\n–", "*Close*\n2,718.77"]


def test_a_figures_own_time_is_shown_where_it_differs_from_the_sources() -> None:
    facts = tuple(
        Fact("Close", 1.0, Unit.LEVEL, as_of=day) for day in ("2026-01-22 16:00 ET", "2026-01-21 16:00 ET")
    )
    reply = Reply("x", facts=facts, provenance=Provenance("Sample", CLOSE))
    fields = to_message(reply)["blocks"][1]["fields"]
    assert [field["text"] for field in fields] == ["*Close*\n1.00", "*Close*\n1.00 · 2026-01-21 16:00 ET"]


def test_ordinary_tables_and_notes_are_shown_whole() -> None:
    reply = Reply("Eleven sectors.", table=long_table(11, 8), notes=(sentence(1900),))
    shown = texts(to_message(reply)["blocks"])
    assert sum(text.startswith("Member ") for text in shown) == 11
    assert sentence(1900) in shown


def test_a_label_is_bold_only_where_no_character_is_markup() -> None:
    fields = to_message(REPLIES["hostile text everywhere"])["blocks"][1]["fields"]
    assert [field["type"] for field in fields] == ["plain_text", "plain_text", "mrkdwn"]
    assert fields[2]["text"] == "*S&amp;P 500*\n6,913.35"


def test_sample_data_is_branded_once() -> None:
    brand = "Source: made up · SAMPLE: invented data, not the real market"
    assert brand in texts(to_message(REPLIES["a sample"])["blocks"])
    nameless = Reply("x", provenance=Provenance("", UNDATED, sample=True))
    assert "SAMPLE DATA" in texts(to_message(nameless)["blocks"])


def test_the_buttons_slack_adds_are_never_crowded_out() -> None:
    (row,) = (b for b in to_message(REPLIES["forty actions"])["blocks"] if b["type"] == "actions")
    labels = [button["text"]["text"] for button in row["elements"]]
    assert len(labels) == 25
    assert labels[-2:] == ["Light picture", "Show the evidence"]
    assert row["elements"][-1]["value"] == "/evidence quote rut"


def test_the_preview_is_the_real_payload_with_the_picture_by_address() -> None:
    reply = REPLIES["eight symbols"]
    preview = slack_preview(reply, "http://127.0.0.1:8080/picture/1.png")
    (image,) = (block for block in preview["blocks"] if block["type"] == "image")
    assert image["image_url"] == "http://127.0.0.1:8080/picture/1.png"
    assert image["alt_text"] == "Line chart: eight"
    rest = [block for block in preview["blocks"] if block["type"] != "image"]
    assert rest == to_message(reply)["blocks"]
