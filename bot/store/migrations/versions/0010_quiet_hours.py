"""Quiet hours of persons and of channels."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "quiet_hours",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("hours", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quiet_hours"),
        sa.UniqueConstraint(
            "platform",
            "workspace",
            "channel",
            "owner",
            name="uq_quiet_hours_platform_workspace_channel_owner",
        ),
    )
    op.create_index("ix_quiet_hours_platform_owner", "quiet_hours", ["platform", "owner"])
