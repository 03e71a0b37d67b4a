"""Why a digest is paused; marks, installations and kept holdings.

Digests that were paused before had no reason stored: they get one that says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("subscriptions") as table:
        table.add_column(sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE subscriptions SET reason = 'paused before reasons were kept' WHERE state = 'paused'")
    op.create_table(
        "marks",
        sa.Column("name", sa.String(160)),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "installations",
        *_person(),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
        sa.UniqueConstraint(
            "platform", "workspace", "person", name="uq_installations_platform_workspace_person"
        ),
    )
    op.create_table(
        "exposures",
        *_person(),
        sa.Column("holdings", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exposures"),
        sa.UniqueConstraint("platform", "workspace", "person", name="uq_exposures_platform_workspace_person"),
    )


def _person() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        sa.Column("id", sa.Integer),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
    ]
