"""Signed clicks, as Slack sends them, one or many at once; how long each took to be acknowledged."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.bench.serving import BUTTON, LOCAL, SECRET

OK = 200


def click_of(person: str, ticket_id: int) -> bytes:
    """The body of one click on Claim."""
    payload = {
        "type": "block_actions",
        "user": {"id": person, "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "token": "",
        "trigger_id": "1.1.1",
        "channel": {"id": "C1"},
        "container": {"type": "message", "channel_id": "C1", "message_ts": "1.1"},
        "message": {"ts": "1.1"},
        "actions": [
            {
                "type": "button",
                "action_id": BUTTON,
                "block_id": "actions",
                "value": str(ticket_id),
                "action_ts": "1.1",
            }
        ],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def timed(port: int, bodies: Sequence[bytes], at_once: int) -> list[float]:
    """Send them, so many at once; milliseconds from click to acknowledgement, sorted.

    Raises:
        RuntimeError: a click was not acknowledged.
    """
    shares = [bodies[start::at_once] for start in range(at_once)]
    with ThreadPoolExecutor(at_once) as pool:
        return sorted(took for share in pool.map(_send, repeat(port), shares) for took in share)


def _send(port: int, bodies: Sequence[bytes]) -> list[float]:
    connection = http.client.HTTPConnection(LOCAL, port, timeout=30)
    verifier = SignatureVerifier(SECRET)
    took: list[float] = []
    for body in bodies:
        stamp = str(int(time.time()))  # noqa: TID251 - Slack's own clock, not the desk's
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": verifier.generate_signature(timestamp=stamp, body=body) or "",
        }
        start = time.perf_counter()
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - start) * 1000)
        if answer.status != OK:
            raise RuntimeError(f"A click was answered {answer.status}.")
    connection.close()
    return took


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of a sorted list lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
