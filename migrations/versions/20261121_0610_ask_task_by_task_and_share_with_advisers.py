"""ask task by task, count words and use, keep versions of results, share with advisers"""

import sqlalchemy as sa
from alembic import op

revision = "ask_and_share"
down_revision = "xapi_targets"
branch_labels = None
depends_on = None

_UNREAD = {"feedback", "source", "accept", "unit", "reason"}


def upgrade() -> None:
    op.create_table(
        "check_item_use",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["check_item.id"], name=op.f("fk_check_item_use_item_id_check_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_check_item_use")),
    )
    op.create_table(
        "check_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["person.id"], name=op.f("fk_check_grant_adviser_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["check_run.id"], name=op.f("fk_check_grant_run_id_check_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_grant")),
        sa.UniqueConstraint("uid", name=op.f("uq_check_grant_uid")),
    )
    with op.batch_alter_table("check_grant") as table:
        table.create_index("ix_check_grant_adviser", ["adviser_id", "expires_at"])
        table.create_index(op.f("ix_check_grant_run_id"), ["run_id"])
    op.create_table(
        "check_viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["check_grant.id"], name=op.f("fk_check_viewing_grant_id_check_grant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_viewing")),
    )
    with op.batch_alter_table("check_viewing") as table:
        table.create_index(op.f("ix_check_viewing_grant_id"), ["grant_id"])
    op.add_column("check_item", sa.Column("words", sa.Integer(), nullable=False, server_default="0"))
    for name, length in (("engine", 20), ("bank", 16), ("clarifying", 20)):
        op.add_column("check_run", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("check_run", sa.Column("clarify_from", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("check_run", sa.Column("clarified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("check_estimate", sa.Column("task_theta", sa.Double(), nullable=True))
    op.add_column("check_estimate", sa.Column("task_se", sa.Double(), nullable=True))
    _count_words()
    _end_fixed_orders()
    with op.batch_alter_table("check_item") as table:
        table.alter_column("words", server_default=None)
    with op.batch_alter_table("check_run") as table:
        for name in ("engine", "bank", "clarifying", "clarify_from"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    # Some SQLite versions refuse to drop several columns in one rebuild; one each is always right.
    for table, names in (
        ("check_estimate", ("task_se", "task_theta")),
        ("check_run", ("clarified_at", "clarify_from", "clarifying", "bank", "engine")),
        ("check_item", ("words",)),
    ):
        for name in names:
            op.drop_column(table, name)
    op.drop_table("check_viewing")
    op.drop_table("check_grant")
    op.drop_table("check_item_use")


def _count_words() -> None:
    """As competence_check.duration.words_of counted when this was written; loading content counts anew."""
    connection = op.get_bind()
    items = sa.table("check_item", sa.column("id"), sa.column("body", sa.JSON), sa.column("words"))
    for number, body in connection.execute(sa.select(items.c.id, items.c.body)).all():
        steps = body.get("steps", {}).get("de", ())
        words = _words({name: value for name, value in body.items() if name != "steps"})
        words += _counted(steps) / len(steps) if steps else 0.0
        connection.execute(items.update().where(items.c.id == number).values(words=round(words)))


def _words(value: object) -> float:
    if isinstance(value, dict):
        if "de" in value:
            return _counted(value["de"])
        return sum(_words(inside) for name, inside in value.items() if name not in _UNREAD)
    return sum(_words(inside) for inside in value) if isinstance(value, list) else 0.0


def _counted(texts: object) -> float:
    if isinstance(texts, str):
        return len(texts.split())
    return sum(_counted(text) for text in texts) if isinstance(texts, list) else 0.0


def _end_fixed_orders() -> None:
    """Open runs had all their tasks laid out; from now on the engine chooses the next one. Answered ones stay."""
    connection = op.get_bind()
    runs = sa.table("check_run", sa.column("id"), sa.column("state"), sa.column("item_order", sa.JSON))
    items = sa.table("check_item", sa.column("id"), sa.column("kind"))
    answers = sa.table("check_answer", sa.column("run_id"), sa.column("item_id"))
    ratings = set(connection.scalars(sa.select(items.c.id).where(items.c.kind == "self_rating")))
    for number, order in connection.execute(sa.select(runs.c.id, runs.c.item_order).where(runs.c.state == "open")).all():
        answered = set(connection.scalars(sa.select(answers.c.item_id).where(answers.c.run_id == number)))
        kept = [item for item in order if item in ratings or item in answered]
        connection.execute(runs.update().where(runs.c.id == number).values(item_order=kept))
