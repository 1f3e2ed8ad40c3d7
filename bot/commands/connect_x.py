"""Logging in at X from a terminal: its page in the browser, and a small server on this machine that X sends it back to."""

from __future__ import annotations

import secrets
import time
import webbrowser
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.commands import errors
from bot.networks.port import Never
from bot.networks.tokens import Tokens
from bot.networks.x_login import MESSAGE_SCOPES, REDIRECT, SCOPES, XLogin, code_in, missing

OPEN = "\nLog in as the brand's account and allow the app on this page:\n{address}\n"
THANKS = "Thank you. You can close this page and go back to the terminal."
NO_DOOR = "Port 8765 of this machine is taken, and X sends the answer there. Free it, and begin again."
NOBODY_CAME = "Nobody came back from X within five minutes. Please begin again."
WAIT_SECONDS = 300.0
LogIn = Callable[[dict[str, Any], Callable[[], datetime]], tuple[Tokens, list[str]]]
"""Adds what only a login tells to the answers; gives it, and a sentence for each permission that is missing."""


def log_in(given: dict[str, Any], now: Callable[[], datetime]) -> tuple[Tokens, list[str]]:
    """Log in by the browser. Raises TryLater, Never or Unsure where there is no login."""
    scopes = (*SCOPES, *(MESSAGE_SCOPES if given["messages"] else ()))
    login = XLogin(given["client_id"], "", scopes, secrets.token_urlsafe(16), secrets.token_urlsafe(48))
    errors.print(OPEN.format(address=login.address()), markup=False)
    webbrowser.open(login.address())
    return finish(login, come_back(), given, now())


def finish(
    login: XLogin, query: dict[str, str], given: dict[str, Any], now: datetime
) -> tuple[Tokens, list[str]]:
    """Trade the code X sent us back with."""
    tokens, granted = login.trade(code_in(query, login.state), now)
    given["user_id"], given["account"] = login.who(tokens, now)
    given["refresh_token"] = tokens.refresh
    return tokens, missing(login.scopes, granted)


class _Callback(BaseHTTPRequestHandler):
    """Takes the one address that X sends us back to; a browser asks for others by itself."""

    server: _Door

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == urlsplit(REDIRECT).path:
            self.server.found = dict(parse_qsl(address.query))
        body = THANKS.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's word
        """Nothing: the address holds the code."""


class _Door(HTTPServer):
    """Open on this machine alone, until somebody has come."""

    def __init__(self) -> None:
        where = urlsplit(REDIRECT)
        super().__init__((str(where.hostname), int(where.port or 0)), _Callback)
        self.found: dict[str, str] = {}


def come_back(seconds: float = WAIT_SECONDS) -> dict[str, str]:
    """What X's page sends us back with.

    Raises:
        Never: nobody came in time, or the port is taken.
    """
    try:
        door = _Door()
    except OSError as error:
        raise Never(NO_DOOR) from error
    with door:
        end = time.monotonic() + seconds
        while not door.found and (left := end - time.monotonic()) > 0:
            door.timeout = left
            door.handle_request()
        if not door.found:
            raise Never(NOBODY_CAME)
        return door.found
