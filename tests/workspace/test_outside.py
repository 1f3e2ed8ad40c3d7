import pytest

from bot.workspace.samples import SAMPLES

NORA, RAFA = "p-nora", "p-rafa"


def mentions(stage, **query):
    return stage.http.get("/outside/mentions", params=query).json()


def write(stage, **act):
    return stage.http.post("/outside/act", json=act).json()["id"]


def reply(stage, key, **body):
    body = {"reply_id": "1", "audience": "public", "text": "Sorry!", "account": "acme", **body}
    return stage.http.post("/outside/replies", json=body, headers={"Idempotency-Key": key})


def test_a_post_an_edit_and_a_deletion_are_three_items_in_order(stage):
    post = write(stage, **{"as": NORA}, text="My kettle!")
    write(stage, **{"as": NORA}, edit=post, text="My *new* kettle!")
    write(stage, **{"as": NORA}, delete=post)
    page = mentions(stage)
    assert [(item["kind"], item["id"], item["text"]) for item in page["items"]] == [
        ("post", post, "My kettle!"),
        ("edit", post, "My *new* kettle!"),
        ("delete", post, ""),
    ]
    assert [item["seq"] for item in page["items"]] == sorted({item["seq"] for item in page["items"]})
    assert page["items"][0]["author"] == {
        "id": "p-nora",
        "handle": "nora.bsky.example",
        "name": "Nora Lindqvist",
        "followers": 214,
    }


def test_the_cursor_goes_on_where_it_stood(stage):
    for number in range(5):
        write(stage, **{"as": NORA}, text=str(number))
    first = mentions(stage, limit=2)
    second = mentions(stage, after=first["cursor"], limit=2)
    third = mentions(stage, after=second["cursor"], limit=2)
    assert [item["text"] for page in (first, second, third) for item in page["items"]] == list("01234")
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]
    assert mentions(stage, after=third["cursor"]) == {
        "items": [],
        "cursor": third["cursor"],
        "has_more": False,
    }


def test_a_later_run_begins_after_the_cursors_of_the_one_before(make_stage):
    before = make_stage()
    write(before, **{"as": NORA}, text="yesterday")
    cursor = mentions(before)["cursor"]
    after = make_stage()
    after.workspace.outside._seq += 60_000  # it started a minute later
    write(after, **{"as": NORA}, text="today")
    assert [item["text"] for item in mentions(after, after=cursor)["items"]] == ["today"]


def test_the_same_key_sends_once_and_answers_the_same(stage):
    first, second = reply(stage, "k1"), reply(stage, "k1", text="Sorry again!")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert stage.http.get("/outside/replies", params={"key": "k1"}).json() == first.json()
    assert stage.http.get("/outside/replies", params={"key": "k2"}).status_code == 404
    assert [post["text"] for post in stage.http.get("/outside/screen").json()["posts"]] == ["Sorry!"]


@pytest.mark.parametrize("text", ["x" * 501, "", "  "])
def test_a_reply_that_does_not_fit_is_refused_and_its_key_stays_free(stage, text):
    refused = reply(stage, "k1", text=text)
    assert refused.status_code == 422
    assert refused.json()["error"]
    assert reply(stage, "k1", text="x" * 500).status_code == 201


def test_a_reply_to_a_deleted_post_is_refused(stage):
    post = write(stage, **{"as": NORA}, text="Never mind")
    write(stage, **{"as": NORA}, delete=post)
    assert reply(stage, "k1", in_reply_to=post).status_code == 422


def test_a_reply_without_a_key_is_refused(stage):
    assert stage.http.post("/outside/replies", json={"text": "x"}).status_code == 400


def test_a_private_answer_to_a_public_post_goes_to_the_conversation(stage):
    post = write(stage, **{"as": NORA}, text="My kettle!")
    reply(stage, "k1", audience="private", in_reply_to=post, thread=post)
    answer = stage.http.get("/outside/screen").json()["posts"][-1]
    assert (answer["private"], answer["thread"], answer["persona"]) == (True, "conversation-p-nora", None)


def test_private_messages_of_one_person_are_one_conversation(stage):
    write(stage, **{"as": RAFA}, text="Posso?", private=True)
    write(stage, **{"as": RAFA}, text="Obrigado", private=True)
    items = mentions(stage)["items"]
    assert {(item["private"], item["thread"]) for item in items} == {(True, "conversation-p-rafa")}


def test_an_answer_to_the_brand_stays_in_its_thread(stage):
    post = write(stage, **{"as": NORA}, text="My kettle!")
    answer = reply(stage, "k1", in_reply_to=post, thread=post).json()["id"]
    write(stage, **{"as": NORA}, text="Thank you", in_reply_to=answer)
    item = mentions(stage)["items"][-1]
    assert (item["thread"], item["in_reply_to"]) == (post, answer)


def test_nobody_edits_a_post_of_another(stage):
    post = write(stage, **{"as": NORA}, text="Mine")
    answer = stage.http.post("/outside/act", json={"as": RAFA, "edit": post, "text": "Yours"})
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [{}, {"as": "p-nobody", "text": "x"}, {"as": NORA, "text": " "}, []])
def test_an_act_that_makes_no_sense_is_refused(stage, body):
    assert stage.http.post("/outside/act", json=body).status_code == 400


def test_the_first_sample_comes_within_two_seconds_and_the_others_one_by_one(make_stage):
    stage = make_stage(samples=True)
    assert mentions(stage)["items"] == []
    stage.clock.forward(2)
    assert len(mentions(stage)["items"]) == 1
    stage.clock.forward(10)
    assert len(mentions(stage)["items"]) == 1
    stage.clock.forward(3600)
    assert len(mentions(stage)["items"]) == 2


def test_samples_can_be_paused_and_hurried(make_stage):
    stage = make_stage(samples=True)
    stage.http.post("/outside/act", json={"samples": "pause"})
    stage.clock.forward(3600)
    assert mentions(stage)["items"] == []
    stage.http.post("/outside/act", json={"samples": "next"})
    assert len(mentions(stage)["items"]) == 1
    stage.http.post("/outside/act", json={"samples": "go"})
    stage.clock.forward(30)
    assert len(mentions(stage)["items"]) == 2


def test_the_whole_script_plays_to_its_end(make_stage):
    stage = make_stage(samples=True)
    for _ in range(len(SAMPLES) + 3):
        stage.http.post("/outside/act", json={"samples": "next"})
    items = mentions(stage)["items"]
    assert [item["text"] for item in items] == [sample.text for sample in SAMPLES]
    follow_ups = [item for item in items if item["in_reply_to"]]
    assert len(follow_ups) == sum(sample.answers is not None for sample in SAMPLES)
    assert all(15 <= sample.after <= 25 for sample in SAMPLES[1:])


def test_times_are_utc_and_addresses_whole(stage):
    write(stage, **{"as": NORA}, text="x")
    item = mentions(stage)["items"][0]
    assert item["created_at"] == "2026-03-02T09:00:00.000Z"
    assert item["url"].startswith("http://workspace.test/outside/posts/")
