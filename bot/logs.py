"""Logging for a terminal and for a collector alike. Secrets never get here: they live in `SecretStr`."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(*, as_json: bool, quiet: bool = False) -> None:
    """One line per event on standard error; JSON where nobody watches; only trouble where `quiet`."""
    shape: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shape,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("slack_bolt.App").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """All but Bolt's remark, at each start, that it takes the token from `authorize`: that is what we ask of it."""
    return "(or SLACK_BOT_TOKEN env variable) will be ignored" not in record.getMessage()


def silence() -> None:
    """No event at all: for a command that says itself what is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable()
