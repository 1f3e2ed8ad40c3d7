"""`mentiondesk listen try TEXT`: would the desk take this post for one about us?"""

from __future__ import annotations

from bot.commands import errors
from bot.language import detect
from bot.listening_policy import listening_policy
from bot.rules.listening import match
from bot.settings import Settings

HEARD = "It becomes a mention. Why: {why}."
NO_NAMES = "It becomes a mention, as every post that is found: [listening] in desk.toml names nothing."
PASSED_BY = (
    "It is passed by: none of the names in [listening] matches. Its language was read as “{language}”."
)
ONLY_FOUND = "A post that mentions or answers the brand, or is written to it, is never passed by."


def try_text(settings: Settings, text: str) -> int:
    """Say what would match in a post that tags nobody; 1 where it would be passed by."""
    policy, language = listening_policy(settings), detect(text).code
    found = match(text, language, policy) if policy else None
    if policy is None:
        print(NO_NAMES)  # noqa: T201 - the command's output
    elif found is None:
        print(PASSED_BY.format(language=language))  # noqa: T201 - the command's output
        errors.print(ONLY_FOUND)
    else:
        print(HEARD.format(why=found.why))  # noqa: T201 - the command's output
    return 1 if policy and not found else 0
