"""Digests whose headline is posted in the channel and whose rest below it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # With a default of the server's, since workers of earlier releases add rows without it.
    op.add_column(
        "subscriptions", sa.Column("threaded", sa.Boolean, nullable=False, server_default=sa.false())
    )
