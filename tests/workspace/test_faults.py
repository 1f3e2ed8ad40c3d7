import httpx
import pytest
from slack_sdk import WebClient

from tests.workspace.stage import CARE


def tell(stage, **fault):
    return stage.http.post("/_workspace/faults", json=fault)


def post(stage):
    body, headers = {"channel": CARE, "text": "x"}, {"Authorization": "Bearer xoxb-demo"}
    return stage.http.post("/api/chat.postMessage", json=body, headers=headers)


def messages(stage):
    return stage.state()["channels"][CARE]["messages"]


def test_a_fault_happens_so_often_and_only_to_its_method(stage):
    tell(stage, method="chat.postMessage", effect="error", error="fatal_error", count=2)
    assert stage.api("auth.test")["ok"]
    assert [post(stage).json().get("error") for _ in range(3)] == ["fatal_error", "fatal_error", None]


def test_slack_being_down_for_a_while_answers_503_until_it_is_over(stage):
    tell(stage, method="*", effect="down", seconds=60)
    assert post(stage).status_code == 503
    stage.clock.forward(59)
    assert stage.http.get("/outside/mentions").status_code == 503
    stage.clock.forward(1)
    assert post(stage).json()["ok"]


def test_a_rate_limit_can_be_told(stage):
    tell(stage, method="chat.postMessage", effect="ratelimit", seconds=7)
    answer = post(stage)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert messages(stage) == []


def test_slowness_waits_and_then_does_it(stage):
    tell(stage, method="chat.postMessage", effect="slow", seconds=2)
    assert post(stage).json()["ok"]
    assert stage.slept == [2.0]


def test_faults_are_listed_and_forgotten(stage):
    tell(stage, method="chat.update", effect="reset")
    assert stage.http.get("/_workspace/faults").json()["faults"][0]["effect"] == "reset"
    assert stage.http.delete("/_workspace/faults").json()["faults"] == []


@pytest.mark.parametrize("fault", [{"effect": "explode"}, {"effect": "slow", "colour": 1}, {}])
def test_what_is_no_fault_is_refused(stage, fault):
    assert tell(stage, **fault).status_code == 400


@pytest.mark.parametrize(("effect", "done"), [("lose_answer", 1), ("reset", 0)])
def test_a_lost_answer_was_done_and_a_reset_was_not(served, effect, done):
    client = WebClient(token="xoxb-demo", base_url=f"{served.url}/api/", retry_handlers=[])
    httpx.post(f"{served.url}/_workspace/faults", json={"method": "chat.postMessage", "effect": effect})
    with pytest.raises(OSError):
        client.chat_postMessage(channel=CARE, text="x")
    assert len(client.conversations_history(channel=CARE)["messages"]) == done


def test_a_lost_reply_can_be_found_by_its_key(served):
    httpx.post(f"{served.url}/_workspace/faults", json={"method": "outside.replies", "effect": "lose_answer"})
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(
            f"{served.url}/outside/replies",
            json={"text": "Sorry!", "audience": "public"},
            headers={"Idempotency-Key": "k1"},
        )
    assert httpx.get(f"{served.url}/outside/replies", params={"key": "k1"}).status_code == 200
