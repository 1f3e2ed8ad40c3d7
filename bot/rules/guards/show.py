"""What may be shown of private data: enough to recognise it, not enough to use it."""

import re

from bot.rules.guards.policy import Kind

_DOTS = "•••"


def masked(kind: Kind, shown: str) -> str:
    """`•••• 4242` for a card, `j•••@•••` for an address; a fixed number of dots, so the length tells nothing."""
    if kind is Kind.EMAIL:
        return f"{shown[0]}{_DOTS}@{_DOTS}"
    if kind in (Kind.ADDRESS, Kind.REFUND):
        return _DOTS
    kept = re.sub(r"[^0-9A-Za-z]", "", shown)
    if kind is Kind.CARD:
        return f"•••• {kept[-4:]}"
    return f"{_DOTS}{kept[-2:]}"
