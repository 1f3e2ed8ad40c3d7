"""Fetching from an address that strangers have a hand in: bounded in size, time and direction."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime

import httpx

from bot.networks.addresses import public_address
from bot.networks.http import checked, client, told_apart
from bot.networks.port import Never, Unsure

LARGEST = 10 * 1024 * 1024
"""Bytes, once unpacked."""
LONGEST_READ = 60.0
"""Seconds for all of it: a server may trickle bytes just fast enough for every other timeout."""
MOST_REDIRECTS = 5
GZIP = zlib.MAX_WBITS | 16


class Fetcher:
    """Gets documents and pictures.

    Args:
        accept: the types we ask for.
        trusted: addresses an operator chose: only their servers may stand inside a private network.
        allow_private_addresses: whether any server may.
    """

    def __init__(
        self,
        accept: str,
        timeout: httpx.Timeout,
        *,
        trusted: Iterable[str] = (),
        allow_private_addresses: bool = False,
        longest_read: float = LONGEST_READ,
    ) -> None:
        self._http = client(headers={"Accept": accept, "Accept-Encoding": "gzip"}, timeout=timeout)
        self._trusted = frozenset(_origin(httpx.URL(url)) for url in trusted)
        self._allow_private = allow_private_addresses
        self._longest_read = longest_read

    def get(self, url: str, now: datetime, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """What stands there, with its body unpacked, after redirects; also a 304.

        Raises:
            TryLater, Never, Unsure: it could not be had, or it is too large, or it leads where it must not.
        """
        ends = time.monotonic() + self._longest_read
        with told_apart("the address"):
            asked = place = httpx.URL(url)
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(place, self._address(place), headers or {}, ends)
            if not response.has_redirect_location:
                return checked(response, now)
            with told_apart(place.host):
                place = place.join(response.headers["location"])
        raise Never(f"{asked.host} redirects us more than {MOST_REDIRECTS} times.")

    def _address(self, url: httpx.URL) -> str:
        """The address to connect to; "" to look the name up as usual."""
        if url.scheme not in {"http", "https"} or not url.host:
            raise Never(f"{url.host or 'This'} is no web address, and a stranger sent us there.")
        if self._allow_private or _origin(url) in self._trusted:
            return ""
        return public_address(url.host, _origin(url)[2])

    def _ask(self, url: httpx.URL, address: str, headers: Mapping[str, str], ends: float) -> httpx.Response:
        where = url.copy_with(host=address) if address else url
        named = {**headers, "Host": url.netloc.decode("ascii")}
        request = self._http.build_request("GET", where, headers=named, extensions={"sni_hostname": url.host})
        with told_apart(url.host):
            response = self._http.send(request, stream=True)
            try:
                body = self._body(response, ends)
            finally:
                response.close()
        kept = [(name, value) for name, value in response.headers.multi_items() if name != "content-encoding"]
        asked = httpx.Request("GET", url)
        return httpx.Response(response.status_code, headers=kept, content=body, request=asked)

    def _body(self, response: httpx.Response, ends: float) -> bytes:
        host, unpack = response.request.headers["host"], _unpacker(response)
        body = bytearray()
        for chunk in response.iter_raw():
            body += unpack.decompress(chunk, LARGEST + 1 - len(body)) if unpack else chunk
            if len(body) > LARGEST:
                raise Never(f"{host} sent more than {LARGEST // 1024**2} MB.")
            if time.monotonic() > ends:
                raise Unsure(f"{host} took more than {self._longest_read:.0f} seconds to send it all.")
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
    raise Unsure(f"{response.request.headers['host']} packed it in a way we did not ask for.")


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)
