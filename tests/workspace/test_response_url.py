import pytest

from tests.workspace.stage import CARE, card


@pytest.fixture
def url(stage):
    stage.act("agent1", click={"channel": CARE, "ts": stage.post_card(), "action_id": "claim"})
    return stage.app.payloads()[-1]["response_url"]


def history(stage):
    return stage.api("conversations.history", channel=CARE)["messages"]


def test_it_takes_five_answers(stage, url):
    codes = [stage.http.post(url, json={"text": str(number)}).status_code for number in range(6)]
    assert codes == [200] * 5 + [404]
    assert [note["text"] for note in stage.state()["ephemerals"]] == ["0", "1", "2", "3", "4"]


def test_it_lives_thirty_minutes(stage, url):
    stage.clock.forward(30 * 60 + 1)
    late = stage.http.post(url, json={"text": "late"})
    assert (late.status_code, late.json()["error"]) == (404, "used_url")


def test_it_replaces_the_original(stage, url):
    stage.http.post(url, json={"replace_original": True, "text": "done"})
    (message,) = history(stage)
    assert message["text"] == "done"
    assert "blocks" not in message


def test_it_deletes_the_original(stage, url):
    stage.http.post(url, json={"delete_original": True})
    assert history(stage) == []


def test_it_speaks_to_the_channel_when_told_to(stage, url):
    stage.http.post(
        url, json={"response_type": "in_channel", "replace_original": False, "text": "all of you"}
    )
    assert [message["text"] for message in history(stage)] == ["all of you", "card"]


def test_it_replaces_a_note_that_only_one_person_sees(stage):
    stage.api("chat.postEphemeral", channel=CARE, user="U0AGENT1", text="note", blocks=card())
    note = stage.state()["ephemerals"][0]
    stage.act("agent1", click={"channel": CARE, "ts": note["ts"], "action_id": "claim"})
    payload = stage.app.payloads()[-1]
    assert payload["container"]["is_ephemeral"] is True
    stage.http.post(payload["response_url"], json={"replace_original": True, "text": "changed"})
    assert [note["text"] for note in stage.state()["ephemerals"]] == ["changed"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ([], "invalid_payload"),
    ],
)
def test_it_refuses_what_is_no_message(stage, url, body, error):
    answer = stage.http.post(url, json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_an_invented_address_is_refused(stage):
    assert stage.http.post("/response/made-up", json={"text": "x"}).status_code == 404
