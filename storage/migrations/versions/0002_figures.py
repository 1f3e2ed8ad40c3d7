"""Figures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring a store of the revision before to this one. There is no way back but a copy of the store."""
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mention_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"]),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reply_id"),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index("ix_survey_answered", ["answered_at"], unique=False)
        batch_op.create_index("ix_survey_ticket", ["ticket_id", "asked_at"], unique=False)

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_assignee"))
        batch_op.drop_index(batch_op.f("ix_ticket_opened"))
        batch_op.create_index(
            "ix_ticket_opened", ["opened_at", "merged_into", "first_response_at", "resolved_at"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_queue",
            ["assignee", "status", "merged_into", "snoozed_until", "due_at", "language"],
            unique=False,
        )
