"""What several workers post, composed once; and since when a post may be out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "contents",
        sa.Column("key", sa.String(64)),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_contents"),
    )
    op.create_index("ix_contents_at", "contents", ["at"])
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("begun", sa.DateTime(timezone=True)))
