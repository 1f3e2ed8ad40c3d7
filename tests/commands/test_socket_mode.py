"""The socket by itself: it is opened anew at once where Slack hangs up, and in the end where nothing ever answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from starlette.applications import Starlette

from handlers.socket_mode import DEAF_LOOKS, SocketMode
from tests.commands.socket_slack import Front, SocketSlack
from tests.parts import serve

TOKEN = "xapp-1-demo"
PATIENCE = 20


def eventually(this: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not this():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def slack() -> Iterator[SocketSlack]:
    slack = SocketSlack(TOKEN)
    yield slack
    slack.close()


@pytest.fixture
def socket(slack: SocketSlack) -> Iterator[SocketMode]:
    with serve(Front(Starlette(), slack)) as url:
        client = WebClient("xoxb-demo", base_url=f"{url}/api/")
        app = App(client=client, authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None))
        socket = SocketMode(app, TOKEN)
        yield socket
        socket.close()


def test_what_slack_hangs_up_is_opened_again_within_moments(slack: SocketSlack, socket: SocketMode) -> None:
    socket.keep_open()
    eventually(lambda: slack.lines)
    slack.drop()
    eventually(lambda: slack.greeted == 2 and slack.lines)


def test_a_warning_that_the_socket_will_close_opens_another_one(
    slack: SocketSlack, socket: SocketMode
) -> None:
    socket.keep_open()
    eventually(lambda: slack.lines)
    slack.lines[0].say({"type": "disconnect", "reason": "refresh_requested"})
    eventually(lambda: slack.greeted == 2 and slack.lines)


def test_an_open_socket_is_left_alone(slack: SocketSlack, socket: SocketMode) -> None:
    socket.keep_open()
    eventually(lambda: slack.lines and socket._client.is_connected())
    for _ in range(2 * DEAF_LOOKS):
        socket.keep_open()
    assert slack.greeted == 1


def test_a_socket_at_whose_end_nobody_answers_is_given_up(slack: SocketSlack, socket: SocketMode) -> None:
    socket.keep_open()
    eventually(lambda: slack.lines and socket._client.is_connected())
    session = socket._client.current_session
    assert session is not None
    session.last_ping_tm, session.last_pong_tm = 100.0, 90.0
    for _ in range(DEAF_LOOKS):
        assert slack.greeted == 1
        socket.keep_open()
    eventually(lambda: slack.greeted == 2)


def test_a_socket_that_is_closed_stays_closed(slack: SocketSlack, socket: SocketMode) -> None:
    socket.keep_open()
    eventually(lambda: slack.lines)
    socket.close()
    eventually(lambda: not slack.lines)
    assert slack.greeted == 1
