"""What an operator may set about triage."""

from dataclasses import dataclass

from bot.rules.triage.vocabulary import Sensitive


@dataclass(frozen=True, slots=True)
class TriagePolicy:
    """How much reach is urgent, and the words of the trade.

    A word may end in `*` ("recall*") and may be a phrase with `~` for a gap ("smell ~ gas").
    """

    urgent_followers: int = 100_000  # a complaint seen by so many cannot wait
    urgent_words: tuple[str, ...] = ()
    sensitive_words: tuple[tuple[Sensitive, tuple[str, ...]], ...] = ()
    vip_is_urgent: bool = True
