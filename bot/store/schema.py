"""The tables. Their history is in `migrations/`; a test compares the two.

`installations` and `exposures` of revision 0002 were never written to. They stay in the database, empty,
because workers of earlier releases read them for /privacy.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.mentions import Mentioning
from bot.store.moment import Moment


class StoreTable(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON}  # noqa: RUF012  # SQLAlchemy's own way


# Ids are never used again, since the ledger's keys are made of them.
NUMBERS_ONCE = {"sqlite_autoincrement": True}


class InPlace:
    """Columns of a channel. `workspace` is Slack's team or Discord's guild."""

    platform: Mapped[str] = mapped_column(String(16))
    workspace: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64))


class SubscriptionRow(InPlace, Mentioning, StoreTable):
    """A digest posted on a schedule. The scheduler looks for `next_due` every minute."""

    __tablename__ = "subscriptions"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    edition: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(5))  # 08:30; empty: follows the exchange
    days: Mapped[str] = mapped_column(String(40))
    sections: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_due: Mapped[datetime | None]
    created: Mapped[datetime]
    threaded: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    __table_args__ = (
        Index(None, "next_due"),
        Index(None, "platform", "workspace", "channel"),
        NUMBERS_ONCE,
    )


class AlertRow(InPlace, Mentioning, StoreTable):
    """A person's alert.

    armed: it may fire.
    checked: the newest session judged.
    """

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(Text)
    armed: Mapped[bool] = mapped_column(Boolean, default=True)
    snoozed_until: Mapped[datetime | None]
    checked: Mapped[date | None]
    created: Mapped[datetime]
    __table_args__ = (
        Index(None, "platform", "workspace", "owner"),
        Index(None, "platform", "workspace", "channel"),
        Index(None, "platform", "owner"),
        NUMBERS_ONCE,
    )


class WatchRow(StoreTable):
    """One ticker on a person's or a channel's list.

    owner: whose direct conversation the channel is.
    """

    __tablename__ = "watchlists"
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    workspace: Mapped[str] = mapped_column(String(64))
    holder: Mapped[str] = mapped_column(String(64))
    shared: Mapped[bool] = mapped_column(Boolean)
    ticker: Mapped[str] = mapped_column(String(24))
    owner: Mapped[str] = mapped_column(String(64), default="", server_default="")
    __table_args__ = (
        UniqueConstraint("platform", "workspace", "holder", "shared", "ticker"),
        Index(None, "platform", "holder"),
    )


class PositionRow(StoreTable):
    """Shares that a person holds, as they were written down."""

    __tablename__ = "positions"
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    workspace: Mapped[str] = mapped_column(String(64))
    holder: Mapped[str] = mapped_column(String(64))
    ticker: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[float] = mapped_column(Double)
    cost: Mapped[float | None] = mapped_column(Double)
    day: Mapped[date]
    close: Mapped[float] = mapped_column(Double)
    __table_args__ = (Index(None, "platform", "holder"),)


class OrganisationRow(StoreTable):
    """Which organisation a workspace belongs to. Written when a question from there says so."""

    __tablename__ = "organisations"
    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(64))


class DeliveryRow(InPlace, StoreTable):
    """A line of the ledger (`bot/store/ledger.py`).

    batch: the job that posts it.
    claim: the incarnation of the worker that does.
    begun: when the first intent was saved.
    """

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(16))  # digest, thread, alert, notice
    subject: Mapped[int]  # the subscription's or alert's id
    owner: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    due: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    batch: Mapped[str] = mapped_column(String(120), default="", server_default="")
    claim: Mapped[str] = mapped_column(String(64), default="", server_default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    not_before: Mapped[datetime]
    changed: Mapped[datetime]
    begun: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(String(64), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    __table_args__ = (
        Index(None, "state", "not_before"),
        Index(None, "batch"),
        Index(None, "kind", "subject"),
    )


class WorkerRow(StoreTable):
    """A living worker process. `pulse` counts its heartbeats."""

    __tablename__ = "workers"
    slot: Mapped[str] = mapped_column(String(64), primary_key=True)
    incarnation: Mapped[str] = mapped_column(String(64), unique=True)
    pulse: Mapped[int] = mapped_column(Integer, default=0)
    started: Mapped[datetime]


class SeenRow(StoreTable):
    """The key of an event that has been handled; kept for a day."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    at: Mapped[datetime]
    __table_args__ = (Index(None, "at"),)


class PictureRow(StoreTable):
    """A picture by the key of its chart, for an hour: several workers post it."""

    __tablename__ = "pictures"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    alt: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "at"),)


class ContentRow(StoreTable):
    """A composed reply (JSON) by the key of its content spec, for an hour: several workers post it."""

    __tablename__ = "contents"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (Index(None, "at"),)


class AnswerRow(InPlace, StoreTable):
    """An answer as it was shown (`bot/store/answers.py`), for 30 days.

    owner: who asked.
    chart: the spec of its picture, from which the other colours and the data files are made.
    png: the picture shown.
    """

    __tablename__ = "answers"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    thread: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(64))
    visibility: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    reply: Mapped[str] = mapped_column(Text)
    chart: Mapped[bytes | None] = mapped_column(LargeBinary)
    mode: Mapped[str] = mapped_column(String(8))
    png: Mapped[bytes | None] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "at"), Index(None, "platform", "workspace", "owner"))


class QuestionRow(InPlace, StoreTable):
    """What a person asked last in a conversation (`bot/store/questions.py`), for an hour.

    line: the command line.
    """

    __tablename__ = "last_questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(64))
    line: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("platform", "workspace", "channel", "thread", "owner"),
        Index(None, "at"),
        Index(None, "platform", "owner"),
    )


class WelcomeRow(InPlace, StoreTable):
    """A place that the bot has introduced itself in; `channel` is empty for a server as a whole.

    owner: whose direct conversation it is; empty elsewhere.
    """

    __tablename__ = "welcomes"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("platform", "workspace", "channel"), Index(None, "platform", "owner"))


class QuietRow(InPlace, StoreTable):
    """Quiet hours: of the person `owner`, then `channel` is empty, or of a channel, then `owner` is.

    hours: 22:00-07:00 Europe/Berlin.
    keeper: who set those of a direct conversation; empty elsewhere.
    """

    __tablename__ = "quiet_hours"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    hours: Mapped[str] = mapped_column(String(80))
    keeper: Mapped[str] = mapped_column(String(64), default="", server_default="")
    __table_args__ = (
        UniqueConstraint("platform", "workspace", "channel", "owner"),
        Index(None, "platform", "owner"),
    )


class MarkRow(StoreTable):
    """A named text, such as when a nightly job ran last."""

    __tablename__ = "marks"
    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
