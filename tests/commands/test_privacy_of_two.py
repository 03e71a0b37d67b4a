"""Two people in every kind of place: nothing that one does changes or shows what the other has."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.framework.asker import Asker
from commands.framework.ports import Alert, Holder, Person, Place
from market.alerts.rules import AlertRule
from tests.commands.desk import Desk

_OTHERS = ("GLD", "DIA")  # what Bob has, which nobody else names


def _places(person: str) -> tuple[Asker, ...]:
    """Two servers and direct messages; two workspaces of an organisation and one of its own; the web."""
    return (
        Asker("discord", "1", "c1", person, scope="", manages=True),
        Asker("discord", "2", "c2", person, scope=""),
        Asker("discord", "", f"dm-{person}", person, scope="", direct=True, manages=True),
        Asker("slack", "T1", "C1", person, scope="E1", manages=True),
        Asker("slack", "T2", f"D-{person}", person, scope="E1", direct=True, manages=True),
        Asker("slack", "T3", "C3", person),
        Asker("web", "", person, person, direct=True, manages=True),
    )


ANN, BOB = _places("ann"), _places("bob")
_PRIVACY = map(
    " ".join, itertools.product(["/privacy"], ["show", "export", "erase"], ["mine", "workspace"], ["", "yes"])
)
_WORDS = st.sampled_from(
    [
        *_PRIVACY,
        "/watchlist add iwm", "/watchlist add here qqq", "/watchlist remove gld iwm", "/watchlist remove here gld",
        "/watchlist", "/watchlist show here", "/alert list", "/alert rut record", "/alert dia record",
        *(f"/alert {verb} {number}" for verb in ("remove", "snooze") for number in range(1, 12)),
    ]
)  # fmt: skip


def _stored(desk: Desk) -> list[Any]:
    """All that Bob has, row by row."""
    return [
        {table: sorted(map(str, rows)) for table, rows in desk.store.privacy.export(Person.who_asks(asker)).items()}  # type: ignore[call-overload]  # lists of rows
        for asker in BOB
    ]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(ANN), _WORDS), min_size=1, max_size=12))
def test_no_sequence_of_one_persons_commands_touches_anothers(said: list[tuple[Asker, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for asker in BOB:
            desk.store.watchlists.add(Holder.person(asker), _OTHERS)
            desk.store.alerts.add(
                Alert(
                    Place(asker.platform, asker.workspace, asker.channel),
                    "bob",
                    AlertRule.parse("gld record"),
                )
            )
            if asker.direct:
                desk.store.watchlists.add(Holder.channel(asker), _OTHERS)
        before = _stored(desk)
        assert all(any(tables.values()) for tables in before)
        for asker, text in said:
            reply = desk.say(text, asker)
            if "gld" not in text and "dia" not in text:
                shown = f"{reply} {[file.content for file in reply.attachments]}".casefold()
                assert "gld" not in shown
                assert "bob" not in shown
        assert _stored(desk) == before
        desk.close()


def test_a_person_sees_and_erases_the_same_wherever_they_ask(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for asker in ANN[:3]:
        desk.say("/watchlist add iwm", asker)
        desk.say("/alert rut record", asker)
    for asker in ANN[3:5]:
        desk.say("/watchlist add iwm qqq", asker)
    assert {desk.say("/privacy", asker).headline for asker in ANN[:3]} == {"4 things stored about you."}
    assert {desk.say("/privacy", asker).headline for asker in ANN[3:5]} == {"2 things stored about you."}
    assert desk.say("/privacy", ANN[5]).headline == "0 things stored about you."
    assert desk.say("/privacy erase yes", ANN[1]).headline.startswith("Erased: 4 things")
    assert {desk.say("/privacy", asker).headline for asker in ANN[:3]} == {"0 things stored about you."}
    assert desk.say("/privacy", ANN[4]).headline == "2 things stored about you."
    desk.close()


def test_where_there_is_no_workspace_there_is_nothing_for_all(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.doors.admins |= {"ann", "you"}
    for asker in (ANN[2], ANN[6], Asker("console", person="you", direct=True), Asker("slack", person="ann")):
        for text in ("/privacy show workspace", "/privacy export workspace", "/privacy erase workspace yes"):
            reply = desk.say(text, asker)
            assert reply.error
            assert "no workspace here" in reply.headline
    desk.close()
