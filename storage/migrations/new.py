"""Write the next migration from what changed in `storage.tables`: `make migration NAME=add_rating`.

Read what it wrote before you keep it: a renamed column, for instance, looks like one that went and one that came.
Until the first release nothing is frozen: delete 0001_first.py and run this with NAME=first to write it afresh.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import Script

from storage.db import connect
from storage.migrate import config, head, upgrade


def write(name: str) -> Path:
    """Compare a store at the newest revision with the tables, and write the difference down."""
    number = f"{int(head() or 0) + 1:04}"
    with TemporaryDirectory() as folder:
        db = connect(f"sqlite:///{Path(folder) / 'store.db'}")
        upgrade(db)
        with db.engine.connect() as connection:
            script = command.revision(config(connection), name, autogenerate=True, rev_id=number)
        db.close()
    assert isinstance(script, Script)
    return _tidied(Path(script.path))


def _tidied(path: Path) -> Path:
    """Drop the lines in which Alembic speaks of itself, and format the rest as our own."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    for task in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *task, "--quiet", path], check=True)  # noqa: S603 - our own
    return path


if __name__ == "__main__":
    write(sys.argv[1])
