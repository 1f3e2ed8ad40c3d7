"""auth.*, api.*, apps.*, blocks.*, files.*: the rest of what an app asks. https://docs.slack.dev/reference/methods."""

from __future__ import annotations

import secrets

from bot.workspace.api_chat import add_message, bot_author
from bot.workspace.blocks import MESSAGE, block_problems, view_problems
from bot.workspace.calls import Call, Method
from bot.workspace.errors import Json, SlackError
from bot.workspace.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, TEAM_NAME


def auth_test(call: Call) -> Json:
    """auth.test."""
    return {
        "ok": True,
        "url": f"{call.base_url}/",
        "team": TEAM_NAME,
        "user": call.state.users[BOT_USER_ID].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    """api.test: says back what it was told."""
    if error := call.text("error"):
        raise SlackError(error, args=call.args)
    return {"ok": True, "args": call.args}


def open_connection(_call: Call) -> Json:
    """apps.connections.open: Socket Mode is not played here."""
    raise SlackError("not_allowed", "This local workspace speaks HTTP only: leave SLACK_APP_TOKEN empty.")


def validate_blocks(call: Call) -> Json:
    """blocks.validate, for blocks, a message or a view."""
    message, view = call.json("message", "invalid_arguments"), call.json("view", "invalid_arguments")
    blocks = message.get("blocks", []) if isinstance(message, dict) else call.json("blocks", "invalid_blocks")
    problems = view_problems(view) if view is not None else block_problems(blocks, MESSAGE)
    if problems:
        raise SlackError("invalid_blocks", *problems, errors=problems)
    return {"ok": True}


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    name, length = call.required("filename"), call.count("length", 1, 10**9)
    file_id = "F" + secrets.token_hex(5).upper()
    link = f"{call.base_url}/files/{file_id}"
    call.state.files[file_id] = {
        "id": file_id,
        "name": name,
        "title": name,
        "size": length,
        "alt_txt": call.text("alt_txt"),
        "mimetype": "",
        "user": BOT_USER_ID,
        "url_private": link,
        "permalink": link,
    }
    return {"ok": True, "upload_url": f"{call.base_url}/upload/{file_id}", "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: shares uploaded files into a channel as one message."""
    files = call.json("files", "invalid_arguments") or []
    for entry in files:
        if entry.get("id") not in call.state.file_bytes:
            raise SlackError("file_not_found")
        call.state.files[entry["id"]]["title"] = entry.get("title") or call.state.files[entry["id"]]["name"]
    kept = [call.state.files[entry["id"]] for entry in files]
    reference = call.text("channel_id") or call.text("channels")
    if reference:
        args = {**call.args, "channel": reference}
        channel = Call(args, call.state, call.emit, call.base_url).channel(must_be_in=True)
        message = bot_author(call.state) | {
            "text": call.text("initial_comment"),
            "files": kept,
            "upload": True,
        }
        add_message(call.state, channel, message, call.text("thread_ts"))
    return {"ok": True, "files": kept}


def delete_file(call: Call) -> Json:
    """files.delete: the file is gone, and where it was shared a tombstone is left."""
    file = call.state.files.pop(call.required("file"), None)
    if file is None:
        raise SlackError("file_not_found")
    del call.state.file_bytes[file["id"]]
    tombstone = {"id": file["id"], "mode": "tombstone"}
    file.clear()
    file.update(tombstone)
    call.state.touch()
    return {"ok": True}


METHODS = {
    "auth.test": Method(auth_test, per_minute=600),
    "api.test": Method(api_test, per_minute=600),
    "apps.connections.open": Method(open_connection, ("connections:write",), per_minute=20),
    "blocks.validate": Method(validate_blocks, per_minute=600),
    "files.getUploadURLExternal": Method(upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.delete": Method(delete_file, ("files:write",)),
}
