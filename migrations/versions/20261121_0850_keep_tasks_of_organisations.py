"""Keep tasks that organisations write themselves: whose they are, drafts, imports and what happened to them."""

import sqlalchemy as sa
from alembic import op

revision = "own_tasks"
down_revision = "course_gains"
branch_labels = None
depends_on = None

_EVERYBODYS = sa.text("organisation_id IS NULL")
_OPEN = sa.text("closed = false")
_OWN = sa.text("organisation_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("check_item") as table:
        table.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_check_item_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        table.drop_constraint(op.f("uq_check_item_competence_id_kind_key"), type_="unique")
    op.create_index(
        "uq_check_item_key", "check_item", ["competence_id", "kind", "key"],
        unique=True, sqlite_where=_EVERYBODYS, postgresql_where=_EVERYBODYS,
    )  # fmt: skip
    op.create_index(
        "uq_check_item_own_key", "check_item", ["organisation_id", "competence_id", "kind", "key"],
        unique=True, sqlite_where=_OWN, postgresql_where=_OWN,
    )  # fmt: skip
    op.create_table(
        "check_task_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_check_task_import_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_task_import")),
        sa.UniqueConstraint("uid", name=op.f("uq_check_task_import_uid")),
    )
    op.create_index(op.f("ix_check_task_import_organisation_id"), "check_task_import", ["organisation_id"])
    op.create_table(
        "check_task_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_check_task_draft_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["check_framework.id"], name=op.f("fk_check_task_draft_framework_id_check_framework")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["check_item.id"], name=op.f("fk_check_task_draft_item_id_check_item")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["check_task_import.id"],
            name=op.f("fk_check_task_draft_import_id_check_task_import"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_task_draft")),
        sa.UniqueConstraint("uid", name=op.f("uq_check_task_draft_uid")),
    )
    op.create_index(op.f("ix_check_task_draft_organisation_id"), "check_task_draft", ["organisation_id"])
    op.create_index(op.f("ix_check_task_draft_item_id"), "check_task_draft", ["item_id"])
    op.create_index(
        "uq_check_task_draft_open", "check_task_draft", ["item_id"],
        unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN,
    )  # fmt: skip
    op.create_table(
        "check_task_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["check_item.id"], name=op.f("fk_check_task_event_item_id_check_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_task_event")),
    )
    op.create_index(op.f("ix_check_task_event_item_id"), "check_task_event", ["item_id"])


def downgrade() -> None:
    for name in ("check_task_event", "check_task_draft", "check_task_import"):
        op.drop_table(name)
    op.drop_index("uq_check_item_own_key", table_name="check_item")
    op.drop_index("uq_check_item_key", table_name="check_item")
    # Answers point to what organisations wrote: it stays, retired, under keys that no other task has.
    op.execute(
        "UPDATE check_item SET retired = true, key = substr(key, 1, 60) || '-' || id WHERE organisation_id IS NOT NULL"
    )
    with op.batch_alter_table("check_item") as table:
        table.create_unique_constraint(op.f("uq_check_item_competence_id_kind_key"), ["competence_id", "kind", "key"])
        table.drop_constraint(op.f("fk_check_item_organisation_id_organisation"), type_="foreignkey")
        table.drop_column("organisation_id")
