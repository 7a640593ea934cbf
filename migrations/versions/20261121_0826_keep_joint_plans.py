"""Keep joint plans, who takes part in them, and what came out."""

import sqlalchemy as sa
from alembic import op

from lms.kernel.db import UtcDateTime

revision = "joint_plans"
down_revision = "calibration_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roadmap_group_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_group")),
        sa.UniqueConstraint("uid", name=op.f("uq_roadmap_group_uid")),
    )
    with op.batch_alter_table("roadmap_group") as table:
        table.create_index(op.f("ix_roadmap_group_organisation_id"), ["organisation_id"], unique=False)
    op.create_table(
        "roadmap_group_person",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shows_courses", sa.Boolean(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("part", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["roadmap_group.id"],
            name=op.f("fk_roadmap_group_person_group_id_roadmap_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roadmap_group_person_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_roadmap_group_person")),
    )
    with op.batch_alter_table("roadmap_group_person") as table:
        table.create_index(op.f("ix_roadmap_group_person_person_id"), ["person_id"], unique=False)
    op.create_table(
        "roadmap_group_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["roadmap_group.id"],
            name=op.f("fk_roadmap_group_result_group_id_roadmap_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_group_result")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_roadmap_group_result_group_id_number")),
    )
    op.create_table(
        "roadmap_group_counted",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["roadmap_group_result.id"],
            name=op.f("fk_roadmap_group_counted_result_id_roadmap_group_result"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("result_id", "token", name=op.f("pk_roadmap_group_counted")),
    )


def downgrade() -> None:
    for name in ("roadmap_group_counted", "roadmap_group_result", "roadmap_group_person", "roadmap_group"):
        op.drop_table(name)
