"""${message.capitalize().replace("_", " ")}."""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${f'"{down_revision}"' if down_revision else None}


def upgrade() -> None:
    """Bring a store of the revision before to this one. There is no way back but a copy of the store."""
    ${upgrades if upgrades else "pass"}
