"""`mentiondesk db upgrade`."""

from bot.commands import errors
from bot.settings import Settings
from storage import migrate
from storage.db import connect


def upgrade(settings: Settings) -> None:
    """Bring the database up to date."""
    db = connect(settings.env.DATABASE_URL)
    migrate.upgrade(db)
    errors.print("The database is up to date.")
    db.close()
