"""Keep what courses were found to teach."""

import sqlalchemy as sa
from alembic import op

from lms.kernel.db import UtcDateTime

revision = "course_gains"
down_revision = "roadmap_target_version"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_gain",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("competence", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("stated", "mean", "low", "high")),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version", "course", "competence", name=op.f("pk_roadmap_gain")),
    )
    op.create_table(
        "roadmap_gain_counted",
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("competence", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("since", "course", "competence", "token", name=op.f("pk_roadmap_gain_counted")),
    )


def downgrade() -> None:
    op.drop_table("roadmap_gain_counted")
    op.drop_table("roadmap_gain")
