"""Keep dates of seminars, and who takes part."""

import sqlalchemy as sa
from alembic import op

revision = "programme"
down_revision = "roadmap_conflicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_programme_session_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_programme_session_course_id_course"),
        sa.PrimaryKeyConstraint("id", name="pk_programme_session"),
        sa.UniqueConstraint("uid", name="uq_programme_session_uid"),
        sa.UniqueConstraint("organisation_id", "code", name="uq_programme_session_organisation_id_code"),
    )
    op.create_index("ix_programme_session_start", "programme_session", ["organisation_id", "starts_at"])
    op.create_index("ix_programme_session_course_id", "programme_session", ["course_id"])
    op.create_table(
        "programme_enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("news", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_programme_enrolment_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name="fk_programme_enrolment_session_id_programme_session",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_programme_enrolment_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_programme_enrolment"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_programme_enrolment_session_id_person_id"),
    )
    op.create_index("ix_programme_enrolment_person", "programme_enrolment", ["person_id", "state"])


def downgrade() -> None:
    op.drop_table("programme_enrolment")
    op.drop_table("programme_session")
