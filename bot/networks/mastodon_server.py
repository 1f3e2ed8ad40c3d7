"""One account on one server with Mastodon's API: the requests, and what was learnt of the server once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import quote

import httpx

from bot.networks.http import call, client, json_of, not_moved
from bot.networks.listing import Pace, rate_left
from bot.networks.mastodon_listing import OVERLAP, Entry, Listing, Seen, entries_of, from_first_known
from bot.networks.mastodon_posts import Instance, Json, Reader, posted_at, read_instance
from bot.networks.port import Unsure

RATE_REMAINING, RATE_RESET = "x-ratelimit-remaining", "x-ratelimit-reset"
"""https://docs.joinmastodon.org/api/rate-limits/"""
GONE = frozenset({404, 410})
MOST_PAGES = 25
"""How many pages a first read, or a search among our own posts, goes back."""

Params = tuple[tuple[str, str], ...]


class Server:
    """Raises what `bot.networks.http.call` does. Its token stands in the client's headers alone."""

    def __init__(self, url: str, token: str, timeout: httpx.Timeout) -> None:
        self._http = client(url, headers={"Authorization": f"Bearer {token}"}, timeout=timeout)
        self._pace = Pace()
        self.known: Reader | None = None
        """Our account and the server's limits, once they were asked for."""

    def reader(self, now: datetime) -> Reader:
        """Our account and the server's limits; asked once."""
        if self.known is None:
            me = json_of(self._get("/api/v1/accounts/verify_credentials", now))
            self.known = Reader(str(me["id"]), self._instance(now))
        return self.known

    def _instance(self, now: datetime) -> Instance:
        for path in ("/api/v2/instance", "/api/v1/instance"):
            response = self._get(path, now, allow=GONE)
            if response.status_code not in GONE:
                return read_instance(json_of(response))
        return Instance()

    def entries(
        self, listing: Listing, seen: tuple[Seen, ...], earliest: datetime, now: datetime
    ) -> list[Entry]:
        """What to compare with `seen`, oldest first; where nothing was seen yet, all since `earliest`."""
        if not seen:
            return self.since(earliest, listing, now)
        # Until enough is remembered to begin after its oldest, the newest page shows that oldest one too.
        begin = seen[0].entry if len(seen) == OVERLAP else None
        entries = from_first_known(self._page(listing, begin, now), seen)
        if seen[-1].entry in {entry for entry, _ in entries}:
            return entries
        # Much is new, or the newest seen is gone, or the server's pages are short: go on from there.
        return list(dict([*entries, *self._page(listing, seen[-1].entry, now)]).items())

    def _page(self, listing: Listing, after: str | None, now: datetime) -> list[Entry]:
        begin = (("min_id", after),) if after else ()
        return entries_of(json_of(self._get(listing.path, now, (*listing.params, *begin))))

    def since(self, earliest: datetime, listing: Listing, now: datetime) -> list[Entry]:
        """The newest entries back to `earliest`, oldest first, along the server's own links to older pages."""
        entries: list[Entry] = []
        params = listing.params
        for _ in range(MOST_PAGES):
            response = self._get(listing.path, now, params)
            page = entries_of(json_of(response))
            recent = [
                (entry, status) for entry, status in page if not status or posted_at(status) >= earliest
            ]
            entries = recent + entries
            older = response.links.get("next", {}).get("url")
            if not older or len(recent) < len(page):
                break
            params = tuple(httpx.URL(older).params.multi_items())
        return entries

    def above(self, status: str, now: datetime) -> list[Json]:
        """The posts that a post answers, oldest first."""
        return list(
            json_of(self._get(f"/api/v1/statuses/{quote(status, safe='')}/context", now))["ancestors"]
        )

    def scopes(self, now: datetime) -> frozenset[str]:
        """What the application may do, as far as the server says so: Mastodon does since 4.3, its kin do not.

        https://docs.joinmastodon.org/methods/apps/#verify_credentials
        """
        response = self._get("/api/v1/apps/verify_credentials", now, allow=range(400, 500))
        said = {} if response.is_client_error else json_of(response)
        return frozenset(map(str, said.get("scopes") or ()))

    def status(self, status: str, now: datetime) -> Json | None:
        """One post as it is now; None where it is gone."""
        response = self._get(f"/api/v1/statuses/{quote(status, safe='')}", now, allow=GONE)
        return None if response.status_code in GONE else dict(json_of(response))

    def is_deleted(self, status: str, now: datetime) -> bool:
        """Whether the post itself is gone, and not only our notification of it."""
        return self.status(status, now) is None

    def post(self, form: Mapping[str, str], key: str, now: datetime) -> Json:
        """Write one status."""
        headers = {"Idempotency-Key": key}
        response = call(self._http, "POST", "/api/v1/statuses", now=now, data=form, headers=headers)
        return dict(json_of(not_moved(response)))

    def may_read(self, now: datetime) -> bool:
        """Whether it is time for another read, with what is left of the rate window spread over it."""
        return self._pace.ready("", now)

    def _get(
        self, path: str, now: datetime, params: Params = (), allow: Collection[int] = ()
    ) -> httpx.Response:
        response = call(self._http, "GET", path, now=now, params=params, allow=allow)
        if left := rate_left(response, RATE_REMAINING, RATE_RESET, now):
            self._pace.heard("", *left, now)
        return not_moved(response)

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()


@contextmanager
def readable(server: str) -> Iterator[None]:
    """Around everything that takes a server's JSON apart: another shape than expected is `Unsure`."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unsure(f"{server} answered something we cannot read.") from error
