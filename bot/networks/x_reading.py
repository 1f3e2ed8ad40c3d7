"""Reading X: its newest-first listings, page by page, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.networks.budget import Budget, Meter
from bot.networks.http import json_of
from bot.networks.listing import LOOK_BACK, Mark, Pace, rate_left, unfinished
from bot.networks.port import Incoming, Never, Page, Unsure
from bot.networks.x_client import XClient
from bot.networks.x_posts import Includes, Reader, earlier, id_at, replied_to, time_of
from bot.networks.x_settings import (
    BREAK,
    LONGEST_QUERY,
    MEDIA_FIELDS,
    MESSAGE_QUERY,
    MESSAGE_READ,
    OVERLAP,
    OWN_READ,
    PAGE_SIZE,
    POST_READ,
    RATE_REMAINING,
    RATE_RESET,
    SEARCH_REACHES,
    USER_FIELDS,
    VOCABULARIES,
    XSettings,
)


class Position(BaseModel):
    """All positions of one account and what it has cost, stored as one string."""

    model_config = ConfigDict(frozen=True)

    marks: dict[str, Mark] = {}
    """Per listing, by id."""
    read_at: datetime
    budget: Budget = Budget()

    @classmethod
    def of(cls, cursor: str | None, monthly: Decimal, now: datetime) -> Position:
        """Out of a stored cursor; the month's limit comes from the settings."""
        try:
            read = cls.model_validate_json(cursor) if cursor else cls(read_at=now)
        except ValidationError as error:
            raise Never("The stored position of this source is not one of X's.") from error
        budget = read.budget.model_copy(update={"monthly": monthly}).after(Decimal(0), now)
        return read.model_copy(update={"budget": budget})


class Listing(BaseModel):
    """One newest-first listing."""

    model_config = ConfigDict(frozen=True)

    path: str
    query: dict[str, str]
    cost: Decimal
    """Per item, in US dollars."""
    next_page: str = "pagination_token"
    since_id: bool = True
    """Whether X can begin after an id; else we read until we meet it."""


class XListings:
    """What is read of one account. Raises the port's errors, and KeyError and its like for JSON we do not know."""

    def __init__(self, settings: XSettings, client: XClient, reader: Reader, meter: Meter) -> None:
        self._settings = settings
        self._client = client
        self._reader = reader
        self._meter = meter
        self._pace = Pace()

    def read(self, start: Position, now: datetime) -> Page:
        """One page of each listing whose turn it is."""
        items: dict[str, Incoming] = {}
        marks = dict(start.marks)
        gaps = []
        for name, listing in self._listings().items():
            if self._pace.ready(name, now):
                mark, gap = _begin(name, start, now)
                found, marks[name] = self._page(name, listing, mark, now)
                for item in _marked(found, name):
                    items.setdefault(f"{item.id} {item.change}", item)  # what was sent to us is listed first
                gaps += [gap] if gap else []
        after = Position(marks=marks, read_at=now, budget=start.budget.after(self._meter.take(), now))
        more = any(self._pace.ready(name, now) for name in unfinished(start.marks, marks))
        oldest_first = tuple(sorted(items.values(), key=lambda item: item.created_at))
        return Page(oldest_first, after.model_dump_json(), has_more=more, gap="; ".join(gaps) or None)

    def _listings(self) -> dict[str, Listing]:
        account, fields = f"/2/users/{self._settings.user_id}", self._fields()
        listings = {
            "mentions": Listing(path=f"{account}/mentions", query=fields, cost=OWN_READ),
            "own": Listing(path=f"{account}/tweets", query={**fields, "exclude": "retweets"}, cost=OWN_READ),
        }
        for query in queries(self._settings.search, self._settings.account):
            listings[f"search {query}"] = Listing(
                path="/2/tweets/search/recent",
                query={**fields, "query": query},
                cost=POST_READ,
                next_page="next_token",
            )
        if self._settings.messages:
            listings["messages"] = Listing(
                path="/2/dm_events", query=MESSAGE_QUERY, cost=MESSAGE_READ, since_id=False
            )
        return listings

    def _fields(self) -> dict[str, str]:
        """What is asked for of each post."""
        words = VOCABULARIES[self._settings.vocabulary]
        return {**words, "user.fields": USER_FIELDS, "media.fields": MEDIA_FIELDS}

    def above(self, post: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """The posts above one, oldest first: what X sends along with the parent costs no further call."""
        wanted = sorted({post.in_reply_to or "", post.thread or ""} - {"", post.id})
        query = {**self._fields(), "ids": ",".join(wanted)}
        body = readable(self._client.call("GET", "/2/tweets", now, params=query))
        includes = Includes.of(body)
        found = {one["id"]: one for one in body.get("data") or ()}
        before = replied_to(found.get(post.in_reply_to or "", {}))
        if before and before in includes.posts:
            found.setdefault(before, includes.posts[before])
        self._meter.spend(POST_READ * len(found))
        return tuple(self._reader.post(found[name], includes) for name in sorted(found, key=int))

    def _page(self, name: str, listing: Listing, mark: Mark, now: datetime) -> tuple[list[Incoming], Mark]:
        """One page. The newest id of the *first* page is where the next walk stops; `since_id` stays as it was.

        https://docs.x.com/x-api/fundamentals/pagination
        """
        query = {**listing.query, "max_results": str(PAGE_SIZE)}
        if listing.since_id:
            query["since_id"] = mark.seen
        if mark.page:
            query[listing.next_page] = mark.page
        response = self._client.call("GET", listing.path, now, params=query)
        if left := rate_left(response, RATE_REMAINING, RATE_RESET, now):
            self._pace.heard(name, *left, now)
        body = readable(response)
        found = body.get("data") or []
        new = [item for item in found if int(item["id"]) > int(mark.seen)]
        self._meter.spend(listing.cost * len(new))
        newest = max((item["id"] for item in new), key=int, default=mark.seen)
        includes = Includes.of(body)
        read = self._reader.post if listing.since_id else self._reader.message
        after = mark.moved(newest, _next_page(body), reached=len(new) < len(found))
        return [read(item, includes) for item in new], after

    def all_of(
        self, path: str, query: dict[str, str], cost: Decimal, now: datetime
    ) -> Iterator[dict[str, Any]]:
        """Everything a listing holds, newest first, page by page."""
        page: dict[str, str] = {}
        while True:
            params = {**query, **page, "max_results": str(PAGE_SIZE)}
            body = readable(self._client.call("GET", path, now, params=params))
            found = body.get("data") or []
            self._meter.spend(cost * len(found))
            yield from found
            if not found or not (token := _next_page(body)):
                return
            page = {"pagination_token": token}


def _begin(name: str, start: Position, now: datetime) -> tuple[Mark, str | None]:
    """The mark to read from, and the stretch that lies before the reach of search."""
    mark = start.marks.get(name, Mark(seen=id_at(now - LOOK_BACK)))
    if mark.page:
        return mark, None
    oldest = now - SEARCH_REACHES + timedelta(minutes=1)
    if name.startswith("search ") and time_of(mark.seen) < oldest:
        stretch = f"{time_of(mark.seen):%Y-%m-%d %H:%M} to {oldest:%Y-%m-%d %H:%M} UTC"
        return Mark(seen=id_at(oldest)), f"{stretch}, older than X's search reaches"
    if name in start.marks and now - start.read_at > BREAK:
        mark = Mark(seen=earlier(mark.seen, OVERLAP))
    return mark, None


def _marked(found: list[Incoming], listing: str) -> list[Incoming]:
    """The same posts; those that only a search has found say so."""
    if not listing.startswith("search "):
        return found
    return [item if item.facts["summoned"] == "yes" else replace(item, found_by="search") for item in found]


def queries(terms: tuple[str, ...], account: str) -> list[str]:
    """The fewest searches for any of the terms, none over X's limit; reposts and our own posts are left out.

    https://docs.x.com/x-api/posts/search/integrate/operators
    """
    searches: list[str] = []
    group: list[str] = []
    for term in (f'"{term}"' if " " in term else term for term in terms):
        if group and len(_query([*group, term], account)) > LONGEST_QUERY:
            searches.append(_query(group, account))
            group = []
        group.append(term)
    return [*searches, _query(group, account)] if group else searches


def _query(group: list[str], account: str) -> str:
    return f"({' OR '.join(group)}) -is:retweet -from:{account}"


def readable(response: httpx.Response) -> dict[str, Any]:
    """The answer. A 200 may hold errors beside its data (a deleted parent, say), or errors alone.

    Raises:
        Never: it holds errors alone.
        Unsure: it is not an object.
    """
    body = json_of(response)
    if not isinstance(body, dict):
        raise Unsure("X answered something we cannot read.")
    if body.get("errors") and "data" not in body and "meta" not in body:
        raise Never(f"X refused this: {body['errors'][0].get('detail', 'no reason given')}")
    return body


def _next_page(body: dict[str, Any]) -> str | None:
    token = (body.get("meta") or {}).get("next_token")
    return str(token) if token else None
