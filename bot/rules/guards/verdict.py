"""What the reply dialog says about private data, and whether a manager may send it all the same."""

from dataclasses import dataclass

from bot.rules.guards import find
from bot.rules.guards.policy import Finding, Kind, Policy
from storage.words import Audience

NAMES = {
    Kind.CARD: "a payment card number",
    Kind.IBAN: "a bank account number (IBAN)",
    Kind.ID: "an identity number",
    Kind.EMAIL: "an e-mail address",
    Kind.PHONE: "a phone number",
    Kind.ACCOUNT: "an account number",
    Kind.ORDER: "an order, booking or ticket number",
    Kind.REFUND: "a refund or compensation amount",
    Kind.ADDRESS: "a street address",
}
PUBLIC_REFUSED = (
    "This reply is public, and it shows {what}. Send it as a private message instead, and post a line such as "
    "“{line}” here. A manager may override this with a reason."
)
PUBLIC_CARD = (
    "This reply is public, and it shows {what}. A payment card number can never go out, not even with a manager’s "
    "approval. Take it out; the rest can go as a private message, with a line such as “{line}” here."
)
PRIVATE_CARD = (
    "This message shows {what}. A full card number can never go out, not even in private: messages are stored and "
    "forwarded. Take it out, or keep its last four digits only."
)
PUBLIC_LINES = {
    "en": "We’ve sent you a message with the details.",
    "th": "เราส่งรายละเอียดให้คุณทางข้อความส่วนตัวแล้ว",
    "fa": "جزئیات را در پیام خصوصی برایتان فرستادیم.",
    "zh": "我们已通过私信将详情发送给您。",
    "ru": "Мы отправили вам подробности в личном сообщении.",
    "de": "Wir haben Ihnen die Einzelheiten in einer privaten Nachricht geschickt.",
    "es": "Te hemos enviado un mensaje privado con los detalles.",
    "fr": "Nous vous avons envoyé les détails par message privé.",
    "pt": "Enviamos os detalhes para você por mensagem privada.",
}


@dataclass(frozen=True, slots=True)
class GuardVerdict:
    """What the guards say about one reply.

    Attributes:
        findings: All that was found, in the order of the text, refused or not.
        refused: The reply may not be queued as it is.
        overridable: A manager may send it all the same, with a reason on the record. Never with a payment card.
        sentence: What the dialog says; empty where nothing is refused.
        suggested_public_line: What to post in public once the private message has arrived, in the customer's
            language; empty where nothing is to be moved.
    """

    findings: tuple[Finding, ...]
    refused: bool
    overridable: bool
    sentence: str
    suggested_public_line: str


def verdict(text: str, audience: Audience, policy: Policy, language: str = "en") -> GuardVerdict:
    """Judge a reply. `language` is the customer's ISO 639-1 code; English where we have no line in it."""
    findings = find(text, policy)
    has_card = any(finding.kind is Kind.CARD for finding in findings)
    if audience is Audience.PRIVATE:
        said = PRIVATE_CARD.format(what=_listed((Kind.CARD,))) if has_card else ""
        return GuardVerdict(
            findings, refused=has_card, overridable=False, sentence=said, suggested_public_line=""
        )
    if not findings:
        return GuardVerdict((), refused=False, overridable=False, sentence="", suggested_public_line="")
    line = PUBLIC_LINES.get(language, PUBLIC_LINES["en"])
    kinds = tuple(dict.fromkeys(finding.kind for finding in findings))
    said = (PUBLIC_CARD if has_card else PUBLIC_REFUSED).format(what=_listed(kinds), line=line)
    return GuardVerdict(
        findings, refused=True, overridable=not has_card, sentence=said, suggested_public_line=line
    )


def report(text: str, audience: Audience, policy: Policy) -> dict[str, object]:
    """One line of `mentiondesk guard`, ready for JSON; spans index into the text, the end not included."""
    judged = verdict(text, audience, policy)
    found = [{"kind": one.kind.value, "start": one.start, "end": one.end} for one in judged.findings]
    return {
        "found": found,
        "refused": judged.refused,
        "overridable": judged.overridable,
        "says": judged.sentence,
    }


def _listed(kinds: tuple[Kind, ...]) -> str:
    names = [NAMES[kind] for kind in kinds]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
