"""Socket Mode: Slack calls through a socket that we open, so no public address is needed.

https://docs.slack.dev/apis/events-api/using-socket-mode. The client on the `websocket-client` package is used: it
sees at once that Slack hung up, where the SDK's built-in one is deaf and busy for most of a minute.
"""

from __future__ import annotations

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk.errors import SlackApiError

log = structlog.get_logger()
PING_SECONDS = 10
DEAF_LOOKS = 4
"""A ping is answered within moments. Where so many looks in a row find none, nobody is at the other end."""
CURE = "Check SLACK_APP_TOKEN, and this machine's connection."


class SocketMode:
    """The socket of one desk."""

    def __init__(self, app: App, token: str) -> None:
        self._handler = SocketModeHandler(app, token, ping_interval=PING_SECONDS)
        self._client = self._handler.client
        self._unanswered = 0
        self._client.on_open_listeners.append(lambda _socket: log.info("socket_mode_connected"))

    def keep_open(self) -> None:
        """Look every few seconds: open it where it is shut or leads nowhere. The SDK sees only the first by itself."""
        deaf = self._is_deaf()
        if self._client.is_connected() and not deaf:
            return
        try:
            self._client.connect_to_new_endpoint(force=deaf)
        except (SlackApiError, OSError) as error:
            why = error.response.get("error") if isinstance(error, SlackApiError) else error
            log.warning("socket_mode_not_connected", problem=str(why), cure=CURE)

    def close(self) -> None:
        """Hang up."""
        self._handler.close()  # type: ignore[no-untyped-call]

    def _is_deaf(self) -> bool:
        session = self._client.current_session
        unanswered = session is not None and session.last_ping_tm > session.last_pong_tm
        self._unanswered = self._unanswered + 1 if unanswered else 0
        return self._unanswered >= DEAF_LOOKS
