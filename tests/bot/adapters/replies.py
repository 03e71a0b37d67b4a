"""Every kind of reply that a command can give, at its worst: what each face must be able to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.adapters.welcome import welcome
from charts.spec import Caption
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
from market.provenance import Provenance

CLOSE = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
SAMPLED = Provenance("Sample market", CLOSE, sample=True)
FIGURE = "1,234,567.89"
HOSTILE = (
    "@everyone @here <!channel> <!here> <@U1> <@123> <#C1> <@&5> </script><img src=x onerror=alert(1)> *_~|` ```\n"
    "# big\n> quote\n1. one :tada: &lt;!channel&gt; <https://evil.example|ours> [ours](https://evil.example) "
    "https://evil.example \x1b]8;;https://evil.example\x1b\\ours\x1b]8;;\x1b\\ \x1b[31m [bold]red[/bold] \x07\x08"
)
UNSEEN = "clo\u200bsed \u202eup\u202c \u2066at\u2069 \u200f\ufeff\u00ad"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of which only the words matter here."""

    caption: Caption

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        raise AssertionError("nothing is drawn here")


def drawing(alt: str) -> Drawing:
    return Drawing(Caption("A title", SAMPLED, alt))


def sentence(length: int) -> str:
    return ("The index closed at 2,718.77, +0.76% on 2,698.17 over 1,874 of 1,960 members. " * 60)[:length]


def table(rows: int, columns: int, title: str = "Members") -> Table:
    heads = (Column("Market"), *(Column(f"Change of kind {i}", Unit.LEVEL) for i in range(1, columns)))
    return Table(
        heads, tuple((f"Member {i}", *(1234567.89 + i,) * (columns - 1)) for i in range(rows)), title
    )


def worded(rows: int) -> Table:
    cells = tuple((f"Claim {i}", sentence(700), HOSTILE, 0.0076) for i in range(rows))
    return Table(
        (Column("Claim"), Column("Says"), Column("Source"), Column("Change", Unit.CHANGE)), cells, "Claims"
    )


def follow_ups(count: int) -> tuple[Action, ...]:
    periods = ("1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y", "10Y")
    named = tuple(Action(p, f"/compare rut ndx {p.casefold()}") for p in periods)
    return (*named, *(Action(f"Press {i}", f"/quote press{i}") for i in range(count)))[:count]


EVIDENCE = (Evidence("It led.", "a − b", ("a on 2026-01-22", "b on 2026-01-22"), "Sample market"),)
FACT = Fact("Close", 2718.77, Unit.LEVEL, "on 2,698.17", as_of="2026-01-21 11:30 ET", source="FRED")


def reply(headline: str = "The Russell 2000 closed at 2,718.77, +0.76%.", **parts: Any) -> Reply:
    """A reply with source, time and command, as commands make them."""
    given: dict[str, Any] = {"provenance": SAMPLED, "command": "/compare rut ndx"}
    return Reply(headline, **(given | parts))


REPLIES: dict[str, Reply] = {
    "the welcome": welcome("Type a command.", "To send me away: remove me."),
    "a sentence": reply(),
    "up": reply(direction=Direction.UP),
    "down": reply(direction=Direction.DOWN),
    "a long table": reply(table=table(400, 4)),
    "a wide table": reply(table=table(30, 14)),
    "a table of long sentences": reply(table=worded(60)),
    "an empty table": reply(table=Table((Column("Market"), Column("Change", Unit.CHANGE)), ())),
    "missing values": reply(
        table=Table(
            (Column("A"), Column("B", Unit.LEVEL), Column("C", Unit.DATE)),
            (("", None, None), ("x", float("nan"), CLOSE)),
        ),
        facts=(Fact("Nothing", None, Unit.LEVEL), Fact("", ""), FACT),
    ),
    "eight symbols": reply(
        table=table(8, 5),
        chart=drawing("Line chart of eight markets."),
        facts=tuple(Fact(f"Symbol {i}", 0.0954, Unit.CHANGE, "price return") for i in range(8)),
        actions=follow_ups(8),
        command="/compare rut spx ndx dji ixic mdy iwm iwc",
    ),
    "notes of 4,000 characters": reply(notes=(sentence(4000), sentence(4000), "Last.")),
    "forty notes": reply(notes=tuple(f"Note {i}." for i in range(40))),
    "forty figures": reply(facts=tuple(Fact(f"Figure {i}", 2718.77 + i, Unit.LEVEL, sentence(200)) for i in range(40))),
    "long labels": reply(facts=tuple(Fact(f"{sentence(90)} {i}", FIGURE, detail=sentence(120)) for i in range(25))),
    "a figure of another day and source": reply(facts=(FACT,)),
    "no picture": reply(chart=None, actions=follow_ups(3)),
    "a picture": reply(chart=drawing(sentence(1000))),
    "private": reply(visibility=Visibility.PRIVATE, chart=drawing("Bars."), command="/exposure AAPL 40, NVDA 25"),
    "an error": Reply(
        "I know no symbol “xyz”. Did you mean xlf?", actions=(Action("/quote xlf", "/quote xlf"),), error=True,
        visibility=Visibility.PRIVATE,
    ),
    "a bare error": Reply("Something went wrong (id 1a2b3c4d). Try again.", error=True),
    "a sample whose source forgets to say so": reply(provenance=SAMPLED.named("invented")),
    "a sample without a source": reply(provenance=SAMPLED.named("")),
    "twelve buttons": reply(actions=follow_ups(12), chart=drawing("Line chart."), evidence=EVIDENCE),
    "long follow-ups": reply(
        actions=(Action("Again", "/exposure " + "AAPL 40, NVDA 25, IWM 35, " * 30), Action("Short", "/help"))
    ),
    "evidence": reply(evidence=EVIDENCE, actions=follow_ups(2)),
    "files": reply(
        attachments=(Attachment("series.csv", b"session,rut\n2026-01-22,2718.77\n"), Attachment("b.csv", b"\xff"))
    ),
    "a headline of 4,000 characters": reply(sentence(4000)),
    "one word of 4,000 characters": reply("x" * 4000, notes=("y" * 4000,), facts=(Fact("z" * 900, "w" * 4000),)),
    "emoji": reply("📈" * 3000, notes=("👩‍🚀" * 2000,), facts=(Fact("🇩🇪" * 200, "📉" * 3000),)),
    "hostile text everywhere": reply(
        f"Headline {HOSTILE}",
        facts=(Fact(HOSTILE, HOSTILE, detail=HOSTILE, as_of=HOSTILE, source=HOSTILE), Fact("*bold*", "_x_")),
        table=Table((Column(HOSTILE), Column(HOSTILE)), ((HOSTILE, HOSTILE),), HOSTILE),
        chart=drawing(HOSTILE),
        notes=(HOSTILE,),
        actions=(Action(HOSTILE, f"/quote {HOSTILE}"),),
        attachments=(Attachment("series.csv", b""),),
        provenance=SAMPLED.named(f"{SAMPLED.source} {HOSTILE}"),
        command=f"/quote {HOSTILE}",
        evidence=EVIDENCE,
    ),
    "unseen characters everywhere": reply(
        f"Headline {UNSEEN}",
        facts=(Fact(UNSEEN, UNSEEN, detail=UNSEEN),),
        table=Table((Column(UNSEEN),), ((UNSEEN,),), UNSEEN),
        chart=drawing(UNSEEN),
        notes=(UNSEEN,),
        actions=(Action(UNSEEN, f"/quote {UNSEEN}"),),
        provenance=SAMPLED.named(f"{SAMPLED.source} {UNSEEN}"),
        command=f"/quote {UNSEEN}",
    ),
    "nothing but unseen characters": Reply(
        "\u200b",
        facts=(Fact("\u202e", "\u200b"), FACT),
        table=Table((Column("\u200b"),), (("\u202e",),)),
        notes=("\u200b",),
    ),
    "empty everything": Reply(
        "", facts=(Fact("", ""),), table=Table((Column(""),), (("",),)), notes=("",), actions=(Action("", "/help"),)
    ),
    "everything at once": reply(
        sentence(900),
        facts=tuple(Fact(f"Label {i} {FIGURE}", f"{FIGURE} " * 9, detail=sentence(90)) for i in range(30)),
        table=table(300, 9),
        chart=drawing(sentence(1000)),
        notes=(sentence(4000),) * 9,
        actions=follow_ups(60),
        evidence=EVIDENCE,
        attachments=(Attachment("series.csv", b"session,rut\n"),),
        provenance=SAMPLED.named(f"{SAMPLED.source} · {sentence(600)}"),
        command="/check " + sentence(900),
        direction=Direction.DOWN,
    ),
}  # fmt: skip


def cut_everywhere(place: str, shift: int) -> Reply:
    """Figures without end in one place, `shift` characters further right: some limit cuts each."""
    words = "x" * shift + f" {FIGURE}" * 600
    parts: dict[str, Any] = {
        "headline": {"headline": words},
        "a note": {"notes": (words,)},
        "a label": {"facts": (Fact(words, FIGURE),)},
        "a figure": {"facts": (Fact("Label", words),)},
        "a detail": {"facts": (Fact("Label", 1.0, Unit.LEVEL, words),)},
        "a cell": {"table": Table((Column("A"), Column("B")), ((words, words),) * 3)},
        "a head": {"table": Table((Column(words), Column(words)), (("a", "b"),))},
        "a title": {"table": Table((Column("A"),), (("a",),), words)},
        "the sources": {"provenance": SAMPLED.named(words)},
        "a command": {"command": f"/check {words}"},
        "a button": {"actions": (Action(words, "/help"),)},
        "an alternative text": {"chart": drawing(words)},
    }
    return reply(**parts[place])


PLACES = (
    "headline", "a note", "a label", "a figure", "a detail", "a cell", "a head", "a title", "the sources", "a command",
    "a button", "an alternative text",
)  # fmt: skip
SHIFTS = range(len(FIGURE) + 1)
