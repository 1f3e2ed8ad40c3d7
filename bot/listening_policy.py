"""The section [listening] of desk.toml: by which names a post that tags nobody is about us."""

from __future__ import annotations

from pydantic import Field

from bot.policy import Section
from bot.rules.listening import Kind, ListeningPolicy, Term


class TermSettings(Section):
    """`[[listening.term]]`: one name to listen for, and when it means us."""

    text: str = Field(min_length=1, description="the name as people write it")
    kind: Kind = Field(
        default=Kind.BRAND, description='"brand", "handle", "product", "nickname" or "misspelling"'
    )
    languages: frozenset[str] = Field(
        default=frozenset(), description='language codes it counts in, such as "it"; left out: all'
    )
    near: tuple[str, ...] = Field(
        default=(), description="words of which one must be near; one may end in *, as in all three lists"
    )
    not_near: tuple[str, ...] = Field(default=(), description="words of which none may be near")
    within: int = Field(default=0, ge=0, description="how many words away is near; 0: anywhere in the post")
    fuzzy: bool = Field(default=False, description="true to find misspellings too")
    never: tuple[str, ...] = Field(default=(), description="words that look like a misspelling and are none")


class ListeningSettings(Section):
    """`[listening]`: by which names a post that tags nobody is about us. Without names, every post found is."""

    never_about: tuple[str, ...] = Field(
        default=(), description="words with which a post is never about us, whatever it names"
    )
    term: tuple[TermSettings, ...] = Field(
        default=(), description="the names, each a [[listening.term]]; the first that matches is told"
    )


class HeardSettings(Section):
    """All that rules which posts are heard."""

    listening: ListeningSettings = ListeningSettings()


def listening_policy(settings: HeardSettings) -> ListeningPolicy | None:
    """The names to listen for; None where there are none, and every post found counts."""
    if not settings.listening.term:
        return None
    terms = tuple(Term(**dict(term)) for term in settings.listening.term)
    return ListeningPolicy(terms, settings.listening.never_about)
