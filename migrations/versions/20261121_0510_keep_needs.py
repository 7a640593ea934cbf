"""keep the needs that courses answer and those that nothing answers"""

import sqlalchemy as sa
from alembic import op


revision = 'needs'
down_revision = 'xapi_references'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, which would drop a table that others point to.
    op.add_column('course', sa.Column('needs', sa.JSON(), nullable=True))
    op.execute("UPDATE course SET needs = '{}'")
    op.create_table('unmet_need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_month', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_unmet_need_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmet_need')),
    sa.UniqueConstraint('organisation_id', 'key', name=op.f('uq_unmet_need_organisation_id_key'))
    )
    with op.batch_alter_table('unmet_need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unmet_need_organisation_id'), ['organisation_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('unmet_need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unmet_need_organisation_id'))
    op.drop_table('unmet_need')
    op.drop_column('course', 'needs')
