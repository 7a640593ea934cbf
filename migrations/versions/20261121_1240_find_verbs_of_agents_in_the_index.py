"""Let the index of an agent's statements tell their verbs, so that only those asked for are read."""

from alembic import op

revision = "verbs_of_agents"
down_revision = "campaign_counts"
branch_labels = None
depends_on = None

NAME = "ix_statement_actor_seq"


def upgrade() -> None:
    op.drop_index(NAME, "statement")
    op.create_index(NAME, "statement", ["organisation_id", "actor", "seq", "verb"])


def downgrade() -> None:
    op.drop_index(NAME, "statement")
    op.create_index(NAME, "statement", ["organisation_id", "actor", "seq"])
