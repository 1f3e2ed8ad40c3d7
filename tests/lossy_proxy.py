"""A proxy on loopback that can lose the answer to a request its upstream has carried out.

with LossyProxy("http://127.0.0.1:2583") as proxy:
    proxy.spoil("POST", "/xrpc/com.atproto.repo.putRecord", Lost.RESET)            # done, but nobody is told
    proxy.spoil("POST", "/xrpc/com.atproto.repo.putRecord", Undone(Lost.RESET))    # looks the same, and was not done
    ... a real client calls proxy.url ...
    assert proxy.passed == [Passed("POST", "/xrpc/com.atproto.repo.putRecord", 200)]

How an answer gets lost (dropped, reset, cut in half, stalled) is said in `tests.networks.servers`.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tests.networks.servers import Answer, Outside, Request

PATIENCE = httpx.Timeout(30.0)
OF_ONE_HOP = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}
"""Headers that belong to one connection and are not passed on (https://www.rfc-editor.org/rfc/rfc9110#field.connection)."""
OF_THE_CODING = {"content-encoding"}
"""The client we forward with has undone it."""


@dataclass(frozen=True)
class Passed:
    """A request the upstream carried out, and what it answered."""

    method: str
    path: str
    status: int


class LossyProxy(Outside):
    """Passes everything on, except what `spoil` was told."""

    def __init__(self, upstream: str) -> None:
        super().__init__()
        self.passed: list[Passed] = []
        self._upstream = httpx.Client(base_url=upstream, timeout=PATIENCE)

    def _routed(self, request: Request) -> Answer:
        query = [(name, value) for name, values in request.query.items() for value in values]
        headers = {name: value for name, value in request.headers.items() if name not in OF_ONE_HOP}
        said = self._upstream.request(
            request.method, request.path, params=query, headers=headers, content=request.body
        )
        self.passed.append(Passed(request.method, request.path, said.status_code))
        kept = {name: value for name, value in said.headers.items() if name not in OF_ONE_HOP | OF_THE_CODING}
        return Answer(said.status_code, said.content, kept)

    def __exit__(self, *exit_info: object) -> None:
        super().__exit__(*exit_info)
        self._upstream.close()
