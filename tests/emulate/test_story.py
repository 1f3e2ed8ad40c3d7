"""The story once more, against somebody else's reading of Slack: emulate@0.12.2, with the scopes of our manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from bot.assembly import Running, build
from bot.desk import writing
from bot.settings import load
from bot.surfaces.slack.forms import modal
from bot.surfaces.view import FormView
from tests import parts
from tests.desk_in_town import Streets, lay_streets, on_test_time
from tests.emulate.slack import SECRET, TOKEN, EmulatedSlack, emulator
from tests.journeys.reply_server import Tool
from tests.parts import Clock, skip_or_fail

WATCHER_SECRET = "d2F0Y2hlciBzZWNyZXQ="
DESK_TOML = """
[desk]
channel = "social-care"
[roles]
agents = ["agent1", "agent2"]
approvers = ["manager1"]
leads = ["manager1"]
[sending]
hold_seconds = 0
[[source]]
name = "watcher"
kind = "webhook"
secret = "env:WATCHER_SECRET"
account = "acme"
reply_url = "{tool}/replies"
"""
MENTION = """{"id": "1", "text": "Is <!channel> *my* order lost?", "created_at": "2026-03-02T08:59:00Z",
 "author": {"id": "42", "handle": "nora", "name": "Nora Lindqvist", "followers": 214}}"""


@dataclass
class EmulatedTown:
    slack: EmulatedSlack
    running: Running
    tool: Tool
    clock: Clock

    def settle(self) -> None:
        for _ in range(30):
            self.running.workers["watcher"].drain()
            self.running.courier.drain()
            if not self.running.waiting():
                return
            self.clock.forward(seconds=2)
        raise AssertionError(f"still waiting: {self.running.waiting()}")

    def arrives(self, body: str) -> int:
        signer = Webhook(WATCHER_SECRET)
        headers = {
            "webhook-id": "1",
            "webhook-timestamp": str(int(self.clock().timestamp())),
            "webhook-signature": signer.sign("1", self.clock(), body),
        }
        answer = self.slack.http.post(
            f"{self.slack.app_url}/intake/webhook/watcher", content=body, headers=headers
        )
        self.settle()
        return answer.status_code


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if parts.node() is None or parts.emulate() is None:
        skip_or_fail("emulate@0.12.2 or its Node is not here; run `make parts`")
    with emulator(tmp_path_factory.mktemp("emulate")) as address:
        yield address


@pytest.fixture
def town(emulated: str, tmp_path: Path, sqlite_url: str, clock: Clock) -> Iterator[EmulatedTown]:
    with lay_streets() as streets:
        running = on_test_time(build(_settings(tmp_path, sqlite_url, emulated, streets), clock), clock)
        tool = Tool(WATCHER_SECRET, clock)
        with streets.desk.houses(running.web()), streets.slack.houses(tool.app()):
            running.refresh_people()
            yield EmulatedTown(EmulatedSlack(emulated, streets.desk.url, clock), running, tool, clock)
        running.desk.db.close()


def _settings(folder: Path, database_url: str, slack: str, streets: Streets):
    config = folder / "desk.toml"
    config.write_text(DESK_TOML.format(tool=streets.slack.url))
    return load(
        {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{slack}/api/",
            "DATABASE_URL": database_url,
            "MENTIONDESK_CONFIG": str(config),
            "WATCHER_SECRET": WATCHER_SECRET,
        }
    )


def test_a_mention_is_claimed_answered_and_heard_once(town: EmulatedTown) -> None:
    before = len(town.slack.messages())
    assert town.arrives(MENTION) == 200
    [card] = town.slack.messages()[before:]
    assert "Nora Lindqvist" in card["text"]
    assert "<!channel>" not in str(card)

    assert town.slack.click("agent1", card, "claim").status_code == 200
    assert town.slack.click("agent2", card, "claim").status_code == 200
    town.settle()
    [card] = town.slack.messages()[before:]
    assert town.slack.user("agent1") in str(card), "the second claim changed nothing"

    assert town.slack.click("agent1", card, "reply").status_code == 200
    page = town.slack.http.get(f"{town.slack.address}/?tab=views").text
    assert "This will be posted publicly as @acme on watcher." in page

    view = _opened(town, ticket_id=1)
    box = next(
        block["block_id"] for block in view["blocks"] if block.get("element", {}).get("action_id") == "text"
    )
    answer = town.slack.submit(
        "agent1", view, {box: {"text": {"type": "plain_text_input", "value": "No, it is on its way!"}}}
    )
    assert answer.status_code == 200
    assert answer.text == "", "the dialog closes"
    town.settle()

    assert [one["text"] for one in town.tool.answers.values()] == ["No, it is on its way!"]
    assert len(town.tool.posts) == 1
    [card] = town.slack.messages()[before:]
    assert "Waiting for the customer" in card["text"]
    assert any("answered publicly" in said for said in town.slack.thread(card["ts"]))


def _opened(town: EmulatedTown, ticket_id: int):
    """The emulator hands no view back to the person: it is opened once more, by the same words."""
    user = town.slack.user("agent1")
    form = writing.open_dialog(town.running.desk, ticket_id, user, town.clock())
    assert isinstance(form, FormView)
    trigger = town.slack.api("views.generateTriggerId", user_id=user)["trigger_id"]
    return town.slack.api("views.open", trigger_id=trigger, view=modal(form))["view"]


def test_a_command_is_answered_privately(town: EmulatedTown) -> None:
    answer = town.slack.command("agent1", "hepl")
    assert answer.status_code == 200
    assert "/desk help" in answer.text
    assert answer.json()["response_type"] == "ephemeral"
