"""Keep strategy goals that organisations write themselves, in versions."""

import sqlalchemy as sa
from alembic import op

from lms.kernel.db import UtcDateTime

revision = "own_goals"
down_revision = "joint_previews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roadmap_document") as table:
        table.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(
            op.f("fk_roadmap_document_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        table.create_index(op.f("ix_roadmap_document_organisation_id"), ["organisation_id"])
    op.create_table(
        "roadmap_document_version",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", "number", name=op.f("pk_roadmap_document_version")),
    )


def downgrade() -> None:
    op.drop_table("roadmap_document_version")
    op.execute("DELETE FROM roadmap_document WHERE organisation_id IS NOT NULL")
    with op.batch_alter_table("roadmap_document") as table:
        table.drop_index(op.f("ix_roadmap_document_organisation_id"))
        table.drop_constraint(op.f("fk_roadmap_document_organisation_id_organisation"), type_="foreignkey")
        table.drop_column("number")
        table.drop_column("organisation_id")
