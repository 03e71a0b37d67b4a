"""One person's rows in several servers and workspaces, before and after they are merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.settings import Settings
from bot.store.people import MERGED, Merged, merge_people
from bot.store.privacy import NoWorkspace
from bot.store.schema import WatchRow
from bot.store.store import Store, merge_stored_people
from commands.framework.asker import Asker
from commands.framework.ports import MOST_WATCHED, Alert, Holder, Person, Place
from market.alerts.rules import AlertRule
from market.clock import FixedClock

RULE = AlertRule.parse("rut record")
Write = Callable[..., None]


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


@pytest.fixture
def older(store: Store) -> Write:
    """Writes as a worker of an earlier release does."""

    def write(platform: str, workspace: str, holder: str, *tickers: str, shared: bool = False) -> None:
        place = {"platform": platform, "workspace": workspace, "holder": holder, "shared": shared}
        with store.engine.begin() as c:
            c.execute(
                sa.text(
                    "INSERT INTO watchlists (platform, workspace, holder, shared, ticker) "
                    "VALUES (:platform, :workspace, :holder, :shared, :ticker)"
                ),
                [place | {"ticker": ticker} for ticker in tickers],
            )

    return write


def rows(store: Store) -> list[tuple[str, str, str]]:
    with store.engine.connect() as c:
        query = sa.select(WatchRow.workspace, WatchRow.holder, WatchRow.ticker).order_by(WatchRow.id)
        return [(row.workspace, row.holder, row.ticker) for row in c.execute(query)]


def on_discord(guild: str, person: str = "7") -> Asker:
    return Asker("discord", guild, f"c{guild}", person, direct=not guild, scope="")


def in_slack(team: str, enterprise: str | None = None, person: str = "U1") -> Asker:
    return Asker("slack", team, "C1", person, scope=enterprise)


def test_lists_of_several_servers_are_one_in_each_of_them(store: Store, older: Write) -> None:
    older("discord", "1", "7", "IWM", "QQQ")
    older("discord", "", "7", "QQQ", "SPY")
    older("discord", "1", "8", "GLD")
    for guild in ("1", "2", ""):
        assert store.watchlists.tickers(Holder.person(on_discord(guild))) == ("IWM", "QQQ", "SPY")
    mine = Holder.person(on_discord("2"))
    store.watchlists.add(mine, ["SPY", "TLT"])
    assert rows(store)[-1] == ("2", "7", "TLT")  # where an older worker looks for it
    assert len(rows(store)) == 6
    assert store.watchlists.remove(mine, ["QQQ", "GLD"]) == 1
    assert store.watchlists.tickers(mine) == ("IWM", "SPY", "TLT")
    assert store.watchlists.tickers(Holder.person(on_discord("1", "8"))) == ("GLD",)


def test_alerts_are_a_persons_wherever_they_answer(store: Store) -> None:
    alerts = [
        store.alerts.add(Alert(Place("discord", guild, guild or "9"), owner, RULE))
        for guild, owner in (("1", "7"), ("2", "7"), ("", "7"), ("1", "8"))
    ]
    assert store.alerts.of_person(Person.who_asks(on_discord("1"))) == alerts[:3]
    assert store.alerts.of_person(Person.who_asks(on_discord("", "8"))) == alerts[3:]


def test_in_slack_one_id_in_two_workspaces_is_two_people(store: Store, older: Write) -> None:
    older("slack", "T1", "U1", "IWM")
    older("slack", "T2", "U1", "GLD")
    assert store.watchlists.tickers(Holder.person(in_slack("T1"))) == ("IWM",)
    assert store.privacy.erase(Person.who_asks(in_slack("T1"))) == 1
    assert store.watchlists.tickers(Holder.person(in_slack("T2"))) == ("GLD",)


def test_in_an_organisation_it_is_one_also_where_an_event_does_not_name_it(
    store: Store, older: Write
) -> None:
    older("slack", "T1", "U1", "IWM")
    older("slack", "T2", "U1", "QQQ")
    older("slack", "T3", "U1", "GLD")  # another organisation's
    store.watchlists.tickers(Holder.person(in_slack("T3", "E2")))
    store.watchlists.tickers(Holder.person(in_slack("T2", "E1")))
    assert store.watchlists.tickers(Holder.person(in_slack("T1", "E1"))) == ("IWM", "QQQ")
    assert store.watchlists.tickers(Holder.person(in_slack("T1"))) == ("IWM", "QQQ")
    assert store.watchlists.tickers(Holder.person(in_slack("", "E1"))) == ("IWM", "QQQ")
    assert store.watchlists.tickers(Holder.person(in_slack("T3"))) == ("GLD",)


def test_merging_changes_what_is_written_and_not_what_is_seen(
    store: Store, older: Write, clock: FixedClock
) -> None:
    older("discord", "1", "7", "IWM", "QQQ")
    older("discord", "", "7", "QQQ", "SPY")
    older("discord", "1", "c1", "GLD", shared=True)
    older("slack", "T1", "U1", "IWM")
    older("slack", "T2", "U1", "IWM", "DIA")
    older("slack", "T9", "U1", "GLD")
    older("web", "", "0a" * 16, "IWM")
    older("web", "", "0b" * 32, "IWM")
    for team in ("T1", "T2"):
        store.watchlists.tickers(Holder.person(in_slack(team, "E1")))
    people = (on_discord("1"), on_discord(""), in_slack("T1"), in_slack("T2", "E1"), in_slack("T9"))
    seen = [store.watchlists.tickers(Holder.person(asker)) for asker in people]
    assert merge_people(store.engine, clock) == Merged(people=2, repeated=2, over=0, lost=1)
    assert [store.watchlists.tickers(Holder.person(asker)) for asker in people] == seen
    assert sorted(rows(store)) == [
        ("", "0b" * 32, "IWM"),
        ("", "7", "IWM"),
        ("", "7", "QQQ"),
        ("", "7", "SPY"),
        ("1", "c1", "GLD"),
        ("E1", "U1", "DIA"),
        ("E1", "U1", "IWM"),
        ("T9", "U1", "GLD"),
    ]
    assert merge_people(store.engine, clock) == Merged(0, 0, 0, 0)
    assert store.marks.get(MERGED)
    for asker, workspace in ((on_discord("2"), ""), (in_slack("T1"), "E1"), (in_slack("T9"), "T9")):
        store.watchlists.add(Holder.person(asker), ["TLT"])
        assert rows(store)[-1] == (workspace, asker.person, "TLT")


def test_two_long_lists_are_one_of_the_permitted_length(
    store: Store, older: Write, clock: FixedClock
) -> None:
    older("discord", "1", "7", *(f"A{number}" for number in range(40)))
    older("discord", "2", "7", *(f"B{number}" for number in range(40)))
    before = store.watchlists.tickers(Holder.person(on_discord("")))
    assert len(before) == MOST_WATCHED
    assert merge_people(store.engine, clock).over == 80 - MOST_WATCHED
    assert store.watchlists.tickers(Holder.person(on_discord("1"))) == before
    assert len(rows(store)) == MOST_WATCHED


@pytest.mark.parametrize("platform", ["discord", "slack", "web", "console"])
def test_a_workspace_without_a_name_is_not_everybodys(store: Store, older: Write, platform: str) -> None:
    older(platform, "", "7", "IWM")
    with pytest.raises(NoWorkspace):
        store.privacy.export_workspace(platform, "")
    with pytest.raises(NoWorkspace):
        store.privacy.erase_workspace(platform, "", "")
    for nobody in (Person(platform, "", ""), Person(platform, "", "", "")):
        with pytest.raises(ValueError, match="nobody"):
            store.privacy.export(nobody)
        with pytest.raises(ValueError, match="nobody"):
            store.privacy.erase(nobody)
        assert store.alerts.of_person(nobody) == []
    assert len(rows(store)) == 1


def test_the_list_of_a_direct_conversation_is_its_persons(store: Store, older: Write) -> None:
    direct = on_discord("")
    store.watchlists.add(Holder.channel(direct), ["IWM"])
    older("discord", "", direct.channel, "QQQ", shared=True)  # of a release that did not save whose it is
    older("discord", "", "another", "GLD", shared=True)
    exported: Any = store.privacy.export(Person.who_asks(on_discord("1")))["watchlists"]
    assert [row["ticker"] for row in exported] == ["IWM"]
    assert store.privacy.erase(Person.who_asks(direct)) == 2
    assert [ticker for _workspace, _holder, ticker in rows(store)] == ["GLD"]


def test_a_servers_admins_have_its_channels_and_not_its_peoples_own(store: Store, older: Write) -> None:
    older("discord", "1", "7", "IWM")
    older("discord", "1", "c1", "GLD", shared=True)
    exported: Any = store.privacy.export_workspace("discord", "1", "")["watchlists"]
    assert [row["ticker"] for row in exported] == ["GLD"]
    assert store.privacy.erase_workspace("discord", "1", "") == 1
    assert rows(store) == [("1", "7", "IWM")]


def test_peoples_lists_go_with_the_last_workspace_of_their_organisation(
    store: Store, clock: FixedClock
) -> None:
    merge_people(store.engine, clock)
    for team in ("T1", "T2"):
        store.watchlists.add(Holder.person(in_slack(team, "E1")), ["IWM" if team == "T1" else "QQQ"])
    assert store.privacy.erase_workspace("slack", "T1") == 0
    assert store.watchlists.tickers(Holder.person(in_slack("T2"))) == ("IWM", "QQQ")
    assert store.privacy.erase_workspace("slack", "T2") == 2
    assert rows(store) == []


def test_installations_name_the_organisation_of_a_silent_workspace(
    store: Store, older: Write, clock: FixedClock
) -> None:
    older("slack", "T1", "U1", "IWM")
    with store.engine.begin() as c:
        c.execute(sa.text("CREATE TABLE slack_installations (team_id TEXT, enterprise_id TEXT)"))
        c.execute(sa.text("INSERT INTO slack_installations VALUES ('T1', 'E1'), ('T2', NULL), (NULL, 'E1')"))
    assert merge_people(store.engine, clock).people == 1
    assert rows(store) == [("E1", "U1", "IWM")]


def test_the_command_copies_a_file_and_says_what_it_did(tmp_path: Path, clock: FixedClock) -> None:
    settings = Settings(data_dir=tmp_path, database_url=None)
    store = Store.open(settings, clock)
    for guild in ("1", "2"):
        store.watchlists.add(Holder.person(on_discord(guild)), [f"A{guild}"])
    store.close()
    merged, backup = merge_stored_people(settings, clock)
    assert merged.people == 1
    assert backup is not None
    assert backup.exists()
