"""Pictures that several workers post."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("key", sa.String(64)),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.Column("alt", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_pictures"),
    )
    op.create_index("ix_pictures_at", "pictures", ["at"])
