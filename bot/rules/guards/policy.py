"""What the guards take and give: a brand's policy in, findings out."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of private data a finding is."""

    CARD = "card"
    IBAN = "iban"
    ID = "id"
    EMAIL = "email"
    ACCOUNT = "account"
    ORDER = "order"
    PHONE = "phone"
    REFUND = "refund"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Policy:
    """A brand's settings for the guards, from `[guards]` in desk.toml.

    Attributes:
        allowed: The brand's own public contact points, never reported: a phone number ("+1 800 221 1212"),
            an e-mail address ("help@acme.com"), or a domain, which covers every address at it ("acme.com").
        regions: Two-letter countries whose phone numbers are known without their country code.
        order_patterns: Regular expressions of the brand's order, booking and ticket numbers, matched without
            regard to case. They come on top of numbers that follow words such as "order no" or "PNR".
        off: Kinds this brand does not mind in public. A payment card cannot be switched off.
        masks_count: Report a publisher's own masks (`__email__`, `__phone__`) too; for measuring only.
    """

    allowed: tuple[str, ...] = ()
    regions: tuple[str, ...] = ("US", "GB", "TH", "IR", "CN", "RU", "DE", "ES", "FR", "PT", "BR", "MX", "IN")
    order_patterns: tuple[str, ...] = ()
    off: frozenset[Kind] = frozenset()
    masks_count: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What a detector saw, by position in the plain text it was given."""

    kind: Kind
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """Private data in a text.

    Attributes:
        start: Index of its first character in the original text.
        end: Index after its last character in the original text.
        text_masked: What may be shown of it, such as `•••• 4242`.
        sure: A checksum, a published format or plain words say so; otherwise it only looks that way.
    """

    kind: Kind
    start: int
    end: int
    text_masked: str
    sure: bool
