"""Keep with a roadmap which limits contradict each other, and what the person told for funding rules."""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_conflicts"
down_revision = "roadmap_calendar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap_version") as table:
        table.add_column(sa.Column("conflict", sa.JSON(), nullable=True))
    with op.batch_alter_table("roadmap") as table:
        table.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    # Only rows from before need the default.
    with op.batch_alter_table("roadmap") as table:
        table.alter_column("facts", existing_type=sa.JSON(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("roadmap") as table:
        table.drop_column("facts")
    with op.batch_alter_table("roadmap_version") as table:
        table.drop_column("conflict")
