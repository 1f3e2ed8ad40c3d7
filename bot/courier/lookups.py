"""Looks up what a mention answers, what its pictures show and how an answer fares, for the card's thread.

See `bot.desk.lookups` and `bot.desk.watching`.

A courier for each source. What may have been shown is not shown again: the link on the card stays in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import structlog

from bot.courier import next_due, wait_after
from bot.desk import above, lookups, watching
from bot.desk.context import Desk
from bot.networks.fetching import Fetcher
from bot.outcomes import NetworkError, Never, TryLater, Unsure
from bot.rules.foreign import short
from bot.surfaces.slack.client import Picture, SlackTeam
from bot.surfaces.thumbnails import NotAPicture, thumbnail
from storage import outbox
from storage.db import Unit
from storage.outbox import Leased
from storage.tables import Mention, OutboxRow, Ticket
from storage.words import OutboxKind

log = structlog.get_logger()
PATIENCE = timedelta(hours=1)
FOR_THE_CARD = timedelta(seconds=2)
MOST_PICTURES = 4
ACCEPT = "image/webp, image/png, image/jpeg, image/gif"
TIMEOUT = httpx.Timeout(5.0)
LONGEST_READ = 15.0
"""Seconds for one picture. Together with `ENOUGH` this keeps within the term of a lease."""
ENOUGH = timedelta(seconds=20)
"""After so long no further picture of the same post is fetched."""
LONGEST_TITLE = 150
COMMENT = "What the post shows:"
PICTURE = "Picture {number}"
WITHOUT_WORDS = "Picture {number} of the post by @{handle}, who gave no description."
NO_CARD = "its card is not posted yet"
NO_PICTURE = "That is no picture we can show."
GONE = frozenset({"file_not_found", "file_deleted"})


@dataclass
class LookupCourier:
    """The courier of one source's lookups."""

    desk: Desk
    team: SlackTeam
    source: str
    holder: str
    now: Callable[[], datetime]
    fetcher: Fetcher = field(init=False)

    def __post_init__(self) -> None:
        hosts = self.desk.networks[self.source].settings.picture_hosts
        trusted = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
        self.fetcher = Fetcher(ACCEPT, TIMEOUT, trusted=trusted, longest_read=LONGEST_READ)

    def drain(self) -> int:
        """Look up what was asked for. Returns how many rows were handled."""
        handled = 0
        while (leased := self._next()) is not None:
            self._settle(leased)
            handled += 1
        return handled

    def _next(self) -> Leased | None:
        return next_due(self.desk.db, lookups.destination(self.source), self.holder, self.now())

    def _settle(self, leased: Leased) -> None:
        entry, now = leased.entry, self.now()
        try:
            self._look_up(leased)
        except NetworkError as error:
            log.info("not_looked_up", source=self.source, kind=str(entry.kind), problem=str(error))
            over = isinstance(error, Never) or now - entry.created_at > PATIENCE
            asked = error.wait if isinstance(error, TryLater) else None
            with self.desk.db.unit() as unit:
                if over:
                    outbox.dropped(unit.session, entry.id or 0, self.holder, now, str(error))
                else:
                    again = now + (asked or wait_after(entry.attempts))
                    outbox.later(unit.session, entry.id or 0, self.holder, again, str(error))

    def _look_up(self, leased: Leased) -> None:
        match leased.entry.kind:
            case OutboxKind.CONTEXT:
                self._context(leased.entry)
            case OutboxKind.PICTURES:
                self._pictures(leased)
            case OutboxKind.PICTURES_GONE:
                self._take_back(leased.entry)
            case OutboxKind.WATCH:
                self._watch(leased.entry)

    def _context(self, entry: OutboxRow) -> None:
        mention_id = int(entry.payload["mention"])
        found = above.find(self.desk, self.desk.networks[self.source], mention_id, self.now())
        with self.desk.db.unit() as unit:
            if self._done(unit, entry):
                above.tell(self.desk, unit, mention_id, found, self.now())

    def _watch(self, entry: OutboxRow) -> None:
        """Look how an answer of ours fares."""
        with self.desk.db.reading() as session:
            sent = watching.out(session, entry)
        found = self.desk.networks[self.source].reception(sent, self.now()) if sent else None
        with self.desk.db.unit() as unit:
            if self._done(unit, entry) and found is not None:
                watching.seen(self.desk, unit, entry, found, self.now())

    def _done(self, unit: Unit, entry: OutboxRow) -> bool:
        return outbox.done(unit.session, entry.id or 0, self.holder, self.now())

    # --- pictures --------------------------------------------------------------------------------------------

    def _pictures(self, leased: Leased) -> None:
        """Fetch, draw small, share. An attempt that was broken off may have shared them: it is not made again."""
        mention_id = int(leased.entry.payload["mention"])
        with self.desk.db.reading() as session:
            mention = session.get_one(Mention, mention_id)
            ticket = session.get_one(Ticket, mention.ticket_id)
        shared: dict[str, str] = {}
        if leased.tried_at is None and mention.deleted_at is None:
            shared = self._share(mention, ticket)
        with self.desk.db.unit() as unit:
            if self._done(unit, leased.entry):
                self._keep(unit, mention_id, shared)

    def _share(self, mention: Mention, ticket: Ticket) -> dict[str, str]:
        """Share a post's pictures in its ticket's thread; Slack's file by the address of each."""
        if not ticket.channel or not ticket.card_ts:
            raise TryLater(NO_CARD, FOR_THE_CARD)
        found = dict(self._fetched(mention))
        if not found:
            return {}
        try:
            files = self.team.upload(ticket.channel, list(found.values()), COMMENT, ticket.card_ts)
        except Unsure as error:
            log.warning("pictures_perhaps_shared", source=self.source, problem=str(error))
            return {}
        return dict(zip(found, files, strict=True))

    def _fetched(self, mention: Mention) -> Iterator[tuple[str, Picture]]:
        """Each picture that can be had, by its address.

        Raises:
            TryLater, Never, Unsure: none could be had.
        """
        begun, had, problem = self.now(), 0, None
        for number, item in enumerate(mention.media[:MOST_PICTURES], 1):
            if self.now() - begun > ENOUGH:
                return
            try:
                small = self._small(item.get("preview") or item["url"])
            except NetworkError as error:
                problem = problem or error
            else:
                had += 1
                yield item["url"], self._picture(number, small, item.get("alt", ""), mention)
        if problem is not None and not had:
            raise problem

    def _small(self, url: str) -> bytes:
        try:
            return thumbnail(self.fetcher.get(url, self.now()).content)
        except NotAPicture as error:
            raise Never(NO_PICTURE) from error

    def _picture(self, number: int, content: bytes, alt: str, mention: Mention) -> Picture:
        words = self.desk.masked(" ".join(alt.split()))
        described = words or WITHOUT_WORDS.format(number=number, handle=mention.author_handle)
        title = short(words, LONGEST_TITLE) or PICTURE.format(number=number)
        return Picture(f"picture-{number}.jpg", title, described, content)

    def _keep(self, unit: Unit, mention_id: int, shared: dict[str, str]) -> None:
        """Remember what was shared, to take it back with the post; at once if that happened meanwhile."""
        if not shared:
            return
        mention = unit.session.get_one(Mention, mention_id, with_for_update=True)
        if mention.deleted_at is not None:
            lookups.take_files_back(unit, mention, list(shared.values()), self.now())
            return
        mention.media = [
            {**item, "file": shared[item["url"]]} if item["url"] in shared else item for item in mention.media
        ]
        unit.session.add(mention)

    def _take_back(self, entry: OutboxRow) -> None:
        for file in entry.payload["files"]:
            try:
                self.team.remove_file(file)
            except Never as error:
                if error.code not in GONE:
                    raise
        with self.desk.db.unit() as unit:
            self._done(unit, entry)
