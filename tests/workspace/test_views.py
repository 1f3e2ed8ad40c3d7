import pytest
from starlette.responses import JSONResponse

from tests.workspace.stage import CARE, button, modal, option, text, text_input

ANSWERED = {"answer": {"text": "Hello"}}


def open_with(stage, trigger):
    return stage.api("views.open", trigger_id=trigger, view=modal())


def test_a_trigger_is_good_once(stage):
    trigger = stage.workspace.state.new_trigger("U0AGENT1")
    assert open_with(stage, trigger)["ok"]
    assert open_with(stage, trigger)["error"] == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(stage):
    in_time, late = (stage.workspace.state.new_trigger("U0AGENT1") for _ in range(2))
    stage.clock.forward(3)
    assert open_with(stage, in_time)["ok"]
    stage.clock.forward(0.1)
    assert open_with(stage, late)["error"] == "expired_trigger_id"


def test_an_invented_trigger_is_refused(stage):
    assert open_with(stage, "1.2.abc")["error"] == "invalid_trigger_id"


def test_a_broken_view_does_not_spend_the_trigger(stage):
    trigger = stage.workspace.state.new_trigger("U0AGENT1")
    assert stage.api("views.open", trigger_id=trigger, view={"type": "modal"})["error"] == "invalid_arguments"
    assert open_with(stage, trigger)["ok"]


def test_a_stale_hash_conflicts(stage):
    view = stage.open_dialog()["view"]
    fresh = stage.api("views.update", view_id=view["id"], hash=view["hash"], view=modal())["view"]
    assert fresh["hash"] != view["hash"]
    again = stage.api("views.update", view_id=view["id"], hash=view["hash"], view=modal())
    assert again["error"] == "hash_conflict"


def test_an_app_home_conflicts_on_its_hash_too(stage):
    home = {"type": "home", "blocks": []}
    first = stage.api("views.publish", user_id="U0AGENT1", view=home)["view"]
    stage.api("views.publish", user_id="U0AGENT1", view=home)
    again = stage.api("views.publish", user_id="U0AGENT1", view=home, hash=first["hash"])
    assert again["error"] == "hash_conflict"


def test_dialogs_stack_three_deep(stage):
    def push():
        return stage.api("views.push", trigger_id=stage.workspace.state.new_trigger("U0AGENT1"), view=modal())

    first = stage.open_dialog()["view"]
    second = push()["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    assert push()["ok"]
    assert push()["error"] == "push_limit_reached"


def test_nothing_is_pushed_where_no_dialog_is_open(stage):
    trigger = stage.workspace.state.new_trigger("U0AGENT1")
    assert stage.api("views.push", trigger_id=trigger, view=modal())["error"] == "invalid_trigger_id"


def test_an_external_id_stands_once(stage):
    stage.open_dialog(modal(external_id="ticket-1"))
    assert stage.open_dialog(modal(external_id="ticket-1"), "agent2")["error"] == "duplicate_external_id"


def test_a_click_hands_the_app_a_trigger_that_opens_a_dialog(stage):
    async def open_it(payload):
        assert stage.workspace.state.spend_trigger(payload["trigger_id"]).user == "U0AGENT1"

    stage.app.on_request = open_it
    assert stage.act("agent1", click={"channel": CARE, "ts": stage.post_card(), "action_id": "claim"})["ok"]


def test_a_sent_dialog_closes_and_the_app_hears_what_was_typed(stage):
    stage.open_dialog()
    seen = stage.act("agent1", submit=ANSWERED)
    assert (seen["ok"], seen["view"]) == (True, None)
    sent = stage.app.payloads()[-1]
    assert sent["type"] == "view_submission"
    assert sent["view"]["state"]["values"] == {
        "answer": {"text": {"type": "plain_text_input", "value": "Hello"}}
    }


def test_errors_stay_in_the_dialog_and_lose_nothing_typed(stage):
    stage.open_dialog()
    errors = {"response_action": "errors", "errors": {"answer": "Too short."}}
    stage.app.answers.append(JSONResponse(errors))
    seen = stage.act("agent1", submit=ANSWERED)
    assert seen["errors"] == {"answer": "Too short."}
    assert seen["view"]["state"]["values"]["answer"]["text"]["value"] == "Hello"


def test_what_slack_itself_refuses_never_reaches_the_app(stage):
    stage.open_dialog(modal(text_input(element={"max_length": 3})))
    assert "required" in stage.act("agent1", submit={})["errors"]["answer"]
    assert "3 characters" in stage.act("agent1", submit=ANSWERED)["errors"]["answer"]
    assert stage.app.heard == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "dance"},
    ],
)
def test_a_wrong_answer_to_a_submission_is_trouble_connecting(stage, answer):
    stage.open_dialog()
    stage.app.answers.append(JSONResponse(answer))
    seen = stage.act("agent1", submit=ANSWERED)
    assert "trouble connecting" in seen["warning"]
    assert seen["view"] is not None


def test_an_answer_may_update_push_or_clear_the_dialogs(stage):
    first = stage.open_dialog()["view"]
    stage.app.answers = [
        JSONResponse({"response_action": "update", "view": modal(title=text("Second thoughts"))}),
        JSONResponse({"response_action": "push", "view": modal(title=text("On top"))}),
        JSONResponse({"response_action": "clear"}),
    ]
    updated = stage.act("agent1", submit=ANSWERED)["view"]
    assert (updated["id"], updated["title"]["text"]) == (first["id"], "Second thoughts")
    assert stage.act("agent1", submit=ANSWERED)["view"]["previous_view_id"] == first["id"]
    assert stage.act("agent1", submit=ANSWERED)["view"] is None


def test_closing_is_told_to_an_app_that_asked_for_it(stage):
    stage.open_dialog(modal(notify_on_close=True))
    stage.act("agent1", close=True)
    assert stage.app.payloads()[-1]["type"] == "view_closed"
    stage.open_dialog()
    stage.act("agent1", close=True)
    assert len(stage.app.heard) == 1


def test_an_external_select_is_filled_by_the_app(stage):
    element = {"type": "external_select", "action_id": "saved", "min_query_length": 0}
    stage.open_dialog(modal({"type": "input", "block_id": "s", "label": text("Saved"), "element": element}))
    stage.app.answers.append(JSONResponse({"options": [option("thanks")]}))
    seen = stage.act("agent1", suggest={"view": True, "action_id": "saved", "value": "th"})
    assert seen["options"] == [option("thanks")]
    assert stage.app.payloads()[-1]["value"] == "th"


def test_every_kind_of_element_has_its_own_key_in_the_state(stage):
    elements = {
        "static_select": ({"options": [option("a")]}, "a", ("selected_option", option("a"))),
        "radio_buttons": ({"options": [option("a")]}, "a", ("selected_option", option("a"))),
        "checkboxes": ({"options": [option("a")]}, ["a"], ("selected_options", [option("a")])),
        "users_select": ({}, "U0AGENT2", ("selected_user", "U0AGENT2")),
        "datetimepicker": ({}, 1_800_000_000, ("selected_date_time", 1_800_000_000)),
        "timepicker": ({}, "09:30", ("selected_time", "09:30")),
    }
    blocks = [
        {
            "type": "input",
            "block_id": kind,
            "label": text(kind),
            "element": {"type": kind, "action_id": "x", **more},
        }
        for kind, (more, _, _) in elements.items()
    ]
    stage.open_dialog(modal(*blocks))
    stage.act("agent1", submit={kind: {"x": given} for kind, (_, given, _) in elements.items()})
    values = stage.app.payloads()[-1]["view"]["state"]["values"]
    for kind, (_, _, (key, expected)) in elements.items():
        assert values[kind]["x"] == {"type": kind, key: expected}


def test_initial_values_are_sent_when_nothing_was_typed(stage):
    stage.open_dialog(modal(text_input(element={"initial_value": "Dear Nora"})))
    stage.act("agent1", submit={})
    assert stage.app.payloads()[-1]["view"]["state"]["values"]["answer"]["text"]["value"] == "Dear Nora"


def test_a_button_in_an_app_home_carries_the_view(stage):
    actions = {"type": "actions", "block_id": "go", "elements": [button("open")]}
    stage.api("views.publish", user_id="U0AGENT1", view={"type": "home", "blocks": [actions]})
    assert stage.act("agent1", click={"home": True, "action_id": "open"})["ok"]
    assert stage.app.payloads()[-1]["view"]["type"] == "home"
