"""The client against a small web server that answers as told, and notes what it was asked."""

import json
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.outcomes import Never, TryLater, Unsure
from bot.surfaces.slack.blocks import Message
from bot.surfaces.slack.client import METADATA, SlackTeam, permalink
from tests.cards.samples import ANA, NOW

HELLO = Message("Hello", ({"type": "divider", "block_id": "divider"},))


class Script(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.answer(_asked(self.path, body))

    def do_GET(self):
        self.answer(_asked(self.path, ""))

    def answer(self, asked):
        method = urlsplit(self.path).path.removeprefix("/api/")
        self.server.asked.append((method, asked))
        status, headers, body = self.server.answers.pop(0)
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        sent = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent.encode())

    def log_message(self, *args):
        pass


def _asked(path, body):
    try:
        return json.loads(body)
    except ValueError:
        pairs = parse_qs(urlsplit(path).query) | parse_qs(body)
        return {name: values[0] for name, values in pairs.items()}


@contextmanager
def slack(*answers):
    """A Slack that gives these answers in turn: a body, or (status, headers, body); status 0 hangs up."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Script)
    server.asked = []
    server.answers = [one if isinstance(one, tuple) else (200, {}, one) for one in answers]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield SlackTeam("xoxb-secret", f"http://127.0.0.1:{server.server_port}/api/", timeout=2), server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_post_carries_its_blocks_its_text_and_its_id():
    with slack({"ok": True, "ts": "1.2"}) as (team, server):
        assert team.post("C1", HELLO, "outbox-7", thread_ts="1.1") == "1.2"
    method, asked = server.asked[0]
    assert method == "chat.postMessage"
    assert asked["channel"] == "C1"
    assert asked["thread_ts"] == "1.1"
    assert asked["text"] == "Hello"
    assert asked["blocks"] == list(HELLO.blocks)
    assert asked["metadata"] == {"event_type": METADATA, "event_payload": {"id": "outbox-7"}}
    assert asked["unfurl_links"] in {False, "0"}
    assert asked["unfurl_media"] in {False, "0"}


def test_an_update_a_whisper_a_home_and_a_direct_message_name_their_place():
    answers = [
        {"ok": True},
        {"ok": True},
        {"ok": True},
        {"ok": True, "channel": {"id": "D1"}},
        {"ok": True, "ts": "9.9"},
    ]
    with slack(*answers) as (team, server):
        team.update("C1", "1.2", HELLO)
        team.whisper("C1", ANA, HELLO)
        team.publish_home(ANA, {"type": "home", "blocks": []})
        assert team.direct(ANA, HELLO, "outbox-8") == "9.9"
    assert [method for method, _ in server.asked] == [
        "chat.update",
        "chat.postEphemeral",
        "views.publish",
        "conversations.open",
        "chat.postMessage",
    ]
    assert server.asked[4][1]["channel"] == "D1"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((429, {"Retry-After": "30"}, {"ok": False, "error": "ratelimited"}), TryLater),
        ({"ok": False, "error": "ratelimited"}, TryLater),
        ({"ok": False, "error": "channel_not_found"}, Never),
        ({"ok": False, "error": "invalid_auth"}, Never),
        ((403, {}, {"message": "API rate limit exceeded"}), Never),
        ((404, {}, "<html>no such page</html>"), Never),
        ({"ok": False, "error": "internal_error"}, Unsure),
        ({"ok": False, "error": "fatal_error"}, Unsure),
        ({"ok": False, "error": "service_unavailable"}, Unsure),
        ({"ok": False, "error": "request_timeout"}, Unsure),
        ((500, {}, "<html>oops</html>"), Unsure),
        ((502, {}, ""), Unsure),
        ((503, {}, {"ok": False, "error": "service_unavailable"}), Unsure),
        ((200, {}, "<html>log in to the hotel's network</html>"), Unsure),
        ((200, {}, ""), Unsure),
        ((200, {}, "null"), Unsure),
        ((200, {}, "{}"), Unsure),
        ((200, {"Content-Length": "500"}, "{"), Unsure),
        ((0, {}, ""), Unsure),
    ],
    ids=str,
)
def test_every_answer_is_one_of_three_fates_and_asked_for_once(answer, kind):
    with slack(answer) as (team, server), pytest.raises(kind) as failure:
        team.post("C1", HELLO, "outbox-7")
    assert len(server.asked) == 1
    assert "xoxb-secret" not in str(failure.value) + repr(team)


def test_retry_after_says_how_long():
    with slack((429, {"retry-after": "30"}, {"ok": False})) as (team, _), pytest.raises(TryLater) as failure:
        team.update("C1", "1.2", HELLO)
    assert failure.value.wait == timedelta(seconds=30)


def test_slacks_own_word_comes_with_a_refusal_and_a_dead_login_is_marked():
    answers = [{"ok": False, "error": "not_in_channel"}, {"ok": False, "error": "token_revoked"}]
    with slack(*answers) as (team, _):
        with pytest.raises(Never) as away:
            team.post("C1", HELLO, "outbox-7")
        with pytest.raises(Never) as dead:
            team.post("C1", HELLO, "outbox-7")
    assert (away.value.code, away.value.login) == ("not_in_channel", False)
    assert (dead.value.code, dead.value.login) == ("token_revoked", True)


def test_a_connection_never_made_is_tried_later():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(TryLater):
        SlackTeam("xoxb-secret", f"http://127.0.0.1:{port}/api/").post("C1", HELLO, "outbox-7")


def test_an_answer_that_never_comes_is_unsure():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        team = SlackTeam("xoxb-secret", f"http://127.0.0.1:{silent.getsockname()[1]}/api/", timeout=1)
        with pytest.raises(Unsure):
            team.post("C1", HELLO, "outbox-7")


def posted(ts, id_):
    return {"ts": ts, "metadata": {"event_type": METADATA, "event_payload": {"id": id_}}}


def test_a_post_whose_answer_was_lost_is_found_on_a_later_page():
    first = {"ok": True, "messages": [{"ts": "3"}], "response_metadata": {"next_cursor": "more"}}
    second = {"ok": True, "messages": [posted("2", "outbox-7"), posted("1", "outbox-6")]}
    with slack(first, second) as (team, server):
        assert team.find_posted("C1", "outbox-7", NOW) == "2"
    method, asked = server.asked[1]
    assert method == "conversations.history"
    assert asked["cursor"] == "more"
    assert asked["include_all_metadata"] in {True, "1", "true"}
    assert float(asked["oldest"]) == (NOW - timedelta(minutes=5)).timestamp()


def test_a_lost_note_is_looked_for_in_its_thread():
    with slack({"ok": True, "messages": []}) as (team, server):
        assert team.find_posted("C1", "outbox-7", NOW, thread_ts="1.1") is None
    assert server.asked[0][0] == "conversations.replies"
    assert server.asked[0][1]["ts"] == "1.1"


def test_somebody_elses_metadata_is_not_ours():
    other = {"ts": "1", "metadata": {"event_type": "other", "event_payload": {"id": "outbox-7"}}}
    with slack({"ok": True, "messages": [other, {"ts": "0"}]}) as (team, _):
        assert team.find_posted("C1", "outbox-7", NOW) is None


def test_a_channel_is_found_by_name_or_id_and_missed_in_words():
    channels = {
        "ok": True,
        "channels": [{"id": "C1", "name": "care", "is_member": True, "is_private": False}],
    }
    with slack(channels, channels, channels) as (team, _):
        assert team.channel("#care").id == "C1"
        assert team.channel("C1").is_member
        with pytest.raises(Never, match="no channel #elsewhere") as failure:
            team.channel("elsewhere")
    assert failure.value.code == "channel_not_found"


def test_guests_bots_and_those_who_left_are_told_apart():
    members = [
        {"id": "U1", "name": "ana", "profile": {"real_name": "Ana Ramos", "email": "ana@acme.example"}},
        {"id": "U2", "name": "guest", "is_restricted": True},
        {"id": "U3", "name": "bot", "is_bot": True},
        {"id": "U4", "name": "gone", "deleted": True},
        {"id": "U5", "name": "other", "is_stranger": True},
    ]
    with slack({"ok": True, "members": members}) as (team, _):
        people = {one.id: one for one in team.people()}
    assert people["U1"].real_name == "Ana Ramos"
    assert [people[one].is_guest for one in people] == [False, True, False, False, True]
    assert people["U3"].is_bot
    assert people["U4"].is_gone


def test_members_of_a_group_by_its_handle():
    groups = {"ok": True, "usergroups": [{"id": "S1", "handle": "care-agents"}]}
    with slack(groups, {"ok": True, "users": ["U1", "U2"]}, groups) as (team, _):
        assert team.group_members("@care-agents") == ("U1", "U2")
        with pytest.raises(Never, match="no user group @nobody"):
            team.group_members("nobody")


def test_a_free_plan_has_no_groups_and_says_so():
    with slack({"ok": False, "error": "plan_upgrade_required"}) as (team, _), pytest.raises(Never) as failure:
        team.group_members("care-agents")
    assert failure.value.code == "plan_upgrade_required"


def test_who_we_are_and_what_we_may_do():
    answer = {
        "ok": True,
        "user_id": "U9",
        "bot_id": "B9",
        "team_id": "T1",
        "team": "Acme",
        "url": "https://acme.slack.com/",
    }
    with slack((200, {"x-oauth-scopes": "chat:write, commands"}, answer)) as (team, _):
        me = team.me()
    assert me.scopes == {"chat:write", "commands"}
    assert (
        permalink(me.url, "C1", "1777816920.000100") == "https://acme.slack.com/archives/C1/p1777816920000100"
    )
