"""filter targets, send them the past in steps, recognise what Moodle sends again, keep what was refused"""

import sqlalchemy as sa
from alembic import op


revision = 'xapi_targets'
down_revision = 'xapi_retention'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table('xapi_credential') as batch_op:
        batch_op.add_column(sa.Column('client_id', sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column('recognises_resends', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_unique_constraint(batch_op.f('uq_xapi_credential_client_id'), ['client_id'])

    with op.batch_alter_table('xapi_target') as batch_op:
        # Until now only the operator could add targets, so those that are here may lie in our own network.
        batch_op.add_column(sa.Column('internal', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('verbs', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('activities', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('with_parts', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('past_asked_at', TIME, nullable=True))
        batch_op.add_column(sa.Column('past_since', TIME, nullable=True))
        batch_op.add_column(sa.Column('past_cursor', BIG, nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('checked_at', TIME, nullable=True))
        batch_op.add_column(sa.Column('check_result', sa.Text(), nullable=True))
    # From here on the application says what is meant.
    for table, columns in (
        ('xapi_credential', ('recognises_resends',)),
        ('xapi_target', ('internal', 'verbs', 'activities', 'with_parts', 'past_cursor')),
    ):
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)

    op.create_table('xapi_refusal',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('credential_id', sa.Integer(), nullable=False),
    sa.Column('at', TIME, nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('resource', sa.String(length=100), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('message', sa.String(length=300), nullable=False),
    sa.Column('index', sa.Integer(), nullable=True),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('faults', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['credential_id'], ['xapi_credential.id'], name=op.f('fk_xapi_refusal_credential_id_xapi_credential'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_xapi_refusal'))
    )
    with op.batch_alter_table('xapi_refusal') as batch_op:
        batch_op.create_index('ix_xapi_refusal_credential_id_id', ['credential_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('xapi_refusal')
    with op.batch_alter_table('xapi_target') as batch_op:
        for column in ('check_result', 'checked_at', 'past_cursor', 'past_since', 'past_asked_at', 'with_parts',
                       'activities', 'verbs', 'internal'):
            batch_op.drop_column(column)
    with op.batch_alter_table('xapi_credential') as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_xapi_credential_client_id'), type_='unique')
        batch_op.drop_column('recognises_resends')
        batch_op.drop_column('client_id')
