"""One account on an AT Protocol server: the session, the calls, and what its refusals mean (https://atproto.com/specs/xrpc).

Errors are `{error, message}`. A token that is over is a 400, not a 401. Logging in is rationed, so sessions are kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx
from pydantic import SecretStr

from bot.networks.http import call, checked, client, json_of, not_moved
from bot.networks.listing import Pace, rate_left
from bot.networks.port import Never, Unsure
from bot.networks.tokens import Login, Tokens, TokenStore

RATE_REMAINING, RATE_RESET = "ratelimit-remaining", "ratelimit-reset"
"""https://docs.bsky.app/docs/advanced-guides/rate-limits"""
TOKEN_OVER = frozenset({"ExpiredToken", "InvalidToken"})
LOGIN_OVER = frozenset(
    {"AuthenticationRequired", "AuthMissing", "AccountTakedown", "AuthFactorTokenRequired"}
)
NOT_THERE = frozenset({"RecordNotFound", "RepoNotFound"})
NO_CHAT_PERMISSION = "Bad token method"
"""How a server refuses chat to an app password that was not made for it."""
CHAT_NEEDS_PERMISSION = (
    "The app password of @{account} may not read or send direct messages. Create a new one at "
    "bsky.app/settings/app-passwords with “Allow access to your direct messages” ticked, and put it into app_password."
)


class NotThere(Never):
    """The record asked for does not exist."""


class Xrpc:
    """A logged-in account. Every method raises the port's errors and no others."""

    def __init__(
        self,
        service: str,
        account: str,
        password: SecretStr,
        store: TokenStore,
        source: str,
        timeout: httpx.Timeout,
    ) -> None:
        self._account = account
        self._password = password
        self._http = client(f"{service.rstrip('/')}/xrpc", timeout=timeout)
        self._login = Login(store, source, self._new_session)
        self._pace = Pace()

    def did(self, now: datetime) -> str:
        """The account's own id."""
        return self._login.tokens(now).subject

    def get(
        self, method: str, now: datetime, *, service: str | None = None, query: dict[str, Any] | None = None
    ) -> Any:
        """Ask; `service` is who the server shall pass the question on to."""
        return self._call("GET", method, now, service, params=query)

    def post(self, method: str, now: datetime, body: dict[str, Any], *, service: str | None = None) -> Any:
        """Have something done; `service` is who the server shall pass the request on to."""
        return self._call("POST", method, now, service, json=body)

    def may_read(self, now: datetime) -> bool:
        """Whether it is time for another read, with what is left of the rate window spread over it."""
        return self._pace.all_ready(now)

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()

    def _call(self, verb: str, method: str, now: datetime, service: str | None, **options: Any) -> Any:
        headers = {"atproto-proxy": service} if service else {}
        auth = self._login.at(now, _token_over)
        return self._asked(verb, method, now, headers=headers, auth=auth, **options)

    def _asked(self, verb: str, method: str, now: datetime, **options: Any) -> Any:
        response = call(self._http, verb, f"/{method}", now=now, allow=range(400, 500), **options)
        if verb == "GET" and (left := rate_left(response, RATE_REMAINING, RATE_RESET, now)):
            self._pace.heard(method, *left, now)
        return json_of(not_moved(self._understood(response, now)))

    def _understood(self, response: httpx.Response, now: datetime) -> httpx.Response:
        """A success, or the refusal in plain words."""
        code, said = _error(response)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or not response.is_client_error or not code:
            return checked(response, now)
        if said.startswith(NO_CHAT_PERMISSION):
            raise Never(CHAT_NEEDS_PERMISSION.format(account=self._account))
        if code in NOT_THERE:
            raise NotThere(said)
        login = code in LOGIN_OVER or response.status_code == httpx.codes.UNAUTHORIZED
        raise Never(f"{response.request.url.host} refused this: {said or code}", login=login)

    def _new_session(self, held: Tokens | None, now: datetime) -> Tokens:
        """Renew the session; log in only where that is refused: 30 logins in 5 minutes and 300 a day are allowed.

        https://docs.bsky.app/docs/advanced-guides/rate-limits
        """
        if held:
            bearer = {"Authorization": f"Bearer {held.refresh}"}
            try:
                return _session(self._asked("POST", "com.atproto.server.refreshSession", now, headers=bearer))
            except Never:
                pass
        body = {"identifier": self._account, "password": self._password.get_secret_value()}
        return _session(self._asked("POST", "com.atproto.server.createSession", now, json=body))


def _session(body: Any) -> Tokens:
    try:
        return Tokens(body["accessJwt"], body["refreshJwt"], subject=body["did"])
    except (KeyError, TypeError) as error:
        raise Unsure("The answer to the login holds no session.") from error


def _token_over(response: httpx.Response) -> bool:
    code, said = _error(response)
    lacks_permission = said.startswith(
        NO_CHAT_PERMISSION
    )  # also called InvalidToken; a new one would not help
    return response.status_code in {400, 401} and code in TOKEN_OVER and not lacks_permission


def _error(response: httpx.Response) -> tuple[str, str]:
    """The error's name and sentence, empty where there is none."""
    try:
        body = response.json()
        return str(body.get("error") or ""), str(body.get("message") or "")
    except (ValueError, AttributeError):
        return "", ""
