"""`mentiondesk approval why`: which replies would need whose approval, and by which rule.

Reads what `mentiondesk export replies` writes, so that a policy can be tried on last month's replies.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from bot.commands.lines import answer_each
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

    return answer_each(sys.stdin, judged)


def _facts(line: Mapping[str, Any], settings: Settings, network: str) -> ReplyFacts:
    """What the rules look at; what a line does not say counts as not so. Raises ValueError for an unknown audience."""
    followers = line.get("followers")
    vips = {vip.removeprefix("@").casefold() for vip in settings.windows.vips}
    return ReplyFacts(
        text=line["text"],
        audience=Audience(line.get("audience", Audience.PUBLIC)),
        network=network,
        account=str(line.get("account", "")).removeprefix("@"),
        author_is_trainee=bool(line.get("trainee", line.get("author") in settings.approval.trainees)),
        author_sent=int(line.get("author_sent", 0)),
        angry=bool(line.get("angry")),
        followers=None if followers is None else int(followers),
        vip=bool(line.get("vip")) or str(line.get("handle", "")).removeprefix("@").casefold() in vips - {""},
        crisis=bool(line.get("crisis")),
        saved_reply=line.get("saved_reply"),
    )
