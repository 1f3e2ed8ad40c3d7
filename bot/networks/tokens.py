"""Tokens that rotate: kept in a store, renewed by one copy at a time, stored before they are used.

A network that rotates refresh tokens (X) takes the old one back the moment it hands out the new one. A new pair that
was used but not stored is therefore a lost login, and two copies that renew at once log each other out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from bot.networks.port import Never, TryLater, Unsure

MARGIN = timedelta(seconds=60)
"""A token this close to its end is renewed before it is used."""


@dataclass(frozen=True)
class Tokens:
    """One login. `subject` is the account's own id on the network, "" until it is known."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    subject: str = ""
    expires_at: datetime | None = None

    def ending(self, now: datetime) -> bool:
        """Whether this token is over or about to be."""
        return self.expires_at is not None and now >= self.expires_at - MARGIN


class TokenStore(Protocol):
    """Where logins live, by source name. Shared by every copy of the desk."""

    def load(self, source: str) -> Tokens | None:
        """The newest tokens of a source; None before its first login."""

    def save(self, source: str, tokens: Tokens) -> None:
        """Keep these tokens; they are on disk when this returns."""

    def locked(self, source: str) -> AbstractContextManager[None]:
        """Only one holder at a time per source, across threads and copies."""


class MemoryTokenStore:
    """A `TokenStore` of one process: for tests, and for networks whose logins may be made anew."""

    def __init__(self) -> None:
        self._tokens: dict[str, Tokens] = {}
        self._locks: dict[str, threading.Lock] = {}

    def load(self, source: str) -> Tokens | None:
        """The newest tokens of a source; None before its first login."""
        return self._tokens.get(source)

    def save(self, source: str, tokens: Tokens) -> None:
        """Keep these tokens for the life of the process."""
        self._tokens[source] = tokens

    @contextmanager
    def locked(self, source: str) -> Iterator[None]:
        """Only one holder at a time per source, across the threads of this process."""
        with self._locks.setdefault(source, threading.Lock()):
            yield


Renew = Callable[[Tokens | None, datetime], Tokens]
"""Makes new tokens out of the old ones, or logs in when there are none."""


class Login:
    """The tokens of one source: made when missing, renewed when over, by one caller at a time."""

    def __init__(self, store: TokenStore, source: str, renew: Renew) -> None:
        self._store = store
        self._source = source
        self._renew = renew

    def tokens(self, now: datetime) -> Tokens:
        """Tokens that should work now.

        Raises:
            TryLater: the network could not be asked for new ones.
            Never: the network refuses this login.
        """
        held = self._store.load(self._source)
        return held if held and not held.ending(now) else self.renewed(held, now)

    def renewed(self, stale: Tokens | None, now: datetime) -> Tokens:
        """Tokens other than `stale`: those somebody else has just stored, or new ones, stored before they return."""
        with self._store.locked(self._source):
            held = self._store.load(self._source)
            if held and held != stale:
                return held
            fresh = self._ask(held, now)
            self._store.save(self._source, fresh)
            return fresh

    def _ask(self, held: Tokens | None, now: datetime) -> Tokens:
        try:
            return self._renew(held, now)
        except Unsure as error:  # asking for a token publishes nothing
            raise TryLater(str(error)) from error

    def at(self, now: datetime, refused: Callable[[httpx.Response], bool]) -> httpx.Auth:
        """Signs requests made at `now`; an answer that `refused` the token is asked once more with a new one."""
        return _Bearer(self, now, refused)


class _Bearer(httpx.Auth):
    requires_response_body = True

    def __init__(self, login: Login, now: datetime, refused: Callable[[httpx.Response], bool]) -> None:
        self._login = login
        self._now = now
        self._refused = refused

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        tokens = self._login.tokens(self._now)
        response = yield _signed(request, tokens)
        if not self._refused(response):
            return
        response = yield _signed(request, self._login.renewed(tokens, self._now))
        if self._refused(response):
            raise Never(f"{request.url.host} refuses a login it has only just given.", login=True)


def _signed(request: httpx.Request, tokens: Tokens) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {tokens.access}"
    return request
