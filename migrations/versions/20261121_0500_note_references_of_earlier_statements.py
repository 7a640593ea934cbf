"""Note what statements refer to that were stored before references were kept."""

from alembic import op

revision = "xapi_references"
down_revision = "xapi_times"
branch_labels = None
depends_on = None

# As far as lms/xapi/reaching.py follows a chain of references.
FURTHEST = 100

# A statement refers to one other at most, so that a chain is a line. A circle leads back to its beginning, which is
# left out; what is noted already stays as it is.
BACKFILL = f"""
INSERT INTO xapi_statement_reach (seq, reached)
WITH RECURSIVE reach (seq, reached, distance) AS (
    SELECT pointing.seq, pointed.seq, 1
    FROM statement AS pointing
    JOIN statement AS pointed
      ON pointed.organisation_id = pointing.organisation_id AND pointed.statement_id = pointing.target
  UNION ALL
    SELECT reach.seq, further.seq, reach.distance + 1
    FROM reach
    JOIN statement AS reached ON reached.seq = reach.reached
    JOIN statement AS further
      ON further.organisation_id = reached.organisation_id AND further.statement_id = reached.target
    WHERE reach.distance < {FURTHEST} AND reach.reached <> reach.seq
)
SELECT DISTINCT seq, reached FROM reach
WHERE seq <> reached AND NOT EXISTS (
    SELECT 1 FROM xapi_statement_reach AS known WHERE known.seq = reach.seq AND known.reached = reach.reached
)
"""


def upgrade() -> None:
    op.execute(BACKFILL)


def downgrade() -> None:
    """The noted references are right with the older tables, too."""
