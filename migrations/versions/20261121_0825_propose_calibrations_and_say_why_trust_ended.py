"""Calibrations wait until somebody takes them, with their report; a grant says by what it ended."""

import sqlalchemy as sa
from alembic import op

revision = "calibration_proposals"
down_revision = "programme"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("check_grant") as table:
        table.add_column(sa.Column("withdrawn_by", sa.String(length=12), nullable=False, server_default=""))
    op.execute("UPDATE check_grant SET withdrawn_by = 'person' WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("check_calibration") as table:
        table.add_column(sa.Column("uid", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("findings", sa.JSON(), nullable=False, server_default="{}"))
        table.drop_index("ix_check_calibration_time")
        table.create_index("ix_check_calibration_taken", ["framework_id", "taken_at"])
    # What was calibrated so far was taken into use at once; its number is name enough.
    op.execute("UPDATE check_calibration SET taken_at = made_at, uid = CAST(id AS VARCHAR(36))")
    with op.batch_alter_table("check_calibration") as table:
        table.alter_column("uid", existing_type=sa.String(length=36), nullable=False)
        table.alter_column("findings", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
        table.create_unique_constraint("uq_check_calibration_uid", ["uid"])
    with op.batch_alter_table("check_grant") as table:
        table.alter_column("withdrawn_by", existing_type=sa.String(length=12), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM check_calibrated_item WHERE calibration_id IN "
               "(SELECT id FROM check_calibration WHERE taken_at IS NULL)")
    op.execute("DELETE FROM check_calibration WHERE taken_at IS NULL")
    with op.batch_alter_table("check_calibration") as table:
        table.drop_constraint("uq_check_calibration_uid", type_="unique")
        table.drop_index("ix_check_calibration_taken")
        table.create_index("ix_check_calibration_time", ["framework_id", "made_at"])
        table.drop_column("findings")
        table.drop_column("taken_at")
        table.drop_column("uid")
    with op.batch_alter_table("check_grant") as table:
        table.drop_column("withdrawn_by")
