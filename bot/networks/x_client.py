"""One account on the X API: rotating login, calls, and what its refusals mean (https://docs.x.com/x-api/fundamentals/response-codes-and-errors)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from bot.networks.http import call, checked, client, json_of, not_moved
from bot.networks.port import Never, Unsure
from bot.networks.tokens import Login, Tokens, TokenStore

DUPLICATE = "X already has a post with this same text from this account; look there first, or change a word."
OUT_OF_CREDIT = "The X app is out of credit or over its cap. Add credit at console.x.com; nothing was done."
LOGIN_IS_OVER = "X no longer accepts this login; run `mentiondesk connect x` again."
MONEY_PROBLEMS = ("usage-capped", "credits-depleted", "client-forbidden-spend")


class XClient:
    """A logged-in account. Every method raises the port's errors and no others."""

    def __init__(
        self,
        api: str,
        client_id: str,
        client_secret: SecretStr | None,
        first_refresh_token: SecretStr,
        store: TokenStore,
        source: str,
        timeout: httpx.Timeout,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._first = first_refresh_token
        self._http = client(api.rstrip("/"), timeout=timeout)
        self._login = Login(store, source, self._new_tokens)

    def ready(self, now: datetime) -> None:
        """Make sure of a login, ahead of a call whose fate matters."""
        self._login.tokens(now)

    def call(self, verb: str, path: str, now: datetime, **options: Any) -> httpx.Response:
        """One call; only a success comes back."""
        auth = self._login.at(now, _login_refused)
        response = call(self._http, verb, path, now=now, allow=range(400, 500), auth=auth, **options)
        return not_moved(_understood(response, now))

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()

    def _new_tokens(self, held: Tokens | None, now: datetime) -> Tokens:
        """Trade the stored refresh token, else the one in the settings: an operator may have connected anew.

        https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
        """
        first = self._first.get_secret_value()
        if held and held.refresh != first:
            try:
                return self._traded(held.refresh, now)
            except Never:
                pass
        return self._traded(first, now)

    def _traded(self, refresh: str, now: datetime) -> Tokens:
        form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": self._client_id}
        auth = (self._client_id, self._client_secret.get_secret_value()) if self._client_secret else None
        response = call(
            self._http, "POST", "/2/oauth2/token", now=now, allow={400, 401}, data=form, auth=auth
        )
        if response.is_client_error:
            raise Never(LOGIN_IS_OVER, login=True)
        body = json_of(response)
        try:
            until = now + timedelta(seconds=int(body["expires_in"]))
            return Tokens(body["access_token"], body.get("refresh_token", refresh), expires_at=until)
        except (KeyError, TypeError, ValueError) as error:
            raise Unsure("X's login answer holds no token.") from error


def _login_refused(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.UNAUTHORIZED


def _understood(response: httpx.Response, now: datetime) -> httpx.Response:
    """A success, or the refusal in plain words."""
    problem = _problem(response)
    said = problem.get("detail") or problem.get("title") or ""
    if response.is_client_error and problem.get("type", "").endswith(MONEY_PROBLEMS):
        raise Never(OUT_OF_CREDIT)
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS or not response.is_client_error or not said:
        return checked(response, now)
    if response.status_code == httpx.codes.FORBIDDEN and "duplicate content" in said:
        raise Never(DUPLICATE)
    raise Never(f"X refused this: {said}", login=_login_refused(response))


def _problem(response: httpx.Response) -> dict[str, str]:
    """The parts of a problem that are text (https://www.rfc-editor.org/rfc/rfc9457), {} where it is none."""
    try:
        return {name: value for name, value in response.json().items() if isinstance(value, str)}
    except (ValueError, AttributeError):
        return {}
