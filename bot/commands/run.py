"""`mentiondesk run`."""

from __future__ import annotations

import socket
import sys

import typer
import uvicorn

from bot import logs
from bot.assembly import Running, build
from bot.commands import errors, stop_on_signals
from bot.settings import Settings

GRACE_SECONDS = 10
NO_PLACE = "The desk cannot listen at {host}, port {port}: {problem}. Choose another with HOST= and PORT=."


def run(settings: Settings) -> None:
    """Serve until stopped. With Socket Mode the web still serves health, metrics and deliveries."""
    logs.set_up(as_json=not sys.stderr.isatty())
    stop_on_signals()
    with listening(settings.env.HOST, settings.env.PORT) as listener:
        serve(build(settings), listener)


def listening(host: str, port: int) -> socket.socket:
    """The place the desk listens at, taken before anything else; a sentence and exit code 1 where it is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        errors.print(NO_PLACE.format(host=host, port=port, problem=error.strerror), markup=False)
        raise typer.Exit(1) from error


def serve(running: Running, listener: socket.socket) -> None:
    """Serve the desk's web until told to stop."""
    config = uvicorn.Config(
        running.web(), log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS, access_log=False
    )
    uvicorn.Server(config).run(sockets=[listener])
