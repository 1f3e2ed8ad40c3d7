"""The one httpx client the networks share, and what its outcomes mean.

What proves that nothing happened: a connection never made, a 429, a complete 4xx answer. Everything else
(a timeout while reading, a reset, half a body, a 5xx) leaves the fate of a write unknown.
"""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx
import structlog

from bot.networks.port import Never, TryLater, Unsure

log = structlog.get_logger()
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
USER_AGENT = "mentiondesk/0.1.0"
LOGIN_REFUSED = frozenset({401})
NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
MOVED = frozenset({301, 307, 308})
"""Redirects that say the request was not acted on (https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx)."""

WAIT_HEADERS = ("retry-after", "x-ratelimit-reset")
LONGEST_WAIT = 86_400
"""Seconds. A larger number is no waiting time (some servers put a Unix time there)."""


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: it costs some 20 ms, and every source has a client."""
    return httpx.create_ssl_context()


def client(
    base_url: str = "", *, headers: Mapping[str, str] | None = None, timeout: httpx.Timeout = TIMEOUT
) -> httpx.Client:
    """A client that opens a fresh connection per request.

    Some servers close idle connections without saying so; reusing one would make the fate of a write
    unknown for no reason, so no connection is kept.
    """
    return httpx.Client(
        base_url=base_url,
        headers={"User-Agent": USER_AGENT, **(headers or {})},
        timeout=timeout,
        verify=_certificates(),
        limits=httpx.Limits(max_keepalive_connections=0),
        follow_redirects=False,
    )


def call(
    http: httpx.Client, method: str, url: str, *, now: datetime, allow: Collection[int] = (), **options: Any
) -> httpx.Response:
    """One request; a 2xx or 3xx comes back, and so does any status named in `allow`.

    Raises:
        TryLater: a connection never made, or a 429 (with its Retry-After).
        Never: any other complete 4xx.
        Unsure: everything else.
    """
    with told_apart(host(http, url)):
        response = http.request(method, url, **options)
    return response if response.status_code in allow else checked(response, now)


@contextmanager
def told_apart(where: str) -> Iterator[None]:
    """Around a request to `where`: what httpx raises becomes one of the three errors."""
    try:
        yield
    except NEVER_CONNECTED as error:
        raise TryLater(f"{where} could not be reached.") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise Never(f"{where} is not at a web address.") from error
    except httpx.HTTPError as error:
        log.warning("answer_lost", host=where, error=type(error).__name__)
        raise Unsure(f"{where} {_what_happened(error)}.") from error


def _what_happened(error: httpx.HTTPError) -> str:
    """In plain words: whoever reads it decides about a reply, and does not know httpx."""
    match error:
        case httpx.TimeoutException():
            return "did not answer in time"
        case httpx.DecodingError():
            return "gave an answer that cannot be read"
        case httpx.TransportError():
            return "lost the connection before its whole answer came"
        case _:
            return "did not answer in full"


def checked(response: httpx.Response, now: datetime) -> httpx.Response:
    """The response itself if it is a success, else the error its status means."""
    where, status = response.request.url.host, response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise TryLater(f"{where} asks us to slow down.", wait=retry_after(response, now))
    if httpx.codes.is_client_error(status):
        raise Never(f"{where} answered {status}: {said(response)}", login=status in LOGIN_REFUSED)
    if httpx.codes.is_server_error(status):
        raise Unsure(f"{where} has a problem of its own ({status}).")
    return response


def not_moved(response: httpx.Response) -> httpx.Response:
    """The response itself, unless the server says that the address of a write is another one now.

    Raises:
        Never: the address in desk.toml is out of date; nothing was done.
    """
    if response.status_code in MOVED:
        raise Never(f"{response.request.url.host} has moved this address; put the new one into desk.toml.")
    return response


def retry_after(response: httpx.Response, now: datetime) -> timedelta | None:
    """How long to wait: the longest that the headers say, in seconds, as an HTTP date or as an ISO time.

    Some servers send two Retry-After (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after allows either
    form), and Mastodon's kin only X-RateLimit-Reset (https://docs.joinmastodon.org/api/rate-limits/).
    """
    values = [value for name in WAIT_HEADERS for value in response.headers.get_list(name)]
    return max((wait for value in values if (wait := _wait(value, now)) is not None), default=None)


def _wait(value: str, now: datetime) -> timedelta | None:
    if value.strip().isdecimal():
        return timedelta(seconds=min(int(value), LONGEST_WAIT))
    until = _moment(value)
    return max(timedelta(0), until - now) if until else None


def _moment(value: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(value)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def host(http: httpx.Client, url: str) -> str:
    """The server's name alone: paths and queries may hold secrets."""
    return http.base_url.join(url).host or "the address"


def said(response: httpx.Response) -> str:
    """The first 200 characters of what the server said, on one line."""
    return " ".join(response.text[:200].split()) or "no reason given"


def json_of(response: httpx.Response) -> Any:
    """The body as JSON.

    Raises:
        Unsure: the body is not JSON, so we cannot tell what the server did.
    """
    try:
        return response.json()
    except ValueError as error:
        raise Unsure(f"{response.request.url.host} answered something that is not JSON.") from error
