"""keep offers, content documents and versions of target profiles"""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_content"
down_revision = "needs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_document",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_roadmap_document")),
    )
    op.create_table(
        "roadmap_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("azav_provider", sa.Boolean(), nullable=False),
        sa.Column("azav_measure", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("unit_minutes", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("language_level", sa.String(length=2), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("barrier_free", sa.Boolean(), nullable=True),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("requires", sa.JSON(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_offer")),
        sa.UniqueConstraint("slug", name=op.f("uq_roadmap_offer_slug")),
    )
    op.create_table(
        "target_profile_version",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["target_profile.id"],
            name=op.f("fk_target_profile_version_profile_id_target_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("profile_id", "number", name=op.f("pk_target_profile_version")),
    )
    with op.batch_alter_table("target_profile") as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("copied_from", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("content_hash", sa.String(length=64), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            "fk_target_profile_organisation_id_organisation", "organisation", ["organisation_id"], ["id"]
        )
        batch_op.create_index("ix_target_profile_organisation_id", ["organisation_id"])
    # The values were for the rows that exist.
    with op.batch_alter_table("target_profile") as batch_op:
        for name in ("copied_from", "number", "content_hash"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM target_level WHERE profile_id IN (SELECT id FROM target_profile WHERE organisation_id > 0)")
    op.drop_table("target_profile_version")
    op.execute("DELETE FROM target_profile WHERE organisation_id > 0")
    with op.batch_alter_table("target_profile") as batch_op:
        batch_op.drop_index("ix_target_profile_organisation_id")
        batch_op.drop_constraint("fk_target_profile_organisation_id_organisation", type_="foreignkey")
        batch_op.drop_column("content_hash")
        batch_op.drop_column("number")
        batch_op.drop_column("copied_from")
        batch_op.drop_column("organisation_id")
    op.drop_table("roadmap_offer")
    op.drop_table("roadmap_document")
