"""Keep what a roadmap was wished with, what was proven about it, what it could become, and what it brought."""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_wishes"
down_revision = "calibration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap") as table:
        table.add_column(sa.Column("calendar_key", sa.String(length=43), nullable=True))
        table.create_unique_constraint("uq_roadmap_calendar_key", ["calendar_key"])
    with op.batch_alter_table("roadmap_version") as table:
        table.add_column(sa.Column("wishes", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("bound_share", sa.Float(), nullable=True))
        table.add_column(sa.Column("proposal", sa.JSON(), nullable=True))
        table.add_column(sa.Column("changes", sa.JSON(), nullable=True))
    with op.batch_alter_table("roadmap_step") as table:
        table.add_column(sa.Column("session", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("cost", sa.Float(), nullable=False, server_default="0"))
    op.create_table(
        "roadmap_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_uid", sa.String(length=36), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("competence", sa.String(length=20), nullable=False),
        sa.Column("promised", sa.Float(), nullable=False),
        sa.Column("measured", sa.Float(), nullable=False),
        sa.Column("error", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roadmap_outcome_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_outcome")),
        sa.UniqueConstraint("run_uid", "course", "competence", name=op.f("uq_roadmap_outcome_run_uid_course_competence")),
    )
    op.create_index("ix_roadmap_outcome_course", "roadmap_outcome", ["course", "competence"])
    op.create_index("ix_roadmap_outcome_person", "roadmap_outcome", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_roadmap_outcome_person", "roadmap_outcome")
    op.drop_index("ix_roadmap_outcome_course", "roadmap_outcome")
    op.drop_table("roadmap_outcome")
    with op.batch_alter_table("roadmap_step") as table:
        table.drop_column("cost")
        table.drop_column("session")
    with op.batch_alter_table("roadmap_version") as table:
        for name in ("changes", "proposal", "bound_share", "wishes"):
            table.drop_column(name)
    with op.batch_alter_table("roadmap") as table:
        table.drop_constraint("uq_roadmap_calendar_key", type_="unique")
        table.drop_column("calendar_key")
