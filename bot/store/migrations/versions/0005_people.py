"""Which workspaces are of one organisation; whose a direct conversation is; a person's rows everywhere."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name="pk_organisations"),
    )
    op.add_column("watchlists", sa.Column("owner", sa.String(64), nullable=False, server_default=""))
    op.create_index("ix_watchlists_platform_holder", "watchlists", ["platform", "holder"])
    op.create_index("ix_alerts_platform_owner", "alerts", ["platform", "owner"])
