"""Networks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring a store of the revision before to this one. There is no way back but a copy of the store."""
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reader", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("next_read_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_ticket", ["ticket_id", "kind"], unique=False)
