"""The three ways a call to the outside can fail. Networks and surfaces speak of failure in these words only."""

from __future__ import annotations

from datetime import timedelta


class NetworkError(Exception):
    """Why a call did not succeed. The message is a sentence for people and holds no secret."""


class TryLater(NetworkError):
    """Certainly nothing happened; the same call may succeed after `wait` (a connection never made, a 429)."""

    def __init__(self, message: str, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Never(NetworkError):
    """Certainly nothing happened, and asking again will not help (a complete 4xx).

    `login` marks a dead login. `code` is the other side's own word for it ("channel_not_found"), "" where
    it has none.
    """

    def __init__(self, message: str, *, login: bool = False, code: str = "") -> None:
        super().__init__(message)
        self.login = login
        self.code = code


class Unsure(NetworkError):
    """It may have happened: the request left and no complete answer came back (timeout, reset, 5xx)."""
