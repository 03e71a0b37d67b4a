"""Digests, alerts, watchlists, the delivery ledger and the workers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def _place() -> list[sa.Column[str]]:
    return [
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer),
        *_place(),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("days", sa.String(40), nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("next_due", MOMENT),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_next_due", "subscriptions", ["next_due"])
    op.create_index(
        "ix_subscriptions_platform_workspace_channel", "subscriptions", ["platform", "workspace", "channel"]
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer),
        *_place(),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("armed", sa.Boolean, nullable=False),
        sa.Column("snoozed_until", MOMENT),
        sa.Column("checked", sa.Date),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_platform_workspace_owner", "alerts", ["platform", "workspace", "owner"])
    op.create_index("ix_alerts_platform_workspace_channel", "alerts", ["platform", "workspace", "channel"])
    op.create_table(
        "watchlists",
        sa.Column("id", sa.Integer),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("ticker", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watchlists"),
        sa.UniqueConstraint(
            "platform",
            "workspace",
            "holder",
            "shared",
            "ticker",
            name="uq_watchlists_platform_workspace_holder_shared_ticker",
        ),
    )
    _ledger()
    op.create_table(
        "workers",
        sa.Column("slot", sa.String(64)),
        sa.Column("incarnation", sa.String(64), nullable=False),
        sa.Column("pulse", sa.Integer, nullable=False),
        sa.Column("started", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_workers"),
        sa.UniqueConstraint("incarnation", name="uq_workers_incarnation"),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(160)),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_index("ix_seen_at", "seen", ["at"])


def _ledger() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer),
        *_place(),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("batch", sa.String(120), nullable=False, server_default=""),
        sa.Column("claim", sa.String(64), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.Column("message", sa.String(64), nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    op.create_index("ix_deliveries_state_not_before", "deliveries", ["state", "not_before"])
    op.create_index("ix_deliveries_batch", "deliveries", ["batch"])
    op.create_index("ix_deliveries_kind_subject", "deliveries", ["kind", "subject"])
