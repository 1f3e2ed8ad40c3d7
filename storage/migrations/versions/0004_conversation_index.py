"""Conversation index."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring a store of the revision before to this one. There is no way back but a copy of the store."""
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_conversation"))
        batch_op.create_index("ix_mention_conversation", ["conversation", "source"], unique=False)
