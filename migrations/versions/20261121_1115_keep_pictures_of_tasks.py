"""Keep pictures of tasks that organisations write, and how many tasks a framework asks for."""

import sqlalchemy as sa
from alembic import op

revision = "task_pictures"
down_revision = "finished_offers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Its number of tasks comes from the file of the framework with the next load.
    with op.batch_alter_table("check_framework") as table:
        table.add_column(sa.Column("least_tasks", sa.Integer(), nullable=False, server_default="12"))
    with op.batch_alter_table("check_framework") as table:
        table.alter_column("least_tasks", server_default=None)
    op.create_table(
        "check_task_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_check_task_picture_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_task_picture")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_check_task_picture_organisation_id_name")),
    )


def downgrade() -> None:
    op.drop_table("check_task_picture")
    with op.batch_alter_table("check_framework") as table:
        table.drop_column("least_tasks")
