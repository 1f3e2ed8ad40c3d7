"""Works questions out and brings the answers: to the one who asked, or to everybody in the channel.

A courier of its own, so that no card waits for a long count (P10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.courier import next_due, wait_after
from bot.courier.team import metadata_id
from bot.desk import commands
from bot.desk.asking import ANSWERS
from bot.desk.context import Desk
from bot.outcomes import NetworkError, Never, Unsure
from bot.surfaces import charts
from bot.surfaces.answers import Answer, ChartsView
from bot.surfaces.slack.answers import answer_message
from bot.surfaces.slack.client import Picture, SlackTeam
from bot.surfaces.slack.notes import note_message
from bot.surfaces.slack.text import escape
from bot.surfaces.view import NoteView
from storage import outbox
from storage.outbox import Leased
from storage.tables import OutboxRow

log = structlog.get_logger()
ELSEWHERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"})
CANNOT_SHOW = "I am not in that channel, so I cannot show it there. Invite me with /invite, then press the button again."
TOO_OLD = timedelta(minutes=15)
"""Nobody waits for an answer that long: it is dropped, and people ask again."""


@dataclass
class AnswerCourier:
    """The courier of answers."""

    desk: Desk
    team: SlackTeam
    holder: str
    now: Callable[[], datetime]

    def drain(self) -> int:
        """Work out what was asked. Returns how many questions were handled."""
        handled = 0
        while (leased := self._next()) is not None:
            self._settle(leased)
            handled += 1
        return handled

    def _next(self) -> Leased | None:
        return next_due(self.desk.db, ANSWERS, self.holder, self.now())

    def _settle(self, leased: Leased) -> None:
        entry, problem = leased.entry, ""
        try:
            self._bring(leased)
        except NetworkError as error:
            problem = str(error)
            log.warning("answer_not_delivered", row=entry.id, problem=problem)
            if not isinstance(error, Never) and self.now() - entry.created_at < TOO_OLD:
                with self.desk.db.unit() as unit:
                    again = self.now() + wait_after(entry.attempts)
                    outbox.later(unit.session, entry.id or 0, self.holder, again, problem, unsure=True)
                return
        with self.desk.db.unit() as unit:
            if problem:
                outbox.dropped(unit.session, entry.id or 0, self.holder, self.now(), problem)
            else:
                outbox.done(unit.session, entry.id or 0, self.holder, self.now())

    def _bring(self, leased: Leased) -> None:
        entry = leased.entry
        payload, person = entry.payload, entry.person or ""
        answer = commands.worked_out(self.desk, payload["question"], person, self.now())
        aloud = payload["aloud"]
        if isinstance(answer.view, ChartsView):
            channel = payload["channel"] if aloud else self.team.direct_channel(person)
            self._share(answer.view, channel, payload["thread"] if aloud else None)
        if not aloud:
            self._tell(entry, answer, person)
        elif not isinstance(answer.view, ChartsView):
            self._show(leased, answer, person)

    def _share(self, view: ChartsView, channel: str, thread: str | None) -> None:
        """Draw the charts and share them. What may have been shared is not shared again: people can ask anew."""
        drawn = [
            Picture(f"{one.title.lower().replace(' ', '-')}.png", one.title, one.alt, charts.png(one))
            for one in view.charts
        ]
        try:
            self.team.upload(channel, drawn, "\n".join([view.title, *_beside(view)]), thread)
        except Unsure as error:
            log.warning("charts_perhaps_shared", problem=str(error))

    def _tell(self, entry: OutboxRow, answer: Answer, person: str) -> None:
        """For one person: where they asked, or in their messages where Slack cannot."""
        message, channel = answer_message(answer), entry.payload["channel"]
        try:
            self.team.whisper(channel or person, person, message, entry.payload["thread"])
        except Never as error:
            if error.code not in ELSEWHERE:
                raise
            self.team.direct(person, message, metadata_id(entry))

    def _show(self, leased: Leased, answer: Answer, person: str) -> None:
        """For everybody; where an earlier answer was lost, the post is looked for first."""
        entry = leased.entry
        channel, name, thread = entry.payload["channel"], metadata_id(entry), entry.payload["thread"]
        if leased.tried_at and self.team.find_posted(channel, name, leased.tried_at, thread):
            return
        try:
            self.team.post(channel, answer_message(answer, asked_by=person), name, thread)
        except Never as error:
            if error.code not in ELSEWHERE:
                raise
            self.team.direct(person, note_message(NoteView(CANNOT_SHOW)), f"{name}-refused")


def _beside(view: ChartsView) -> list[str]:
    """What no font of this machine can draw, in words under the title."""
    return [escape(f"{one.title}, {words}") for one in view.charts for words in charts.beside(one)]
