"""Which rows are one person's: on Discord in every server, on Slack in all of an organisation.

Programs before revision 0005 wrote a personal list under the workspace in which it was asked for, and
read it there alone. This one reads all of them as one list, and goes on writing that form until
`merge_people` has run: workers of both releases may share the database until then.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.schema import MarkRow, OrganisationRow, WatchRow
from commands.framework.ports import MOST_WATCHED, Holder, Person
from market.clock import Clock
from market.fetching.database import insert_new, lock_transaction

MERGED = "people: personal lists merged"  # name of a value in `NamedValues`
_LOCK = 0x70656F70  # key of the advisory lock ("peop"): one merge at a time
_EVERYWHERE = ("discord",)  # platforms on which a person has one id in all workspaces
_AT_ONCE = 500  # rows named in one statement
_CLEAR = 32  # characters of a web session's id, which earlier releases stored as it was


def learn(engine: sa.Engine, person: Person | Holder) -> None:
    """Save that the workspace belongs to the organisation that `person` names as its scope."""
    if not person.scope or not person.workspace or person.scope == person.workspace:
        return
    here = sa.and_(OrganisationRow.platform == person.platform, OrganisationRow.workspace == person.workspace)
    with engine.connect() as c:
        saved = c.scalar(sa.select(OrganisationRow.organisation).where(here))
    if saved == person.scope:
        return
    with engine.begin() as c:
        row = {"platform": person.platform, "workspace": person.workspace, "organisation": person.scope}
        c.execute(insert_new(c, OrganisationRow), [row])
        c.execute(sa.update(OrganisationRow).where(here).values(organisation=person.scope))


def of_person(table: Any, column: Any, person: Person | Holder) -> sa.ColumnElement[bool]:
    """The condition for rows of `table` whose `column` names this person, in their whole scope."""
    if not person.id:
        return sa.false()  # nobody owns nothing: channels' rows have an empty owner
    mine = sa.and_(table.platform == person.platform, column == person.id)
    return mine if person.scope == "" else sa.and_(mine, in_scope(table.workspace, person))


def in_scope(column: Any, person: Person | Holder) -> sa.ColumnElement[bool]:
    """The condition for workspaces in which the id of `person`, who has a scope, is theirs."""
    named = [name for name in (person.workspace, person.scope) if name] or [""]
    organisation: Any = person.scope or _organisation(person.platform, person.workspace)
    siblings = sa.select(OrganisationRow.workspace).where(
        OrganisationRow.platform == person.platform, OrganisationRow.organisation == organisation
    )
    return sa.or_(column.in_(named), column == organisation, column.in_(siblings))


def is_of_organisation(connection: sa.Connection, platform: str, workspace: str) -> bool:
    return connection.scalar(sa.select(_organisation(platform, workspace))) is not None


def workspace_to_write(connection: sa.Connection, holder: Holder) -> str:
    """The workspace under which a new row of this list is saved."""
    if holder.shared:
        return holder.workspace
    merged = connection.scalar(sa.select(MarkRow.name).where(MarkRow.name == MERGED))
    if not merged:
        return holder.workspace or holder.scope or ""
    if holder.scope is not None:
        return holder.scope
    return connection.scalar(sa.select(_organisation(holder.platform, holder.workspace))) or holder.workspace


def _organisation(platform: str, workspace: str) -> sa.ScalarSelect[str]:
    here = OrganisationRow.platform == platform, OrganisationRow.workspace == workspace
    return sa.select(OrganisationRow.organisation).where(*here).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Merged:
    """What `merge_people` did: `people` whose lists were brought together, `repeated` tickers that they
    had twice, tickers `over` the most of one list, and `lost` tickers of web visitors whose session no
    longer exists."""

    people: int
    repeated: int
    over: int
    lost: int


def merge_people(engine: sa.Engine, clock: Clock) -> Merged:
    """Write every personal list in the one form that is read from now on. Safe to run again.

    Only once no worker of a release before revision 0005 runs: it would no longer find the lists.
    """
    with engine.begin() as c:
        lock_transaction(c, _LOCK)
        _learn_from_installations(c)
        lists, repeated, over = _lists(c), [], []
        people = 0
        for (_platform, scope, _holder), rows in lists.items():
            people += any(row.workspace != scope for row in rows)
            kept: dict[str, int] = {}
            for row in rows:
                if row.ticker in kept:
                    repeated.append(row.id)
                elif len(kept) == MOST_WATCHED:
                    over.append(row.id)
                else:
                    kept[row.ticker] = row.id
        for gone in (repeated, over):
            _each(c, sa.delete(WatchRow), gone)
        for (_platform, scope, _holder), rows in lists.items():
            moved = [row.id for row in rows if row.workspace != scope]
            _each(c, sa.update(WatchRow).values(workspace=scope), moved)
        lost = sa.and_(WatchRow.platform == "web", sa.func.length(WatchRow.holder) == _CLEAR)
        count = c.execute(sa.delete(WatchRow).where(lost)).rowcount
        mark = insert_new(c, MarkRow).values(name=MERGED, value="yes", at=clock.now())
        c.execute(mark)
        return Merged(people, len(repeated), len(over), count)


def _lists(connection: sa.Connection) -> dict[tuple[str, str, str], list[Any]]:
    """The rows of personal lists by platform, scope and person, oldest first; of those alone whose scope
    is wider than a workspace."""
    rows = connection.execute(sa.select(OrganisationRow))
    organisations = {(row.platform, row.workspace): row.organisation for row in rows}
    lists: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    of_people = sa.select(WatchRow).where(WatchRow.shared.is_(False)).order_by(WatchRow.id)
    for row in connection.execute(of_people):
        if row.platform in _EVERYWHERE:
            lists[row.platform, "", row.holder].append(row)
        elif scope := organisations.get((row.platform, row.workspace)):
            lists[row.platform, scope, row.holder].append(row)
        elif row.workspace in organisations.values():  # written in the merged form already
            lists[row.platform, row.workspace, row.holder].append(row)
    return lists


def _each(connection: sa.Connection, statement: Any, ids: list[int]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        connection.execute(statement.where(WatchRow.id.in_(ids[start : start + _AT_ONCE])))


def _learn_from_installations(connection: sa.Connection) -> None:
    """Slack's installations name the organisation of each workspace, also of one that was silent since."""
    if not sa.inspect(connection).has_table("slack_installations"):
        return
    table = sa.table(
        "slack_installations", sa.column("team_id", sa.String), sa.column("enterprise_id", sa.String)
    )
    query = sa.select(table.c.team_id, table.c.enterprise_id).distinct()
    rows = [
        {"platform": "slack", "workspace": team, "organisation": enterprise}
        for team, enterprise in connection.execute(query)
        if team and enterprise
    ]
    if rows:
        connection.execute(insert_new(connection, OrganisationRow), rows)
