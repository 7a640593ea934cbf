"""Keep what a roadmap was wished with, what was proven about it, and what it could become."""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_wishes"
down_revision = "calibration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap_version") as table:
        table.add_column(sa.Column("wishes", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("bound_share", sa.Double(), nullable=True))
        table.add_column(sa.Column("proposal", sa.JSON(), nullable=True))
        table.add_column(sa.Column("changes", sa.JSON(), nullable=True))
    # Only rows from before need the default.
    with op.batch_alter_table("roadmap_version") as table:
        table.alter_column("wishes", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("roadmap_step") as table:
        table.add_column(sa.Column("session", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("cost", sa.Double(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("roadmap_step") as table:
        table.drop_column("cost")
        table.drop_column("session")
    with op.batch_alter_table("roadmap_version") as table:
        for name in ("changes", "proposal", "bound_share", "wishes"):
            table.drop_column(name)
