"""Slack's way of saying no: HTTP 200 with `ok: false` and a name.

https://docs.slack.dev/apis/web-api/#responses
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """One refusal. `error` is Slack's own name for it; `extra` joins the answer (needed, provided, ...)."""

    def __init__(self, error: str, *messages: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra: Json = dict(extra)
        if messages:
            self.extra["response_metadata"] = {"messages": [f"[ERROR] {text}" for text in messages]}

    def body(self) -> Json:
        """The answer as Slack writes it."""
        return {"ok": False, "error": self.error, **self.extra}


class RateLimitedError(SlackError):
    """Too many calls; `retry_after` is whole seconds and goes into the Retry-After header of a 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after
