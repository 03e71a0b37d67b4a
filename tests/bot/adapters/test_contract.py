"""One contract for every face: whatever a command answers is shown whole, true and inert.

The faces are real up to what they would send; the limits are the platforms' documented ones
(tests/bot/adapters/slack/rules.py with slack_sdk's own validation, tests/bot/adapters/discord/test_message.py).
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.formatting.text import source_line, text_of
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from commands import COMMANDS
from commands.framework.asker import Asker
from commands.framework.reply import Action, Column, Fact, Reply, Table
from market.formatting import Unit
from market.provenance import UNDATED, Provenance
from tests.bot.adapters.faces import FACES, WHY, Face, Shown
from tests.bot.adapters.replies import EVIDENCE, FACT, PLACES, REPLIES, SHIFTS, cut_everywhere, drawing

NUMBER = re.compile(r"(?<![\w.,])[+−$]?\d[\d,]*(?:\.\d+)?%?(?![\w])")
OWN_WORDS = re.compile(  # what faces say of themselves
    r"[\d,]+ more [\w\d, ]+? not shown: a Slack message has no room for more\.|More \w+ than fit here: \d+\."
    r"|Follow-ups that no button can hold here: \d+\."
)
EXAMPLES = [line for command in COMMANDS for line in (command.usage, *command.examples)]

each_face = pytest.mark.parametrize("face", FACES.values(), ids=FACES)
each_reply = pytest.mark.parametrize("kind", REPLIES)


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Reply]]:
    """Asks the real engine on the sample market, as somebody who may manage a channel."""
    folder = tmp_path_factory.mktemp("data")
    app = build_app(Settings(_env_file=None, data_dir=folder))  # type: ignore[call-arg]  # pydantic's own switch
    asker = Asker("discord", "G1", "C1", "U1", zone="Europe/Berlin", manages=True)
    yield lambda line: app.engine.answer(Request(text=line, asker=asker))
    asyncio.run(app.close())


def words_of(answer: Reply) -> str:
    """Every word that a face may take from a reply."""
    own = [f"{fact.label} {fact.text} {fact.as_of} {fact.source}" for fact in answer.facts]
    rows = [cell for row in (answer.table.texts() if answer.table else ()) for cell in row]
    heads = [column.label for column in (answer.table.columns if answer.table else ())]
    pressed = [f"{action.label} {action.command}" for action in answer.actions]
    said = [
        answer.headline,
        source_line(answer),
        answer.command,
        *answer.notes,
        *own,
        *rows,
        *heads,
        *pressed,
    ]
    said += [answer.table.title] if answer.table else []
    said += [answer.chart.caption.alt] if answer.chart else []
    said += [file.name for file in answer.attachments]
    return " ".join(said)


def numbers(text: str) -> set[str]:
    return {number.rstrip(",") for number in NUMBER.findall(text)}


def begins(text: str, shown: Shown) -> bool:
    """Whether the beginning of `text` is there, wherever its lines break."""
    seen = "".join(c for c in text if unicodedata.category(c)[0] not in "CZ")
    return seen[:40] in "".join(shown.text.split())


def assert_shown_well(answer: Reply, shown: Shown) -> None:
    assert shown.broken == ()
    assert shown.alive == ()
    assert numbers(" ".join(OWN_WORDS.sub("", part) for part in shown.parts)) <= numbers(words_of(answer))
    assert begins(answer.headline, shown)
    assert begins(source_line(answer), shown)
    if answer.sample:
        assert "sample" in shown.text.casefold()


# ---- every kind of reply, on every face


@cache
def shown_by(face: Face, kind: str) -> Shown:
    """Made once, and looked at by several tests."""
    return face(REPLIES[kind])


@each_face
@each_reply
def test_a_reply_is_inside_the_limits_inert_whole_in_its_figures_and_sourced(face: Face, kind: str) -> None:
    assert_shown_well(REPLIES[kind], shown_by(face, kind))


@each_face
@each_reply
def test_nothing_unseen_reaches_a_reader(face: Face, kind: str) -> None:
    unseen = [c for c in shown_by(face, kind).text if unicodedata.category(c)[0] == "C" and c != "\u200d"]
    assert unseen == []


@each_face
@each_reply
def test_something_is_always_said(face: Face, kind: str) -> None:
    assert shown_by(face, kind).text


@each_face
@pytest.mark.parametrize("kind", [name for name, answer in REPLIES.items() if answer.chart])
def test_a_picture_that_fails_leaves_the_words_and_the_reason(face: Face, kind: str) -> None:
    shown = face(REPLIES[kind], failed=True)
    assert begins(REPLIES[kind].headline, shown)
    assert shown.broken == ()
    if face not in (FACES["console"], FACES["a narrow console"]):  # there a picture is a file of its own
        assert WHY in shown.text


@each_face
@pytest.mark.parametrize(
    "kind", ["no picture", "twelve buttons", "eight symbols", "an error", "evidence", "files"]
)
def test_every_follow_up_can_be_pressed_or_read(face: Face, kind: str) -> None:
    answer = REPLIES[kind]
    wanted = {action.command for action in answer.actions}
    if answer.evidence:
        wanted.add("/evidence compare rut ndx")
    assert wanted <= set(shown_by(face, kind).commands)


@each_face
def test_what_does_not_fit_is_said_to_be_missing(face: Face) -> None:
    answer = REPLIES["everything at once"]
    shown = face(answer)
    if shown.text.count("Member ") < 300 or any(fact.label not in shown.text for fact in answer.facts):
        assert shown.left_out


@each_face
def test_a_figure_of_another_day_and_source_says_so(face: Face) -> None:
    shown = face(REPLIES["a figure of another day and source"])
    assert FACT.as_of in shown.text
    assert FACT.source in shown.text


@each_face
def test_missing_is_written_as_missing(face: Face) -> None:
    text = face(REPLIES["missing values"]).text
    assert "nan" not in text.casefold()
    assert "None" not in text
    assert "–" in text


@each_face
@pytest.mark.parametrize("place", PLACES)
def test_no_figure_is_cut_wherever_the_limit_falls(face: Face, place: str) -> None:
    for shift in SHIFTS:
        answer = cut_everywhere(place, shift)
        shown = face(answer)
        assert shown.broken == ()
        assert numbers(" ".join(OWN_WORDS.sub("", part) for part in shown.parts)) <= numbers(
            words_of(answer)
        ), shift


# ---- every example of every command, through the real engine


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_shown_well_on_every_face(say: Callable[[str], Reply], line: str) -> None:
    answer = say(line)
    for face in FACES.values():
        shown = face(answer)
        assert_shown_well(answer, shown)
        assert {action.command for action in answer.actions} <= set(shown.commands) or shown.left_out
    if answer.facts and answer.as_of:
        assert answer.as_of.strftime("%Y-%m-%d") in answer.sources


@each_face
@pytest.mark.parametrize(
    "line",
    ["", "/", "/quote", "/quote xyzzy", "/nothing", "/compare rut", "/help </script>", "/quote @everyone"],
)
def test_every_apology_is_shown_well_and_says_what_to_do(
    say: Callable[[str], Reply], face: Face, line: str
) -> None:
    answer = say(line)
    assert answer.error
    shown = face(answer)
    assert_shown_well(answer, shown)
    assert re.search(r"/\w|Try ", shown.text)


# ---- any reply at all

WORDS = st.text(
    alphabet=st.sampled_from("ab 1,.%−\n\\`*_|~<>@#:/[]()&\u200b\u202e\x1b\u200d📈é"), max_size=900
)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    columns = draw(st.integers(1, 5))
    row = st.tuples(*[WORDS.map(lambda text: text[:60])] * columns)
    heads = (
        Column(draw(WORDS)[:40], draw(st.sampled_from([Unit.TEXT, Unit.LEVEL]))) for _column in range(columns)
    )
    return Reply(
        draw(WORDS),
        facts=tuple(draw(st.lists(st.builds(Fact, WORDS, WORDS, as_of=WORDS, source=WORDS), max_size=30))),
        table=draw(st.none() | st.just(Table(tuple(heads), tuple(draw(st.lists(row, max_size=40)))))),
        chart=drawing(draw(WORDS)) if draw(st.booleans()) else None,
        notes=tuple(draw(st.lists(WORDS, max_size=5))),
        actions=tuple(Action(*pair) for pair in draw(st.lists(st.tuples(WORDS, WORDS), max_size=14))),
        evidence=EVIDENCE if draw(st.booleans()) else (),
        provenance=Provenance(draw(WORDS), UNDATED, draw(st.booleans())),
        command=draw(WORDS),
    )


@each_face
@settings(max_examples=15, deadline=None)
@given(answer=replies())
def test_any_reply_at_all_is_inside_the_limits_and_inert(face: Face, answer: Reply) -> None:
    shown = face(answer)
    assert shown.broken == ()
    assert shown.alive == ()
    if answer.sample:
        assert "sample" in shown.text.casefold()


# ---- what all faces fall back to


@each_reply
def test_the_plain_text_of_a_reply_has_all_its_figures_and_nothing_unseen(kind: str) -> None:
    answer = REPLIES[kind]
    text = text_of(answer)
    assert all(fact.text in text for fact in answer.facts if fact.text.isprintable())
    assert not [c for c in text if unicodedata.category(c)[0] == "C" and c not in "\n\t\u200d"]
    assert source_line(answer) in text or not source_line(answer).isprintable()


def test_the_page_never_reads_text_as_mark_up() -> None:
    static = files("bot.adapters.web") / "static"
    scripts = [file.read_text("utf-8") for file in static.iterdir() if file.name.endswith(".js")]
    assert len(scripts) >= 6
    for banned in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
    ):
        assert not any(banned in script for script in scripts), banned
