"""Everything a card, a dialog or a note may show: frozen values without a platform's words.

The desk fills them, a surface draws them. Strings here are plain text, foreign text included; a surface
escapes all of it. People of the team are named by their id where they should be shown as a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.rules.difference import Piece
from storage.words import Audience, ReplyStatus, TicketStatus, Urgency


@dataclass(frozen=True)
class Button:
    """One thing a person can press. `id` is the name of its function in `handlers`."""

    id: str
    label: str
    style: str = ""
    """"primary", "danger" or ""."""
    confirm: str = ""
    """A question to ask before it counts; "" asks nothing."""
    link: str = ""
    """An address it opens instead; "" for a button that acts."""


class Buttons:
    """The table of buttons: every button of every card, dialog and note."""

    CLAIM = Button("claim", "Claim", style="primary")
    REPLY = Button("reply", "Reply", style="primary")
    RESOLVE = Button("resolve", "Resolve")
    DISMISS = Button("dismiss", "Dismiss")
    REOPEN = Button("reopen", "Reopen")
    RELEASE = Button("release", "Release")
    HAND_OVER = Button("hand_over", "Hand over")
    NOTE = Button("note", "Add a note")
    SNOOZE = Button("snooze", "Snooze")
    WAKE = Button("wake", "Wake now")
    HISTORY = Button("history", "History")
    OPEN = Button("open", "Open on the network")
    UNDO = Button("undo", "Undo", style="danger")
    SEEN_IT = Button("seen_it", "I can see it")
    SEND_AGAIN = Button(
        "send_again",
        "Send again",
        confirm="Send it again? If the first one did arrive, the customer reads it twice.",
    )
    LEAVE_IT = Button("leave_it", "Leave it")
    TRY_AGAIN = Button("try_again", "Try again")
    NEED_HELP = Button("need_help", "I need help")
    EXTEND = Button("extend", "I need more time")
    ACCEPT = Button("accept", "I take it", style="primary")
    FOLLOW_UP = Button("follow_up", "Set a reminder", style="primary")
    SHOW = Button("show", "Show what is covered")
    APPROVE = Button("approve", "Approve", style="primary")
    EDIT_APPROVE = Button("edit_approve", "Edit and approve")
    SEND_BACK = Button("send_back", "Send back")
    TAKE_OVER = Button("take_over", "Take over")
    RELEASE_BRAKE = Button("release_brake", "Release the brake")


OPEN_CARD = Button(Buttons.OPEN.id, "Open")
"""The same button where it leads to the card, not to the network."""
BUTTONS_BY_ID: Mapping[str, Button] = {
    one.id: one for one in vars(Buttons).values() if isinstance(one, Button)
}
"""Every button by its id."""


class Tone(StrEnum):
    """How a deadline stands. Always shown as a word too, never by colour alone."""

    CALM = "calm"
    SOON = "soon"
    OVER = "over"
    PAUSED = "paused"


@dataclass(frozen=True)
class Deadline:
    """The next moment by which something must happen: "First response"."""

    name: str
    due_at: datetime
    tone: Tone
    word: str
    """"on time", "due soon", "overdue", "paused"."""


@dataclass(frozen=True)
class Customer:
    """The person outside."""

    name: str
    handle: str
    followers: int | None = None


@dataclass(frozen=True)
class Picture:
    """A picture beside a mention, with its description."""

    url: str
    alt: str


@dataclass(frozen=True)
class ReplyLine:
    """The latest reply of a ticket as its card tells of it."""

    status: ReplyStatus
    audience: Audience
    account: str
    text: str
    author: str
    url: str | None = None
    problem: str | None = None
    at: datetime | None = None
    hold_until: datetime | None = None
    held: bool = False
    """The brake is on: it does not go out at `hold_until`."""
    editor: str = ""
    """Whoever changed it while approving, and so sends it; "" where it is as its author wrote it."""
    waits_for: str = ""
    """Who may approve it now, by name: "Mia Chen or Tom Berg"; "" where it waits for nobody."""


@dataclass(frozen=True)
class OutsideAnswer:
    """What one of the brand's accounts answered on the network itself, without the desk."""

    account: str
    text: str
    at: datetime
    url: str | None = None


@dataclass(frozen=True)
class LastAction:
    """The last thing that happened: "claimed by", an id of the team ("" for the desk or the customer), when."""

    words: str
    who: str
    at: datetime


@dataclass(frozen=True)
class CardView:
    """The one message that stands for a ticket."""

    ticket_id: int
    network: str
    source: str
    customer: Customer
    text: str
    said_at: datetime
    status: TicketStatus
    urgency: Urgency
    intent: str
    language: str
    """In words: "Thai"; "" where the desk could not tell."""
    why: tuple[str, ...] = ()
    private: bool = False
    mention_count: int = 1
    url: str | None = None
    edited: bool = False
    deleted: bool = False
    rating: int | None = None
    pictures: tuple[Picture, ...] = ()
    earlier: str = ""
    """The customer's earlier matters in one line; "" where there are none."""
    assignee: str | None = None
    snoozed_until: datetime | None = None
    deadline: Deadline | None = None
    private_until: datetime | None = None
    """Until when the network itself takes private answers; None where it sets no end, or `deadline` names it."""
    private_shut: bool = False
    """That time is over."""
    reply: ReplyLine | None = None
    outside: OutsideAnswer | None = None
    last_action: LastAction | None = None
    dismiss_reason: str = ""
    only_there: str = ""
    """Why the customer can be answered on the network itself only; "" where an answer is possible from here."""
    buttons: tuple[Button, ...] = ()
    more: tuple[Button, ...] = ()


@dataclass(frozen=True)
class NoteView:
    """One short message of the desk to the team: in a card's thread, to one person, or in the channel."""

    text: str
    quote: str = ""
    ping: tuple[str, ...] = ()
    times: Mapping[str, datetime] = field(default_factory=dict)
    """Moments named in `text` as {name}, shown in each reader's own zone."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Ids of the team named in `text` as {name}, shown as persons."""
    ticket_id: int | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class ListLine:
    """One line of a list, with moments and people in its text as in a `NoteView`, and what can be done about it."""

    ticket_id: int
    text: str
    times: Mapping[str, datetime] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class ListView:
    """Several matters in one message: a digest of reminders, a handover."""

    title: str
    lines: tuple[ListLine, ...]
    people: Mapping[str, str] = field(default_factory=dict)
    """Ids of the team named in `title` as {name}."""


@dataclass(frozen=True)
class Exchange:
    """One post of a conversation. `by` is whoever of us wrote it and `audience` who read it; "" and None for the customer."""

    text: str
    by: str = ""
    audience: Audience | None = None


@dataclass(frozen=True)
class Matter:
    """An earlier matter of a customer's: when, their first words, and how it ended: "dismissed as spam"."""

    opened_at: datetime
    about: str
    ended: str


@dataclass(frozen=True)
class ApprovalView:
    """One request for approval, for those who are to give it: all they need to decide on the spot."""

    approval_id: int
    ticket_id: int
    author: str
    customer: Customer
    network: str
    said: str
    """The customer's words."""
    history: str
    """How much more was said before than `talk` and `matters` show, in one line; "" where that is all."""
    audience: Audience
    account: str
    text: str
    """The reply, letter by letter as the network will get it."""
    length: str
    """"87 of 300 graphemes"."""
    why: tuple[str, ...]
    steps: str
    """Who approves, in order, and who has: "lead ✓ (Mia Chen), then legal (Tom Berg or Ana Li)"."""
    due_at: datetime | None = None
    talk: tuple[Exchange, ...] = ()
    """What was said in this matter before, newest last."""
    matters: tuple[Matter, ...] = ()
    """The customer's earlier matters, newest first."""
    before: str = ""
    """The author's own text, where an approver has changed it since; "" else."""
    outcome: str = ""
    """How it ended; "" while it waits. Then there are no buttons."""
    outcome_by: str = ""
    outcome_why: str = ""
    """The reason that was given; "" where none was."""
    buttons: tuple[Button, ...] = ()


# Dialogs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    """A plain paragraph; `quiet` for small print."""

    text: str
    quiet: bool = False
    id: str = ""
    """Set where the paragraph is replaced while the dialog is open."""
    head: str = ""
    """A line above it in bold."""


@dataclass(frozen=True)
class Caution:
    """Something to mind before pressing the button."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What somebody wrote."""

    text: str
    by: str


@dataclass(frozen=True)
class Difference:
    """What changed between two texts, word by word."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class TextInput:
    """A box to write in. `live` tells the desk as the person types, so that a draft is kept."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    placeholder: str = ""
    multiline: bool = False
    optional: bool = False
    live: bool = False


@dataclass(frozen=True)
class Option:
    """One choice."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class Choice:
    """One of several. `radio` shows all at once; else a list to pick from. `live` tells the desk at once."""

    id: str
    label: str
    options: tuple[Option, ...]
    value: str | None = None
    radio: bool = False
    optional: bool = False
    live: bool = False
    hint: str = ""


@dataclass(frozen=True)
class PersonPick:
    """Somebody of the team."""

    id: str
    label: str


@dataclass(frozen=True)
class TimePick:
    """A moment."""

    id: str
    label: str
    value: datetime


Part = Paragraph | Caution | Quote | Difference | TextInput | Choice | PersonPick | TimePick


@dataclass(frozen=True)
class FormView:
    """A dialog. `id` is the name of its function in `handlers`; `facts` come back with what was typed.

    `submit` is the button's label; "" for a dialog that only shows something.
    Titles and labels hold at most 24 characters (the tightest surface).
    """

    id: str
    title: str
    submit: str
    parts: tuple[Part, ...]
    facts: Mapping[str, str | int] = field(default_factory=dict)
    close: str = "Cancel"


# App Home ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TicketLine:
    """A ticket in a list."""

    ticket_id: int
    network: str
    customer: Customer
    text: str
    status: TicketStatus
    urgency: Urgency
    assignee: str | None = None
    deadline: Deadline | None = None
    card: tuple[str, str] | None = None
    """Channel and ts of its card; None while it is not posted yet."""
    link: str = ""
    """The card's address, filled in when the list leaves."""


@dataclass(frozen=True)
class LoadLine:
    """How much somebody of the team has in hand."""

    person: str
    count: int
    due_at: datetime | None = None
    """Their next deadline."""


@dataclass(frozen=True)
class HomeView:
    """A person's own desk. `unknown` names people without a role: they see a sentence and nothing else."""

    person: str
    role: str
    mine: tuple[TicketLine, ...] = ()
    unclaimed: tuple[TicketLine, ...] = ()
    mine_count: int = 0
    unclaimed_count: int = 0
    next_up: tuple[TicketLine, ...] = ()
    """What runs out first, whoever has it."""
    banner: str = ""
    """The brake: who, why, since when; "" where none is on."""
    sentence: str = ""
    waiting: tuple[TicketLine, ...] = ()
    """Approvals asked of this person, and promises they have to keep."""
    waiting_count: int = 0
    figures: str = ""
    """Today's, in one line."""
    hours: str = ""
    away: bool = False
    load: tuple[LoadLine, ...] = ()
    """For leads: what everybody has in hand."""
    page: int = 0
    pages: int = 1
    filter: str = ""
    """Which of `filters` the queue is shown by."""
    filters: tuple[Option, ...] = ()
