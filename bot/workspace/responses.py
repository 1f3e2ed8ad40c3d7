"""What an app sends back: to a response_url, or in the body of its answer to a slash command.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace.api_chat import add_ephemeral, add_message, bot_author, remove_message
from bot.workspace.blocks import check_message_blocks
from bot.workspace.errors import Json, SlackError
from bot.workspace.faults import Faults
from bot.workspace.state import ResponseUrl, State


def _content(body: Json) -> Json:
    content: Json = {"text": str(body.get("text") or "")}
    if blocks := body.get("blocks"):
        content["blocks"] = check_message_blocks(json.loads(blocks) if isinstance(blocks, str) else blocks)
    elif not content["text"]:
        raise SlackError("no_text")
    return content


def speak(state: State, grant: ResponseUrl, body: Json) -> None:
    """Post, replace or delete as the app asks; raises `no_text`, `invalid_blocks`, `message_not_found`."""
    if body.get("delete_original"):
        _delete_original(state, grant)
    elif body.get("replace_original") and grant.ts:
        _replace_original(state, grant, _content(body))
    elif body.get("response_type") == "in_channel":
        channel = state.channels[grant.channel]
        add_message(state, channel, bot_author(state) | _content(body), str(body.get("thread_ts") or ""))
    else:
        thread_ts = str(body.get("thread_ts") or grant.thread_ts)
        add_ephemeral(state, grant.user, state.channels[grant.channel], _content(body), thread_ts)


def _ephemeral(state: State, grant: ResponseUrl) -> Json:
    for note in state.ephemerals:
        if note["ts"] == grant.ts and note["visible_to"] == grant.user:
            return note
    raise SlackError("message_not_found")


def _delete_original(state: State, grant: ResponseUrl) -> None:
    if grant.is_ephemeral:
        state.ephemerals.remove(_ephemeral(state, grant))
        state.touch()
    else:
        remove_message(state, state.channels[grant.channel], grant.ts)


def _replace_original(state: State, grant: ResponseUrl, content: Json) -> None:
    channel = state.channels[grant.channel]
    original = _ephemeral(state, grant) if grant.is_ephemeral else state.message(channel, grant.ts)
    original.pop("blocks", None)
    original.update(content)
    state.touch()


async def take_response(request: Request, state: State, faults: Faults) -> Response:
    """POST /response/{token}."""
    state.calls["response_url"] += 1
    body = await request.body()

    async def run() -> Response:
        return _spoken(state, request.path_params["token"], body)

    return await faults.around("response_url", run)


def _spoken(state: State, token: str, raw: bytes) -> Response:
    try:
        body: Any = json.loads(raw)
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        speak(state, state.use_response_url(token), body)
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    except SlackError as refusal:
        return JSONResponse(refusal.body(), 404 if refusal.error == "used_url" else 400)
    return PlainTextResponse("ok")
