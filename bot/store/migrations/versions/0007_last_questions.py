"""The last question of each person in each conversation, for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "last_questions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("thread", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_last_questions"),
        sa.UniqueConstraint(
            "platform",
            "workspace",
            "channel",
            "thread",
            "owner",
            name="uq_last_questions_platform_workspace_channel_thread_owner",
        ),
    )
    op.create_index("ix_last_questions_at", "last_questions", ["at"])
    op.create_index("ix_last_questions_platform_owner", "last_questions", ["platform", "owner"])
