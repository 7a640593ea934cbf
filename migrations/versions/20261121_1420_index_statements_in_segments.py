"""Keep the indexes of agents, activities and registrations in segments of statements: see lms/xapi/segments.py."""

import sqlalchemy as sa
from alembic import op

revision = "statement_segments"
down_revision = "verbs_of_agents"
branch_labels = None
depends_on = None

HAS_REGISTRATION = sa.text("registration IS NOT NULL")
WHOSE = "fk_statement_relation_seq_statement"


def upgrade() -> None:
    _drop_indexes()
    op.add_column("statement", _segment())
    _create_indexes("segment")
    op.create_table(
        "statement_segment",
        sa.Column("organisation_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "kind", "number", name="pk_statement_segment"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_statement_relation_seq", "statement_relation")
    _sort_relations("seq", "kind", "value", in_segments=True)
    columns = ["organisation_id", "segment", "kind", "value", "seq"]
    op.create_index("ix_statement_relation_value", "statement_relation", columns)
    op.execute("INSERT INTO statement_segment SELECT DISTINCT organisation_id, '', segment FROM statement")
    op.execute("INSERT INTO statement_segment SELECT DISTINCT organisation_id, kind, segment FROM statement_relation")
    _count()


def downgrade() -> None:
    op.drop_index("ix_statement_relation_value", "statement_relation")
    _sort_relations("organisation_id", "kind", "value", "seq", in_segments=False)
    op.create_index("ix_statement_relation_seq", "statement_relation", ["seq"])
    op.drop_table("statement_segment")
    _drop_indexes()
    op.drop_column("statement", "segment")
    _create_indexes()
    _count()


def _drop_indexes() -> None:
    for name in ("actor", "activity", "registration"):
        op.drop_index(f"ix_statement_{name}_seq", "statement")


def _create_indexes(*before: str) -> None:
    beginning = ["organisation_id", *before]
    op.create_index("ix_statement_actor_seq", "statement", [*beginning, "actor", "seq", "verb"])
    op.create_index("ix_statement_activity_seq", "statement", [*beginning, "activity", "seq"])
    op.create_index(
        "ix_statement_registration_seq",
        "statement",
        [*beginning, "registration", "seq"],
        sqlite_where=HAS_REGISTRATION,
        postgresql_where=HAS_REGISTRATION,
    )


def _segment() -> sa.Column[int]:
    """The segment of a row, worked out by the database: PostgreSQL can index it if it is kept, SQLite can add it to a
    table if it is not."""
    is_kept = True if op.get_bind().dialect.name == "postgresql" else None
    return sa.Column("segment", sa.BigInteger, sa.Computed("seq >> 14", persisted=is_kept), nullable=True)


def _sort_relations(*key: str, in_segments: bool) -> None:
    """Write the relations anew with this key, in the order of the statements."""
    op.rename_table("statement_relation", "relation_before")
    if op.get_bind().dialect.name == "postgresql":
        # There the name of a key can be given once only.
        op.drop_constraint("pk_statement_relation", "relation_before")
        op.drop_constraint(WHOSE, "relation_before")
    op.create_table(
        "statement_relation",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.String(500), nullable=False),
        sa.Column("organisation_id", sa.Integer, autoincrement=False, nullable=False),
        *([_segment()] if in_segments else []),
        sa.ForeignKeyConstraint(["seq"], ["statement.seq"], name=WHOSE, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name="pk_statement_relation"),
        sqlite_with_rowid=not in_segments,
    )
    op.execute(
        "INSERT INTO statement_relation (seq, kind, value, organisation_id) "
        "SELECT seq, kind, value, organisation_id FROM relation_before ORDER BY seq, kind, value"
    )
    op.drop_table("relation_before")


def _count() -> None:
    # SQLite leaves an index that it has not counted aside, beside others that it has: seconds for a question.
    # Empty tables are not counted: PostgreSQL would believe that they stay empty, and read all of them each time.
    for table in ("statement", "statement_relation"):
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first():  # noqa: S608  # names are ours
            op.execute(f"ANALYZE {table}")
