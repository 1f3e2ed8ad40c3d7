"""`mentiondesk approval why`: which replies would need whose approval, and by which rule.

Reads what `mentiondesk export replies` writes, so that a policy can be tried on last month's replies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.commands.lines import answer_each, standard_input
from bot.reply_policy import approval_policy
from bot.rules.approval import ReplyFacts, report
from bot.settings import Settings
from storage.words import Audience


def why(settings: Settings) -> int:
    """Judge replies, one JSON object a line, from standard input; one JSON line each, with its `id` where it has one."""
    policy = approval_policy(settings)
    places = {source.name: source for source in settings.sources}

    def judged(line: Mapping[str, Any]) -> Mapping[str, Any]:
        source = places.get(str(line.get("source")))
        network = (
            line.get("network") or (source and (source.network or source.kind)) or line.get("source", "")
        )
        told = {"id": line["id"]} if "id" in line else {}
        return told | report(_facts(line, settings, str(network)), policy)

    return answer_each(standard_input(), judged)


def _facts(line: Mapping[str, Any], settings: Settings, network: str) -> ReplyFacts:
    """What the rules look at; what a line does not say counts as not so. Raises ValueError for what cannot be one of them."""
    vips = {vip.removeprefix("@").casefold() for vip in settings.windows.vips}
    return ReplyFacts(
        text=line["text"],
        audience=_audience(line),
        network=network,
        account=str(line.get("account", "")).removeprefix("@"),
        author_is_trainee=bool(line.get("trainee", line.get("author") in settings.approval.trainees)),
        author_sent=_number(line, "author_sent") or 0,
        angry=bool(line.get("angry")),
        followers=_number(line, "followers"),
        vip=bool(line.get("vip")) or str(line.get("handle", "")).removeprefix("@").casefold() in vips - {""},
        crisis=bool(line.get("crisis")),
        saved_reply=_text(line, "saved_reply"),
    )


def _audience(line: Mapping[str, Any]) -> Audience:
    said = line.get("audience") or Audience.PUBLIC
    if said not in tuple(Audience):
        raise ValueError('"audience" should be "public" or "private"')
    return Audience(said)


def _number(line: Mapping[str, Any], key: str) -> int | None:
    said = line.get(key)
    if said is None or isinstance(said, int):
        return said
    raise ValueError(f'"{key}" should be a number')


def _text(line: Mapping[str, Any], key: str) -> str | None:
    said = line.get(key)
    if said is None or isinstance(said, str):
        return said
    raise ValueError(f'"{key}" should be a text')
