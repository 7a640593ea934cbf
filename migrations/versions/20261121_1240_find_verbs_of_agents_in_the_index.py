"""Let the index of an agent's statements tell their verbs, so that only those asked for are read."""

from alembic import op
from sqlalchemy import text

revision = "verbs_of_agents"
down_revision = "campaign_counts"
branch_labels = None
depends_on = None

NAME = "ix_statement_actor_seq"


def upgrade() -> None:
    _index(["organisation_id", "actor", "seq", "verb"])


def downgrade() -> None:
    _index(["organisation_id", "actor", "seq"])


def _index(columns: list[str]) -> None:
    op.drop_index(NAME, "statement")
    op.create_index(NAME, "statement", columns)
    if op.get_bind().execute(text("SELECT 1 FROM statement LIMIT 1")).first():
        # A new index that SQLite has not counted, beside others that it has, is left aside: seconds for a question.
        # An empty table is not counted: PostgreSQL would believe that it stays empty, and read all of it each time.
        op.execute("ANALYZE statement")
