"""Alembic runs this file: how our migrations meet a store. `storage.migrate` hands it the open connection."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

import storage.tables

assert storage.tables.Ticket.metadata is SQLModel.metadata  # importing the tables is what fills it

for table in SQLModel.metadata.tables.values():
    for index in table.indexes:
        if storage.tables.WHERE in index.info:
            only = text(index.info[storage.tables.WHERE])
            index.dialect_kwargs.update({"sqlite_where": only, "postgresql_where": only})

PLAIN = {"AutoString": "sa.String()", "UTCDateTime": "sa.DateTime(timezone=True)"}
"""SQLModel's types in SQLAlchemy's words, so that an old migration outlives changes in SQLModel."""


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """How a new migration writes a column's type; False leaves it to Alembic."""
    if kind == "type" and type(item).__name__ == "Enum":
        return f"sa.String(length={item.length})"
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite can change a table only by making it anew
    transactional_ddl=True,  # SQLite too: storage.migrate has opened the transaction
    render_item=render_item,
    user_module_prefix="sa.",
)
with context.begin_transaction():
    context.run_migrations()
