"""Who set the quiet hours of a direct conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("quiet_hours", sa.Column("keeper", sa.String(64), nullable=False, server_default=""))
