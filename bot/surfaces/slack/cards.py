"""CardView → the one Slack message that stands for a ticket.

From top to bottom: who and where, what they said, what the desk made of it, how it stands and what is due, the
reply, the buttons, what happened last. Pictures are links here and never image blocks: Slack refuses the whole message
when it cannot load an image (https://github.com/slackapi/python-slack-sdk/issues/1782), and an address chosen by
a stranger would then decide whether there is a card. What they show stands in the thread: see `bot.courier.lookups`.
"""

from __future__ import annotations

from bot.surfaces.slack.blocks import (
    MESSAGE_BYTES,
    NO_TEXT,
    Message,
    actions,
    context,
    fitting,
    json_bytes,
    line,
    quote,
    rich_text,
)
from bot.surfaces.slack.phrase import (
    SEPARATOR,
    Bit,
    Block,
    Countdown,
    Link,
    Person,
    Phrase,
    Strong,
    flat,
    joined,
)
from bot.surfaces.slack.text import one_line, passage, web_address
from bot.surfaces.view import (
    CardView,
    Customer,
    Deadline,
    LastAction,
    OutsideAnswer,
    Picture,
    ReplyLine,
    Tone,
)
from storage.words import Audience, ReplyStatus, TicketStatus, Urgency

PRIVATE_MESSAGE = "🔒 private message"
URGENCY = {Urgency.URGENT: "🚨 Urgent", Urgency.NORMAL: "🔹 Normal", Urgency.LOW: "🔽 Low"}
EDITED = "✏️ edited by its author"
DELETED = "🗑️ deleted by its author"
WHY = "Why: "
EARLIER = "🕘 "
PICTURES = "🖼️ "
ONLY_THERE = "↗️ "
STATUS = {
    TicketStatus.NEW: "🔵 New",
    TicketStatus.CLAIMED: "🟡 Claimed",
    TicketStatus.WAITING: "💬 Waiting for the customer",
    TicketStatus.RESOLVED: "✅ Resolved",
    TicketStatus.DISMISSED: "🚫 Dismissed",
}
HAS_IT = " has it"
SNOOZED = "💤 Snoozed until "
OPEN_UNTIL, SHUT = "🔒 Private answers are possible until ", "🔒 Private answers were possible until "
TONE = {Tone.CALM: "🟢 ", Tone.SOON: "🟠 ", Tone.OVER: "🔴 ", Tone.PAUSED: "⏸️ "}
DUE = {Tone.CALM: " due ", Tone.SOON: " due ", Tone.OVER: " was due "}
AUDIENCE = {Audience.PUBLIC: "🌐 Public reply", Audience.PRIVATE: "🔒 Private reply"}
REPLY = {
    ReplyStatus.DRAFT: "draft",
    ReplyStatus.IN_REVIEW: "waits for approval",
    ReplyStatus.CHANGES_REQUESTED: "changes requested",
    ReplyStatus.APPROVED: "approved",
    ReplyStatus.HOLDING: "goes out ",
    ReplyStatus.SENDING: "is being sent",
    ReplyStatus.SENT: "sent",
    ReplyStatus.FAILED: "not sent, the customer got nothing",
    ReplyStatus.UNKNOWN: "may or may not have gone out",
    ReplyStatus.WITHDRAWN: "withdrawn, the customer got nothing",
}
BY = " by {who}"
OUTSIDE = "↪️ Answered outside the desk"
SHOW_REPLY = "Show"
IN_A_MOMENT = "in a moment"
HELD = "held: the brake is on"
EDITED_BY = "changed and sent by "
TICKET = "Ticket "

_ROOM = (4_500, 1_500, 400)
"""Bytes for the quote: the first that leaves the whole card within what Slack takes."""
_SIGNS = 1_200
"""Signs of a quote: more would push the other cards out of sight. The whole post is on the network."""
_REPLY_BYTES = 1_500
_URL_BYTES = 600
_REASONS = 5
_PICTURES = 2
_STARS = 5
_MILLION, _MANY = 1_000_000, 10_000


def card_message(view: CardView) -> Message:
    """Draw a card: at most 12,000 bytes of blocks and 4,000 characters of text, whatever is in the view."""
    for room in _ROOM:
        blocks = _blocks(view, room)
        if json_bytes(blocks) <= MESSAGE_BYTES:
            break
    return Message(_summary(view), tuple(blocks))


def _blocks(view: CardView, room: int) -> list[Block]:
    said = passage(view.text, room, _SIGNS) or NO_TEXT
    return [
        rich_text("mention", line(_head(view)), quote([said])),
        context("facts", "\n".join(flat(phrase) for phrase in _facts(view) if phrase)),
        rich_text("status", line(joined([_status(view), _deadline(view.deadline), _closing(view)], "\n"))),
        *_outside_blocks(view.outside, min(room, _REPLY_BYTES)),
        *_reply_blocks(view.reply, min(room, _REPLY_BYTES)),
        *actions("actions", view.buttons, view.more, view.ticket_id),
        context("last", flat(joined([[f"{TICKET}{view.ticket_id}"], _last(view.last_action)]))),
    ]


def _summary(view: CardView) -> str:
    said = f": “{one_line(view.text, 900) or NO_TEXT}”"
    status = joined([_status(view), _deadline(view.deadline), _closing(view)])
    phrases = [
        [*_head(view), said],
        status,
        _outside(view.outside),
        _reply(view.reply),
        *_facts(view),
        _last(view.last_action),
    ]
    return fitting([flat(phrase) for phrase in phrases if phrase])


def _head(view: CardView) -> Phrase:
    return joined(
        [
            who(view.customer),
            [one_line(view.network, 100)],
            [followers(view.customer.followers)] if view.customer.followers is not None else [],
            [_rating(view.rating)] if view.rating is not None else [],
            [PRIVATE_MESSAGE] if view.private else [],
        ]
    )


def who(customer: Customer) -> Phrase:
    """The customer's name and handle, the handle alone where there is no name or no other one."""
    name, handle = one_line(customer.name, 200), one_line(customer.handle.removeprefix("@"), 200)
    if not name or name == handle:
        return [Strong(f"@{handle or '?'}")]
    return [Strong(name), f"  @{handle}"] if handle else [Strong(name)]


def followers(count: int) -> str:
    """How many people read this customer: "1,204 followers", "12.3k followers", "1.2M followers"."""
    if count >= _MILLION:
        return f"{count / _MILLION:,.1f}M followers"
    if count >= _MANY:
        return f"{count / 1_000:.1f}k followers"
    return f"{count:,} follower{'' if count == 1 else 's'}"


def _rating(rating: int) -> str:
    stars = max(0, min(rating, _STARS))
    return f"{'★' * stars}{'☆' * (_STARS - stars)} {rating} of {_STARS}"


def _facts(view: CardView) -> list[Phrase]:
    return [
        joined(
            [
                [URGENCY[view.urgency]],
                [one_line(view.intent, 60).capitalize()] if view.intent else [],
                [one_line(view.language, 60)] if view.language else [],
                [view.said_at],
                [f"{view.mention_count:,} posts so far"] if view.mention_count > 1 else [],
                [EDITED] if view.edited else [],
                [DELETED] if view.deleted else [],
            ]
        ),
        [WHY, _some(view.why)] if view.why else [],
        [EARLIER, one_line(view.earlier, 300)] if view.earlier else [],
        [PICTURES, *_pictures(view.pictures)] if view.pictures else [],
        [ONLY_THERE, one_line(view.only_there, 300)] if view.only_there else [],
    ]


def _some(reasons: tuple[str, ...]) -> str:
    shown = [one_line(reason, 90) for reason in reasons[:_REASONS]]
    rest = len(reasons) - len(shown)
    return "; ".join(shown) + (f"; and {rest:,} more" if rest else "")


def _pictures(pictures: tuple[Picture, ...]) -> Phrase:
    links = [(web_address(one.url, _URL_BYTES), one_line(one.alt, 150)) for one in pictures[:_PICTURES]]
    shown: list[Phrase] = [
        [Link(url, f"Picture {at}"), f": {alt}" if alt else ""]
        for at, (url, alt) in enumerate(links, 1)
        if url
    ]
    rest = len(pictures) - len(shown)
    if rest:
        shown.append([f"{rest:,} more" if shown else f"{rest:,} picture{'' if rest == 1 else 's'}"])
    return joined(shown)


def _status(view: CardView) -> Phrase:
    return joined([_standing(view), [SNOOZED, view.snoozed_until] if view.snoozed_until else []])


def _standing(view: CardView) -> Phrase:
    if view.status is TicketStatus.DISMISSED and view.dismiss_reason:
        return [Strong(STATUS[view.status]), f": {one_line(view.dismiss_reason, 200)}"]
    if view.status is TicketStatus.CLAIMED and view.assignee:
        return ["🟡 ", Person(view.assignee), Strong(HAS_IT)]
    if view.status is TicketStatus.WAITING and view.assignee:
        return [Strong(STATUS[view.status]), SEPARATOR, Person(view.assignee), HAS_IT]
    return [Strong(STATUS[view.status])]


def _deadline(deadline: Deadline | None) -> Phrase:
    return deadline_phrase(deadline) if deadline else []


def _closing(view: CardView) -> Phrase:
    """The network's own closing time for private answers."""
    if view.private_until is None:
        return []
    if view.private_shut:
        return [SHUT, view.private_until]
    return [OPEN_UNTIL, view.private_until, " (", Countdown(view.private_until), ")"]


def deadline_phrase(deadline: Deadline) -> Phrase:
    """🟠 First response due today at 14:30 · due soon. A paused one names no moment: it moves."""
    name, word = TONE[deadline.tone] + one_line(deadline.name, 100), one_line(deadline.word, 60)
    if deadline.tone is Tone.PAUSED:
        return [name, SEPARATOR, Strong(word)]
    stands = word if deadline.tone is Tone.CALM else Strong(word)
    return [
        name,
        DUE[deadline.tone],
        deadline.due_at,
        SEPARATOR,
        stands,
        " (",
        Countdown(deadline.due_at),
        ")",
    ]


def _outside_blocks(answer: OutsideAnswer | None, room: int) -> list[Block]:
    if answer is None:
        return []
    text = passage(answer.text, room, _SIGNS)
    return [rich_text("outside", line(_outside(answer)), *([quote([text])] if text else []))]


def _outside(answer: OutsideAnswer | None) -> Phrase:
    if answer is None:
        return []
    url = web_address(answer.url, _URL_BYTES)
    account = one_line(answer.account.removeprefix("@"), 100)
    return joined([[Strong(OUTSIDE), f" by @{account} ", answer.at], [Link(url, SHOW_REPLY)] if url else []])


def _reply_blocks(reply: ReplyLine | None, room: int) -> list[Block]:
    if reply is None:
        return []
    text = passage(reply.text, room, _SIGNS)
    return [rich_text("reply", line(_reply(reply)), *([quote([text])] if text else []))]


def as_account(account: str) -> str:
    """The account a reply is sent from; nothing where the source has none of its own."""
    return f" as @{one_line(account.removeprefix('@'), 100)}" if account else ""


def _reply(reply: ReplyLine | None) -> Phrase:
    if reply is None:
        return []
    url = web_address(reply.url, _URL_BYTES)
    return joined(
        [
            [Strong(AUDIENCE[reply.audience]), as_account(reply.account)],
            ["by ", Person(reply.author)] if reply.author else [],
            _fate(reply),
            [one_line(reply.problem, 400)] if reply.problem and not _sent_back(reply) else [],
            [EDITED_BY, Person(reply.editor)] if reply.editor else [],
            [Link(url, SHOW_REPLY)] if url else [],
        ]
    )


def _sent_back(reply: ReplyLine) -> bool:
    """Whether an approver said what to change."""
    return reply.status is ReplyStatus.CHANGES_REQUESTED and bool(reply.problem)


def _fate(reply: ReplyLine) -> list[Bit]:
    words = REPLY[reply.status]
    if reply.held:
        return [Strong(HELD)]
    if reply.waits_for:
        return [words, BY.format(who=one_line(reply.waits_for, 400))]
    if _sent_back(reply):
        return [words, ": ", one_line(reply.problem or "", 400)]
    if reply.status is ReplyStatus.HOLDING:
        return [words, reply.hold_until or IN_A_MOMENT]
    return [words, " ", reply.at] if reply.status is ReplyStatus.SENT and reply.at else [words]


def _last(action: LastAction | None) -> Phrase:
    if action is None:
        return []
    person: Phrase = [Person(action.who), " "] if action.who else []
    return [*person, one_line(action.words, 120), SEPARATOR, action.at]
