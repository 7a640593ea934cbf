"""Keep with each version of a roadmap which version of the target it was drawn for."""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_target_version"
down_revision = "joint_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap_version") as table:
        table.add_column(sa.Column("profile_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("roadmap_version") as table:
        table.drop_column("profile_number")
