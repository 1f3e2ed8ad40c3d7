"""`mentiondesk doctor`: each thing that is missing or wrong, in one line with its cure."""

from __future__ import annotations

from bot import logs
from bot.assembly import build
from bot.commands import errors
from bot.examination import examine
from bot.settings import Settings

WELL = "All is well."


def doctor(settings: Settings) -> int:
    """Examine everything; 1 where something is wrong."""
    logs.silence()
    running = build(settings)
    running.refresh_people()
    findings = 0
    for finding in examine(running.desk, running.team, running.now()):
        errors.print(f"{finding.subject}: {finding.problem} {finding.cure}", markup=False)
        findings += 1
    running.desk.db.close()
    if not findings:
        errors.print(WELL)
    return 1 if findings else 0
