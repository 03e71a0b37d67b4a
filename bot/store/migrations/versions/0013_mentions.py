"""Roles and user groups that the posts of digests and alerts mention."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # With a default of the server's, since workers of earlier releases add rows without it.
    for table in ("subscriptions", "alerts"):
        op.add_column(table, sa.Column("mention", sa.String(64), nullable=False, server_default=""))
        op.add_column(table, sa.Column("mention_name", sa.String(100), nullable=False, server_default=""))
