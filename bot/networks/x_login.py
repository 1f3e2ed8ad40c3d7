"""The first login at X: OAuth 2.0 with PKCE (https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.networks.http import call, client, json_of
from bot.networks.port import Never, Unsure
from bot.networks.tokens import Tokens

REDIRECT = "http://127.0.0.1:8765/callback"
"""To be entered in the X app as its callback, letter for letter."""
SCOPES = {
    "tweet.read": "read mentions and search",
    "users.read": "know who wrote",
    "tweet.write": "answer",
    "offline.access": "stay logged in",
}
MESSAGE_SCOPES = {"dm.read": "read direct messages", "dm.write": "answer direct messages"}
NOT_TRADED = "X did not accept the code. Please begin again; a code can be used once, within half a minute."


@dataclass(frozen=True)
class XLogin:
    """One attempt to log in. `state` and `verifier` are random and used once."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    state: str
    verifier: str
    api: str = "https://api.x.com"
    web: str = "https://x.com"

    def address(self) -> str:
        """The page on which the brand's account gives its consent."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "scope": " ".join(self.scopes),
            "state": self.state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.web}/i/oauth2/authorize?{urlencode(query)}"

    def trade(self, code: str, now: datetime) -> tuple[Tokens, frozenset[str]]:
        """The login that a code stands for, and the scopes that were granted.

        Raises:
            TryLater, Never, Unsure: there is none.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": self.client_id,
            "code_verifier": self.verifier,
        }
        auth = (self.client_id, self.client_secret) if self.client_secret else None
        with client(self.api) as http:
            response = call(http, "POST", "/2/oauth2/token", now=now, allow={400, 401}, data=form, auth=auth)
        if response.is_client_error:
            raise Never(NOT_TRADED, login=True)
        try:
            body = json_of(response)
            until = now + timedelta(seconds=int(body["expires_in"]))
            tokens = Tokens(body["access_token"], body["refresh_token"], expires_at=until)
            return tokens, frozenset(body["scope"].split())
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unsure("X's login answer holds no token.") from error

    def who(self, tokens: Tokens, now: datetime) -> tuple[str, str]:
        """The account's number and handle.

        Raises:
            TryLater, Never, Unsure: X did not tell.
        """
        with client(self.api, headers={"Authorization": f"Bearer {tokens.access}"}) as http:
            response = call(http, "GET", "/2/users/me", now=now)
        try:
            me = json_of(response)["data"]
            return str(me["id"]), str(me["username"])
        except (KeyError, TypeError) as error:
            raise Unsure("X did not say whose login this is.") from error


def missing(wanted: Iterable[str], granted: frozenset[str]) -> list[str]:
    """A sentence for each scope that was asked for and not granted."""
    purposes = SCOPES | MESSAGE_SCOPES
    return [
        f"The scope {scope} was not granted; it is needed to {purposes[scope]}."
        for scope in wanted
        if scope not in granted
    ]


def code_in(query: dict[str, str], state: str) -> str:
    """The code that X sent us back with.

    Raises:
        Never: consent was refused, or this is the answer to another question.
    """
    if query.get("state") != state:
        raise Never("This answer does not belong to this login. Please begin again.")
    if "code" not in query:
        raise Never(f"X gave no login ({query.get('error', 'no reason given')}). Please begin again.")
    return query["code"]
