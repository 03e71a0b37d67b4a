"""Alerts that are told in another one's post: lines of the ledger that name the line of that post in their batch."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.store.ledger import LOST_AFTER, Ledger, LedgerLine, Stage, read_line
from bot.store.schema import DeliveryRow
from bot.store.subscriptions import in_place
from commands.framework.ports import Place

_JOINED = "with:"  # and the key of the line that is posted
_IN_ANOTHER = Stage.JOINED.value
_POST = aliased(DeliveryRow)
_REMOVED = "The alert was removed before it was told."
_CUT_OFF = "The post that held it was erased while it was made. It is not repeated."


def join(connection: sa.Connection, ledger: Ledger, lines: Sequence[LedgerLine], post: LedgerLine) -> None:
    """Write `lines`, which are told in the post of `post`."""
    note = f"Told together with {post.key}."
    joined = [dataclasses.replace(line, stage=Stage.JOINED, note=note) for line in lines]
    ledger.write(connection, joined, f"{_JOINED}{post.key}")


def held_for(connection: sa.Connection, place: Place, due: datetime) -> list[LedgerLine]:
    """The alerts of a channel that wait for `due` and have no job yet. Their rows are locked, so that no job takes
    one while another alert joins it."""
    waiting = (
        DeliveryRow.kind == "alert",
        DeliveryRow.state == Stage.DUE.value,
        DeliveryRow.claim == "",
        DeliveryRow.batch == "",
        DeliveryRow.due == due,
        in_place(DeliveryRow, place),
    )
    rows = connection.execute(
        sa.select(DeliveryRow).where(*waiting).order_by(DeliveryRow.id).with_for_update()
    )
    return [read_line(row) for row in rows]


def joined(engine: sa.Engine, keys: Sequence[str]) -> dict[str, list[LedgerLine]]:
    """The lines that are told in the posts of these, by key, oldest first."""
    found: dict[str, list[LedgerLine]] = {key: [] for key in keys}
    if keys:
        query = sa.select(DeliveryRow).where(DeliveryRow.batch.in_([f"{_JOINED}{key}" for key in keys]))
        with engine.connect() as c:
            for row in c.execute(query.order_by(DeliveryRow.id)):
                found[row.batch.removeprefix(_JOINED)].append(read_line(row))
    return found


def posts_of(connection: sa.Connection, rows: Sequence[Any]) -> list[Any]:
    """The rows of posts: for each row of a ledger line that of its post, which may be itself."""
    keys = {row.batch.removeprefix(_JOINED) for row in rows if row.state == _IN_ANOTHER}
    query = sa.select(DeliveryRow.key, DeliveryRow.state, DeliveryRow.changed).where(
        DeliveryRow.key.in_(keys)
    )
    posts = {f"{_JOINED}{row.key}": row for row in connection.execute(query)} if keys else {}
    return [posts.get(row.batch, row) for row in rows]


def part(connection: sa.Connection, going: sa.ColumnElement[bool]) -> None:
    """Separate the alerts of other people from posts that will be deleted: the lines that meet `going`.

    An alert whose post was still due gets a post of its own. One whose post has ended keeps that outcome. One whose
    post is being made becomes uncertain, since the post cannot be found without its line."""
    posts = sa.select(DeliveryRow).where(going, DeliveryRow.kind == "alert", DeliveryRow.state != _IN_ANOTHER)
    for post in connection.execute(posts.with_for_update()).all():
        values: dict[str, Any] = {
            "state": post.state,
            "batch": "",
            "note": post.note,
            "changed": post.changed,
        }
        if post.state == Stage.DUE.value:
            values["not_before"] = post.due - LOST_AFTER
        elif post.state == Stage.SENDING.value:
            values |= {"state": Stage.UNCERTAIN.value, "note": _CUT_OFF}
        mine = sa.and_(DeliveryRow.batch == f"{_JOINED}{post.key}", DeliveryRow.state == _IN_ANOTHER)
        connection.execute(sa.update(DeliveryRow).where(mine).values(values))


def withdraw(connection: sa.Connection, alert: int, now: datetime) -> None:
    """Cancel the posts of a removed alert that have not begun. Alerts that were joined to such a post get one of their
    own."""
    mine = sa.and_(DeliveryRow.kind == "alert", DeliveryRow.subject == alert)
    post = sa.and_(mine, DeliveryRow.state == Stage.DUE.value, DeliveryRow.claim == "")
    part(connection, post)
    waiting = sa.select(sa.literal(_JOINED) + _POST.key).where(
        _POST.state == Stage.DUE.value, _POST.claim == ""
    )
    told = sa.and_(mine, DeliveryRow.state == _IN_ANOTHER, DeliveryRow.batch.in_(waiting))
    skipped = sa.update(DeliveryRow).where(sa.or_(post, told))
    connection.execute(skipped.values(state=Stage.SKIPPED.value, batch="", note=_REMOVED, changed=now))
