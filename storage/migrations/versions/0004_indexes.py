"""Indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring a store of the revision before to this one. There is no way back but a copy of the store."""
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index("ix_approval_asked", ["asked_at", "ended_at", "ticket_id"], unique=False)
        batch_op.create_index("ix_approval_ticket", ["ticket_id", "ended_at"], unique=False)

    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_conversation"))
        batch_op.create_index("ix_mention_conversation", ["conversation", "source"], unique=False)

    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pause_source"))
        batch_op.create_index(
            "ix_pause_source",
            ["source", "started_at"],
            unique=False,
            sqlite_where=sa.text("source IS NOT NULL"),
            postgresql_where=sa.text("source IS NOT NULL"),
        )

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_status_due"))
        batch_op.drop_index(batch_op.f("ix_ticket_queue"))
        batch_op.create_index(
            "ix_ticket_queue",
            ["status", "assignee", "merged_into", "snoozed_until", "due_at", "language"],
            unique=False,
        )

    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_kind", ["kind", "ticket_id"], unique=False)
