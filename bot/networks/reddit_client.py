"""One account on Reddit's OAuth API: login, calls, rate headers, and errors that come as 200 (https://www.reddit.com/dev/api/oauth).

Since November 2025 every app needs Reddit's approval before it may call this API, and a commercial one an agreement.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from bot.networks.http import call, client, json_of, not_moved
from bot.networks.listing import Pace, rate_left
from bot.networks.port import Never, TryLater, Unsure
from bot.networks.tokens import Login, MemoryTokenStore, Tokens

RATE_REMAINING, RATE_RESET = "x-ratelimit-remaining", "x-ratelimit-reset"
"""Calls left, and seconds until there are new ones (https://support.reddithelp.com/hc/en-us/articles/16160319875092)."""
ALL = "*"
KIND_WORDS = {
    "TOO_OLD": "The post is archived and takes no more answers.",
    "THREAD_LOCKED": "The thread is locked by its moderators.",
    "DELETED_COMMENT": "The comment has been deleted by its author.",
    "DELETED_LINK": "The post has been deleted by its author.",
    "USER_BLOCKED": "This person has blocked the account.",
    "USER_DOESNT_EXIST": "This person's account no longer exists.",
    "NOT_WHITELISTED_BY_USER_MESSAGE": "This person takes messages only from accounts they have approved.",
    "RESTRICTED_TO_PM": "This person does not take messages.",
    "SUBREDDIT_NOTALLOWED": "The account may not write in this community.",
    "TOO_LONG": "The text is too long for Reddit.",
}
"""What the errors mean for an agent (https://github.com/reddit-archive/reddit/blob/master/r2/r2/lib/errors.py)."""
UNITS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600}


class RedditClient:
    """A logged-in account. Every method raises the port's errors and no others."""

    def __init__(
        self,
        api: str,
        token_url: str,
        app: tuple[str, SecretStr],
        grant: dict[str, SecretStr],
        user_agent: str,
        timeout: httpx.Timeout,
    ) -> None:
        self._token_url = token_url
        self._app = app
        self._grant = grant
        self._http = client(api.rstrip("/"), headers={"User-Agent": user_agent}, timeout=timeout)
        # An access token of Reddit can be had again at any time, so it need not outlive the process.
        self._login = Login(MemoryTokenStore(), "reddit", self._new_token)
        self._pace = Pace()
        self.scopes: frozenset[str] = frozenset()
        """What the last login allows, as Reddit said; "*" for everything."""

    def ready(self, now: datetime) -> None:
        """Make sure of a login, ahead of a call whose fate matters."""
        self._login.tokens(now)

    def may_read(self, now: datetime) -> bool:
        """Whether it is time for another read, with what is left of the rate window spread over it."""
        return self._pace.ready("", now)

    def get(self, path: str, now: datetime, **query: str | int) -> Any:
        """One read; `raw_json` asks for text without HTML entities."""
        return self._call("GET", path, now, params={"raw_json": 1, **query})

    def post(self, path: str, now: datetime, **form: str) -> dict[str, Any]:
        """One write: the `data` of its answer, {} where Reddit only says that it was done.

        Raises:
            TryLater, Never: the answer holds an error, so nothing went out.
        """
        body = self._call("POST", path, now, data={"api_type": "json", "raw_json": "1", **form})
        try:
            answer = body["json"]
            errors = answer["errors"]
            data = answer.get("data") or {}
        except (KeyError, TypeError, AttributeError) as error:
            raise Unsure("Reddit's answer cannot be read, so it may or may not have gone out.") from error
        if errors:
            raise _meaning(errors[0])
        return dict(data)

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()

    def _call(self, verb: str, path: str, now: datetime, **options: Any) -> Any:
        auth = self._login.at(now, lambda response: response.status_code == httpx.codes.UNAUTHORIZED)
        response = not_moved(call(self._http, verb, path, now=now, auth=auth, **options))
        if left := rate_left(response, RATE_REMAINING, RATE_RESET, now):
            self._pace.heard("", *left, now)
        return json_of(response)

    def _new_token(self, held: Tokens | None, now: datetime) -> Tokens:
        """https://github.com/reddit-archive/reddit/wiki/OAuth2"""
        del held
        form = {name: secret.get_secret_value() for name, secret in self._grant.items()}
        form["grant_type"] = "refresh_token" if "refresh_token" in form else "password"
        auth = (self._app[0], self._app[1].get_secret_value())
        response = call(self._http, "POST", self._token_url, now=now, allow={400, 401}, data=form, auth=auth)
        body = json_of(response)
        if response.is_client_error or (isinstance(body, dict) and "error" in body):
            raise Never(
                "Reddit does not accept the app or the account; check the source in desk.toml.", login=True
            )
        try:
            until = now + timedelta(seconds=int(body["expires_in"]))
            self.scopes = frozenset(str(body.get("scope") or ALL).replace(",", " ").split())
            return Tokens(body["access_token"], expires_at=until)
        except (KeyError, TypeError, ValueError) as error:
            raise Unsure("Reddit's login answer holds no token.") from error


def _meaning(error: list[str]) -> TryLater | Never:
    """One of `json.errors`: [CODE, sentence, field]."""
    code, said = (str(part) for part in [*error, "", ""][:2])
    if code == "RATELIMIT":
        return TryLater(f"Reddit asks us to slow down: {said}", wait=_wait(said))
    return Never(KIND_WORDS.get(code) or f"Reddit refused this: {said or code}")


def _wait(said: str) -> timedelta | None:
    """Out of "Take a break for 9 minutes before trying again."; one unit more, as Reddit rounds down."""
    match = re.search(r"(\d+) (millisecond|second|minute|hour)s?", said)
    return timedelta(seconds=(int(match[1]) + 1) * UNITS[match[2]]) if match else None
