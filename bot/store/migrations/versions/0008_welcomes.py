"""The places that the bot has introduced itself in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "welcomes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_welcomes"),
        sa.UniqueConstraint(
            "platform", "workspace", "channel", name="uq_welcomes_platform_workspace_channel"
        ),
    )
    op.create_index("ix_welcomes_platform_owner", "welcomes", ["platform", "owner"])
