"""Intake: a page of posts becomes mentions in tickets, in one transaction with the source's cursor (P1).

Whatever is delivered twice, out of order or cut short, the store ends the same: a post is known by its id, a
ticket by (source, author, conversation), and a conversation found to be part of another is moved into it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk import acknowledging, deadlines, joining, lookups, merging, outside
from bot.desk.context import CUSTOMER, Desk
from bot.networks.port import Change, Incoming, Page
from bot.rules import triage
from bot.rules.conversations import conversations, points_to
from bot.rules.foreign import short, storable
from bot.rules.listening import match
from storage import mentions, outbox, rhythm, sources
from storage.db import Unit
from storage.tables import BrandPost, Mention, Ticket, TicketRow
from storage.words import OutboxKind, Urgency, Verb

LONGEST_NAME = 120
LONGEST_HANDLE = 120
AHEAD = timedelta(minutes=10)
"""By how much a network's clock may run ahead of ours and still be believed."""
UNREAD = TicketRow.model_construct(urgency=Urgency.LOW, needs_reply=False)
"""A ticket of which nothing was read yet: what its mentions say only raises it. Copied for each, as that is quick."""


@dataclass(frozen=True)
class Read:
    """A post together with what the desk made of it."""

    post: Incoming
    reading: triage.Reading
    unnamed: bool = False
    """Nobody sent it to us, and it names nothing of ours: it only counts where its author has a ticket already."""


@dataclass
class Received:
    """What one page came to."""

    opened: int = 0
    joined: int = 0
    known: int = 0
    edited: int = 0
    deleted: int = 0
    ours: int = 0
    passed_by: int = 0
    """Found, and not about us."""
    tickets: set[int] = field(default_factory=set)
    new_tickets: list[int] = field(default_factory=list)


def receive(desk: Desk, source: str, page: Page, now: datetime) -> Received:
    """Store a page and move the cursor. Reading the texts happens before the transaction, so nobody waits for it."""
    own = _own_accounts(desk, source)
    posts = _newest_of_each(_cleaned(post, own, now) for post in page.items)
    read = {
        post.id: _read(desk, source, post)
        for post in posts
        if post.change is not Change.DELETED and not post.ours
    }
    with desk.db.unit() as unit:
        sources.read(unit.session, source, page.cursor, now, heard=False)
        intake = _Intake(desk, unit, source, now)
        intake.store(posts, read)
        rhythm.count(unit.session, source, now, intake.result.opened + intake.result.joined)
        acknowledging.acknowledge(desk, unit, intake.result.tickets, now)
    return intake.result


def _newest_of_each(posts: Iterable[Incoming]) -> list[Incoming]:
    """One item per post and change: a page may hold the same post twice."""
    return list({(post.id, post.change): post for post in posts}.values())


def _first_heard(posts: Sequence[Incoming]) -> list[Incoming]:
    """What each post on a page was first: an edit of one that never came is that post."""
    posted = [post for post in posts if post.change is Change.POSTED]
    here = {post.id for post in posted}
    return posted + [post for post in posts if post.change is Change.EDITED and post.id not in here]


def _cleaned(post: Incoming, own: frozenset[str], now: datetime) -> Incoming:
    """The post as it may be stored. What says it comes from the future was written now, so that its windows run."""
    author = post.author
    clean_author = type(author)(
        storable(author.id),
        short(author.handle, LONGEST_HANDLE),
        short(author.name, LONGEST_NAME),
        author.followers,
    )
    return Incoming(
        **vars(post)
        | {
            "text": storable(post.text),
            "created_at": post.created_at if post.created_at <= now + AHEAD else now,
            "author": clean_author,
            "ours": post.ours
            or author.id.casefold() in own
            or author.handle.removeprefix("@").casefold() in own,
        }
    )


def _own_accounts(desk: Desk, source: str) -> frozenset[str]:
    """The brand's own accounts, by id or handle, without regard to case."""
    network = desk.networks.get(source)
    own = [network.account, *network.settings.own_accounts] if network else []
    return frozenset(
        name.removeprefix("@").casefold() for name in [*desk.settings.desk.handles, *own] if name
    )


def _read(desk: Desk, source: str, post: Incoming) -> Read:
    language = desk.language_of(post.text)
    reading = triage.read(
        post.text,
        language=language,
        followers=post.author.followers,
        private=post.private,
        words=desk.triage_words,
    )
    if not _only_found(desk, source, post) or desk.listening is None:
        return Read(post, reading)
    heard = match(post.text, language, desk.listening)
    why = (heard.why, *reading.why) if heard else reading.why
    return Read(post, replace(reading, why=why), unnamed=heard is None)


def _only_found(desk: Desk, source: str, post: Incoming) -> bool:
    """Whether nobody sent us this post, at a source where then only our names make it one about us."""
    network = desk.networks.get(source)
    return bool(post.found_by) and (network is None or network.settings.listen)


@dataclass
class _Intake:
    """One page on its way into the store."""

    desk: Desk
    unit: Unit
    source: str
    now: datetime
    result: Received = field(default_factory=Received)

    def store(self, posts: Sequence[Incoming], read: Mapping[str, Read]) -> None:
        session = self.unit.session
        here = mentions.known(session, self.source, {post.id for post in posts})
        ours = mentions.known_brand_posts(session, self.source, {post.id for post in posts if post.ours})
        fresh = [p for p in _first_heard(posts) if p.id not in here and p.id not in ours]
        names = self._conversations(fresh)
        merging.join_late_parents(self.desk, self.unit, self.source, names, self.now)
        self._store_ours([post for post in fresh if post.ours], names)
        self._store_mentions([read[post.id] for post in fresh if not post.ours], names)
        self._answers_outside(fresh)
        new = set(map(id, fresh))
        for post in posts:
            if id(post) not in new:
                self._known_post(post, here)

    def _answers_outside(self, fresh: Sequence[Incoming]) -> None:
        ours = [post.id for post in fresh if post.ours]
        theirs = [post.id for post in fresh if not post.ours]
        outside.new_posts(self.desk, self.unit, self.source, ours, self.now)
        outside.answers(self.desk, self.unit, self.source, theirs, self.now)

    def _known_post(self, post: Incoming, here: Mapping[str, Mention]) -> None:
        """A post that was here already, or one that a later item of the same page changes."""
        mention = here.get(post.id) or mentions.known(self.unit.session, self.source, [post.id]).get(post.id)
        change = joining.author_changed(self.desk, self.unit, mention, post, self.now) if mention else None
        self.result.edited += change is Change.EDITED
        self.result.deleted += change is Change.DELETED
        self.result.known += change is None

    def _conversations(self, posts: Sequence[Incoming]) -> dict[str, str]:
        """The conversation of each new post, following those that are here or on the same page."""
        links = {post.id: _points_to(post) for post in posts}
        return conversations(
            links, mentions.conversations_of(self.unit.session, self.source, {*links.values()})
        )

    def _store_ours(self, posts: Sequence[Incoming], names: Mapping[str, str]) -> None:
        self.result.ours += len(posts)
        mentions.add(self.unit.session, BrandPost, [self._brand_post(post, names[post.id]) for post in posts])

    def _brand_post(self, post: Incoming, name: str) -> dict[str, Any]:
        return {
            "source": self.source,
            "external_id": post.id,
            "conversation": name,
            "in_reply_to": post.in_reply_to,
            "author_handle": post.author.handle,
            "text": post.text,
            "url": post.url,
            "created_at": post.created_at,
            "received_at": self.now,
        }

    def _store_mentions(self, items: Sequence[Read], names: Mapping[str, str]) -> None:
        tickets = joining.tickets_for(self.unit, self.source, {names[item.post.id] for item in items})
        opening: dict[tuple[str, str], list[Read]] = {}
        following: list[tuple[Ticket, Read]] = []
        for item in items:
            key = (item.post.author.id, names[item.post.id])
            if key in tickets:
                following.append((tickets[key], item))
            elif item.unnamed:
                self.result.passed_by += 1
            else:
                opening.setdefault(key, []).append(item)
        ids = self._open_tickets(opening)
        firsts = {_in_order(group)[0].post.id for group in opening.values()}
        self._insert([(ids[key], item) for key, group in opening.items() for item in group], names, firsts)
        further = self._insert([(ticket.id or 0, item) for ticket, item in following], names)
        for mention_id, (ticket, item) in zip(further, following, strict=True):
            post, reading = item.post, item.reading
            joining.heard_again(self.desk, self.unit, ticket, post, reading, self.now, mention_id=mention_id)
            self.result.joined += 1
            self.result.tickets.add(ticket.id or 0)

    def _open_tickets(self, opening: Mapping[tuple[str, str], list[Read]]) -> dict[tuple[str, str], int]:
        rows = [self._ticket(key, _in_order(group)) for key, group in opening.items()]
        ids = dict(zip(opening, mentions.add(self.unit.session, Ticket, rows), strict=True))
        for key, group in opening.items():
            first, *more = _in_order(group)
            self.unit.note(
                Verb.OPENED, self.now, CUSTOMER, ids[key], mention=first.post.id, source=self.source
            )
            for item in more:
                self.unit.note(
                    Verb.JOINED, self.now, CUSTOMER, ids[key], mention=item.post.id, source=self.source
                )
            self.result.joined += len(more)
        self.result.opened += len(ids)
        self.result.new_tickets += ids.values()
        self.result.tickets.update(ids.values())
        outbox.queue(self.unit, [self._card(ids[key], row) for key, row in zip(opening, rows, strict=True)])
        return ids

    def _card(self, ticket_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
        urgent = row["urgency"] == Urgency.URGENT
        return outbox.row(
            OutboxKind.CARD, outbox.lane_of(ticket_id), self.now, ticket_id=ticket_id, urgent=urgent
        )

    def _ticket(self, key: tuple[str, str], group: Sequence[Read]) -> dict[str, Any]:
        """A new ticket's row. Every column is given, so that all rows of a page are one statement."""
        first, latest = group[0].post, group[-1].post
        known = {
            "source": self.source,
            "conversation": key[1],
            "private": first.private,
            "author_id": key[0],
            "author_handle": latest.author.handle,
            "author_name": latest.author.name,
            "followers": latest.author.followers,
            "mention_count": len(group),
            "opened_at": first.created_at,
            "received_at": self.now,
            "last_mention_at": latest.created_at,
            "changed_at": self.now,
        }
        ticket = UNREAD.model_copy(update=known)
        for item in group:
            joining.understand(ticket, item.reading, opening=item is group[0])
        deadlines.open_anew(self.desk, ticket)
        return vars(ticket)

    def _insert(
        self, items: Sequence[tuple[int, Read]], names: Mapping[str, str], firsts: Collection[str] = ()
    ) -> list[int]:
        """Store mentions and have looked up what belongs to them; `firsts` are those that open a ticket."""
        rows = [self._mention(ticket_id, item, names[item.post.id]) for ticket_id, item in items]
        ids = mentions.add(self.unit.session, Mention, rows)
        arrived = [
            lookups.Arrived(mention_id, ticket_id, item.post, item.post.id in firsts)
            for mention_id, (ticket_id, item) in zip(ids, items, strict=True)
        ]
        lookups.queue(self.desk, self.unit, self.source, arrived, self.now)
        return ids

    def _mention(self, ticket_id: int, item: Read, name: str) -> dict[str, Any]:
        post = item.post
        return {
            "source": self.source,
            "external_id": post.id,
            "ticket_id": ticket_id,
            "conversation": name,
            "in_reply_to": post.in_reply_to,
            "private": post.private,
            "author_id": post.author.id,
            "author_handle": post.author.handle,
            "author_name": post.author.name,
            "followers": post.author.followers,
            "text": post.text,
            "language": item.reading.language,
            "url": post.url,
            "media": [{"url": media.url, "alt": media.alt, "preview": media.preview} for media in post.media],
            "facts": dict(post.facts),
            "rating": post.rating,
            "created_at": post.created_at,
            "received_at": self.now,
        }


def _points_to(post: Incoming) -> str:
    return points_to(
        id=post.id,
        in_reply_to=post.in_reply_to,
        thread=post.thread,
        private=post.private,
        author_id=post.author.id,
    )


def _in_order(group: Sequence[Read]) -> list[Read]:
    return sorted(group, key=lambda item: (item.post.created_at, item.post.id))
