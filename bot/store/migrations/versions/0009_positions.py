"""What people hold, each their own."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("ticker", sa.String(24), nullable=False),
        sa.Column("quantity", sa.Double, nullable=False),
        sa.Column("cost", sa.Double, nullable=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("close", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
    )
    op.create_index("ix_positions_platform_holder", "positions", ["platform", "holder"])
