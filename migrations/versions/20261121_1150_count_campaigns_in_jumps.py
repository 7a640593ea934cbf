"""Keep the number of people who took part in a campaign as last told: it moves only by enough people at once."""

import sqlalchemy as sa
from alembic import op

revision = "campaign_counts"
down_revision = "own_goals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("check_campaign") as table:
        table.add_column(sa.Column("invited", sa.Integer(), nullable=True))
        table.add_column(sa.Column("taken", sa.Integer(), nullable=True))
        table.add_column(sa.Column("counted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("check_campaign") as table:
        table.drop_column("counted_on")
        table.drop_column("taken")
        table.drop_column("invited")
