"""create learning_tip: a branch of its own, which needs the platform's first tables"""

import sqlalchemy as sa
from alembic import op

from lms.kernel.db import UtcDateTime

revision = "tips_0001"
down_revision = None
branch_labels = ("learning_tips",)
depends_on = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "learning_tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_learning_tip_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_tip")),
    )
    op.create_index(op.f("ix_learning_tip_organisation_id"), "learning_tip", ["organisation_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("learning_tip")
