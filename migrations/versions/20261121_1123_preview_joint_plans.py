"""Keep the parts of a quick joint plan while the best one is looked for."""

import sqlalchemy as sa
from alembic import op

revision = "joint_previews"
down_revision = "task_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap_group_person") as table:
        table.add_column(sa.Column("preview", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("roadmap_group_person") as table:
        table.drop_column("preview")
