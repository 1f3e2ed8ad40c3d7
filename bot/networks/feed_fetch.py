"""Fetching a document from an address that strangers have a hand in: bounded in size, time and direction."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping
from datetime import datetime

import httpx

from bot.networks.addresses import public_address
from bot.networks.http import checked, client, told_apart
from bot.networks.port import Never, Unsure

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes, once unpacked."""
LONGEST_READ = 60.0
"""Seconds for one document: a server may trickle bytes just fast enough for every other timeout."""
MOST_REDIRECTS = 5
GZIP = zlib.MAX_WBITS | 16
ACCEPTED = {
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


class Fetcher:
    """Gets one document again and again."""

    def __init__(
        self,
        url: str,
        timeout: httpx.Timeout,
        *,
        allow_private_addresses: bool = False,
        longest_read: float = LONGEST_READ,
    ) -> None:
        self._url = httpx.URL(url)
        self._http = client(headers=ACCEPTED, timeout=timeout)
        self._allow_private = allow_private_addresses
        self._longest_read = longest_read

    def get(self, headers: Mapping[str, str], now: datetime) -> httpx.Response:
        """The document with its body unpacked, after redirects; also a 304.

        Raises:
            TryLater, Never, Unsure: it could not be had, or it is too large, or it leads where it must not.
        """
        url, address = self._url, ""
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(url, address, headers)
            if not response.has_redirect_location:
                return checked(response, now)
            url, address = self._followed(url, response.headers["location"])
        raise Never(f"{self._url.host} redirects us more than {MOST_REDIRECTS} times.")

    def _followed(self, url: httpx.URL, location: str) -> tuple[httpx.URL, str]:
        """Where a redirect leads, and the address to connect to ("" to look the name up as usual)."""
        with told_apart(url.host):
            target = url.join(location)
        if target.scheme not in {"http", "https"} or not target.host:
            raise Never(f"{url.host} redirects us to something that is no web address.")
        if self._allow_private or _origin(target) == _origin(self._url):
            return target, ""
        return target, public_address(target.host, _origin(target)[2])

    def _ask(self, url: httpx.URL, address: str, headers: Mapping[str, str]) -> httpx.Response:
        where = url.copy_with(host=address) if address else url
        named = {**headers, "Host": url.netloc.decode("ascii")}
        request = self._http.build_request("GET", where, headers=named, extensions={"sni_hostname": url.host})
        with told_apart(url.host):
            response = self._http.send(request, stream=True)
            try:
                body = self._body(response)
            finally:
                response.close()
        kept = [(name, value) for name, value in response.headers.multi_items() if name != "content-encoding"]
        asked = httpx.Request("GET", url)
        return httpx.Response(response.status_code, headers=kept, content=body, request=asked)

    def _body(self, response: httpx.Response) -> bytes:
        host, unpack = response.request.headers["host"], _unpacker(response)
        ends = time.monotonic() + self._longest_read
        body = bytearray()
        for chunk in response.iter_raw():
            body += unpack.decompress(chunk, LARGEST_DOCUMENT + 1 - len(body)) if unpack else chunk
            if len(body) > LARGEST_DOCUMENT:
                raise Never(f"{host} sent more than {LARGEST_DOCUMENT // 1024**2} MB.")
            if time.monotonic() > ends:
                raise Unsure(f"{host} took more than {self._longest_read:.0f} seconds to send its document.")
        if unpack and body and not unpack.eof:
            raise Unsure(f"{host} did not answer in full.")
        return bytes(body)

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()


class _Gzip:
    """A gzip stream unpacked no further than it is asked for."""

    def __init__(self, host: str) -> None:
        self._stream = zlib.decompressobj(GZIP)
        self._host = host

    @property
    def eof(self) -> bool:
        return self._stream.eof

    def decompress(self, chunk: bytes, at_most: int) -> bytes:
        try:
            return self._stream.decompress(chunk, at_most)
        except zlib.error as error:
            raise Unsure(f"{self._host} sent something that cannot be unpacked.") from error


def _unpacker(response: httpx.Response) -> _Gzip | None:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip"}:
        return _Gzip(response.request.headers["host"])
    raise Unsure(f"{response.request.headers['host']} packed its document in a way we did not ask for.")


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)
