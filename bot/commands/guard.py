"""`mentiondesk guard`: what the guards find in texts, and what the dialog would say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.commands.lines import answer_each, standard_input
from bot.reply_policy import guard_policy
from bot.rules.guards.verdict import report
from bot.settings import Settings
from storage.words import Audience


def guard(settings: Settings, audience: Audience) -> int:
    """Judge JSON lines {text} from standard input; one JSON line each."""
    policy = guard_policy(settings)

    def judged(line: Mapping[str, Any]) -> Mapping[str, Any]:
        return report(line["text"], audience, policy)

    return answer_each(standard_input(), judged)
