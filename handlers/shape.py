"""What every request of Slack's must look like before anything is done with it: ids are short, texts are text.

Checked once, in front of all listeners, so that none of them has to doubt what it reads. Whatever else Slack sends is
nobody's business here. https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Json, StringConstraints, TypeAdapter

Id = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{0,255}$")]
"""An id or a timestamp. Slack may write them as it likes, as long as they are one short line: nobody's click is refused
for an id of a new kind."""


class Shape(BaseModel):
    """Part of a request. What is wrong with it is said without its words: they do not belong in logs."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)


class Named(Shape):
    """Somebody, or a channel."""

    id: Id | None = None


class Container(Shape):
    """Where a button stands."""

    channel_id: Id | None = None


class Message(Shape):
    """The message a button stands in."""

    ts: Id | None = None
    thread_ts: Id | None = None


class Option(Shape):
    """One choice of a menu."""

    value: str


class Input(Shape):
    """What was pressed, typed or chosen."""

    value: str | None = None
    selected_option: Option | None = None
    selected_user: Id | None = None
    selected_date_time: int | str | None = None


class Action(Input):
    """What was pressed in a message, a dialog or App Home."""

    action_id: Annotated[str, Field(min_length=1)]


class State(Shape):
    """What stands in the boxes of a dialog."""

    values: dict[str, dict[str, Input]] = {}


class View(Shape):
    """A dialog, or App Home."""

    callback_id: str = ""
    private_metadata: Json[dict[str, Any]] | Annotated[str, Field(max_length=0)] = ""
    state: State | None = None


class Event(Shape):
    """Something that happened in Slack."""

    type: Id
    user: Any = None
    channel: Any = None
    ts: Id | None = None
    thread_ts: Id | None = None
    text: str | None = None


class Heard(Event):
    """Something that was said, or a tab that was opened: here a person is an id."""

    user: Id | None = None
    channel: Id | None = None


class Request(Shape):
    """All of it."""

    user: Named | None = None
    user_id: Id | None = None
    channel: Named | None = None
    container: Container | None = None
    message: Message | None = None
    actions: Annotated[list[Action], Field(min_length=1)] | None = None
    view: View | None = None
    event: Event | None = None


REQUEST = TypeAdapter(Request)
HEARD = TypeAdapter(Heard)
READ_CLOSELY = frozenset({"message", "app_home_opened"})
"""Events whose person and channel we use. Others, such as user_change, bring a whole person."""


def check(body: Mapping[str, Any]) -> None:
    """See that a request has the shape of Slack's.

    Raises:
        ValueError: it has not; the message names the place.
    """
    REQUEST.validate_python(body)
    event = body.get("event") or {}
    if event.get("type") in READ_CLOSELY:
        HEARD.validate_python(event)
