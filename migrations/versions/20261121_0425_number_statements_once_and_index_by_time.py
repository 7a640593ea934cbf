"""number statements once and index by time"""

import sqlalchemy as sa
from alembic import op


revision = 'xapi_times'
down_revision = '0003'
branch_labels = None
depends_on = None

FEW = {'ix_statement_registration_seq': ['registration', 'seq'], 'ix_statement_target': ['target']}
TENANT = 'fk_statement_relation_organisation_id_organisation'


def upgrade() -> None:
    # In SQLite the table is built anew, because AUTOINCREMENT is part of it; so it has all indexes as they are to be.
    with op.batch_alter_table('statement', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        # The type is as it was; naming it makes SQLite build the table anew.
        batch_op.alter_column('payload', existing_type=sa.Text(), type_=sa.Text())
        batch_op.drop_index('ix_statement_stored')
        for name in FEW:
            batch_op.drop_index(name)
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index('ix_statement_stored_seq', ['organisation_id', 'stored', 'seq'], unique=False)
        for name, (column, *then) in FEW.items():
            has_one = sa.text(f'{column} IS NOT NULL')
            columns = ['organisation_id', column, *then]
            batch_op.create_index(name, columns, unique=False, postgresql_where=has_one, sqlite_where=has_one)
    with op.batch_alter_table('statement_relation', schema=None) as batch_op:
        batch_op.drop_constraint(TENANT, type_='foreignkey')


def downgrade() -> None:
    with op.batch_alter_table('statement_relation', schema=None) as batch_op:
        batch_op.create_foreign_key(TENANT, 'organisation', ['organisation_id'], ['id'])
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('ix_statement_stored_seq')
        for name in FEW:
            batch_op.drop_index(name)
    # In SQLite without the table arguments of before: it is built anew, and numbers are given as they used to be.
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.alter_column('payload', existing_type=sa.Text(), type_=sa.Text())
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index('ix_statement_stored', ['organisation_id', 'stored'], unique=False)
        for name, columns in FEW.items():
            batch_op.create_index(name, ['organisation_id', *columns], unique=False)
