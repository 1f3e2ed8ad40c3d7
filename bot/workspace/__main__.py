"""`python -m bot.workspace`: the local workspace on 127.0.0.1."""

from __future__ import annotations

import argparse
import sys
import threading

import uvicorn

from bot.workspace.clock import TownClock
from bot.workspace.server import create_app
from bot.workspace.settings import Command, Shortcut, WorkspaceSettings, wall_clock


def _command(text: str) -> Command:
    name, _, description = text.partition(":")
    return Command("/" + name.lstrip("/"), description)


def _shortcut(text: str) -> Shortcut:
    callback_id, _, rest = text.partition(":")
    name, _, kind = rest.partition(":")
    return Shortcut(callback_id, name or callback_id, kind or "message")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.workspace", description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument(
        "--app-url", default=WorkspaceSettings.app_url, help="where the app takes Slack's requests"
    )
    parser.add_argument("--signing-secret", default=WorkspaceSettings.signing_secret)
    parser.add_argument("--bot-token", default=WorkspaceSettings.bot_token)
    parser.add_argument("--app-name", default=WorkspaceSettings.app_name)
    parser.add_argument("--scope", action="append", help="a scope of the bot token; repeat for more")
    parser.add_argument(
        "--command", action="append", type=_command, help="NAME[:DESCRIPTION]; repeat for more"
    )
    parser.add_argument(
        "--shortcut", action="append", type=_shortcut, help="CALLBACK_ID:NAME[:message|global]"
    )
    parser.add_argument("--free-plan", action="store_true", help="user groups answer plan_upgrade_required")
    parser.add_argument("--no-rate-limits", action="store_true")
    parser.add_argument("--no-samples", action="store_true", help="no mention arrives by itself")
    parser.add_argument("--until-stdin-ends", action="store_true", help="stop when standard input is closed")
    return parser.parse_args()


def main() -> None:
    """Serve until stopped."""
    given = _arguments()
    settings = WorkspaceSettings(
        app_url=given.app_url,
        signing_secret=given.signing_secret,
        bot_token=given.bot_token,
        app_name=given.app_name,
        scopes=tuple(given.scope or WorkspaceSettings.scopes),
        commands=tuple(given.command or WorkspaceSettings.commands),
        shortcuts=tuple(given.shortcut or WorkspaceSettings.shortcuts),
        paid_plan=not given.free_plan,
        rate_limits=not given.no_rate_limits,
        samples=not given.no_samples,
        now=TownClock(wall_clock),
    )
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=given.port, log_level="warning")
    server = uvicorn.Server(config)
    if given.until_stdin_ends:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    server.run()


def _end_with_stdin(server: uvicorn.Server) -> None:
    """Whoever started us holds the other end: when they are gone, however they went, it closes."""
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    main()
