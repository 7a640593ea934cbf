"""Keep rules of retention, and what was removed."""

import sqlalchemy as sa
from alembic import op

revision = "xapi_retention"
down_revision = "roadmap_content"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "xapi_retention_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(length=20), nullable=False),
        sa.Column("verb", sa.String(length=500), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_xapi_retention_rule_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_xapi_retention_rule")),
        sa.UniqueConstraint(
            "organisation_id", "kept", "verb", name=op.f("uq_xapi_retention_rule_organisation_id_kept_verb")
        ),
    )
    op.create_table(
        "xapi_record_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_xapi_record_audit_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_xapi_record_audit")),
    )
    op.create_index("ix_xapi_record_audit_organisation_at", "xapi_record_audit", ["organisation_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_xapi_record_audit_organisation_at", "xapi_record_audit")
    op.drop_table("xapi_record_audit")
    op.drop_table("xapi_retention_rule")
