"""What the desk remembers. One class per table; every time is aware and stored in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import JSON, Column, Enum, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.words import (
    ApprovalEnd,
    Audience,
    OutboxKind,
    OutboxState,
    PauseKind,
    PostingKind,
    Priority,
    ReplyStatus,
    SurveyKind,
    TicketStatus,
    Verb,
)

WHERE = "where"
"""What an index carries in its `info` where it holds some rows only."""


def _json() -> Any:
    """A JSON column that may not be NULL."""
    return Column(JSON, nullable=False)


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of some rows only.

    `storage.migrations.env` tells the migrations so: to tell SQLAlchemy here would load the code of every database.
    """
    return Index(name, *columns, info={WHERE: where})


def _word(words: type[StrEnum]) -> Any:
    """A closed vocabulary, stored as its plain word."""
    return Enum(
        words, native_enum=False, length=32, values_callable=lambda all_words: [w.value for w in all_words]
    )


class Row(SQLModel):
    """What every row is. Rows are never validated: what comes from outside was checked before it gets here."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]  # SQLModel has a name of its own for it


class Source(Row, table=True):
    """Where one configured network has been read up to, and how it is doing.

    Before `next_read_at` only the `reader` reads it, which is one copy of the desk; nobody, where there is no reader:
    the network asked for quiet.
    """

    __tablename__ = "source"

    name: str = Field(primary_key=True)
    cursor: str | None = None
    read_at: datetime | None = None
    heard_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    problem: str | None = None
    told_at: datetime | None = None
    quiet_told_at: datetime | None = None
    reader: str | None = None
    next_read_at: datetime | None = None


class Login(Row, table=True):
    """The login of one source where the network changes it time and again. Secrets: never exported, never logged.

    `credential` is a digest of the settings it was made with: with others, it is no longer the one to use.
    """

    __tablename__ = "login"

    source: str = Field(primary_key=True)
    credential: str
    access: str
    refresh: str = ""
    subject: str = ""
    expires_at: datetime | None = None


class SourceHour(Row, table=True):
    """How many mentions a source brought in one hour: from these its rhythm is learned."""

    __tablename__ = "source_hour"

    source: str = Field(primary_key=True)
    hour: datetime = Field(primary_key=True)
    mentions: int = 0


class Mention(Row, table=True):
    """One public post, comment, review or private message by a person outside.

    `external_id` is the network's own. `conversation` is the thread it belongs to, as far as the desk knows;
    see `bot.rules.conversations`. The text is kept as it came, without the characters no text may hold.
    """

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        # the conversation first: before PostgreSQL has counted a table's rows, it would read a whole source by this index
        Index("ix_mention_conversation", "conversation", "source"),
        Index("ix_mention_ticket", "ticket_id", "created_at"),
        Index("ix_mention_received", "received_at", "ticket_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    ticket_id: int = Field(foreign_key="ticket.id")
    conversation: str
    in_reply_to: str | None = None
    private: bool = False
    author_id: str
    author_handle: str
    author_name: str = ""
    followers: int | None = None
    text: str
    language: str = "und"
    url: str | None = None
    media: list[dict[str, str]] = Field(default_factory=list, sa_column=_json())
    facts: dict[str, str] = Field(default_factory=dict, sa_column=_json())
    rating: int | None = None
    created_at: datetime
    received_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


class BrandPost(Row, table=True):
    """What one of the brand's own accounts wrote, seen on the network: a link in a conversation, never a ticket.

    `ticket_id` is set where it answered that ticket without the desk.
    """

    __tablename__ = "brand_post"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_brand_post_conversation", "source", "conversation"),
        Index("ix_brand_post_reply", "source", "in_reply_to"),
        Index("ix_brand_post_ticket", "ticket_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    conversation: str
    in_reply_to: str | None = None
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    author_handle: str
    text: str
    url: str | None = None
    created_at: datetime
    received_at: datetime


class TicketRow(Row):
    """What a ticket's row holds, apart from any store.

    Intake makes a hundred at a time, and a `Ticket`, which watches its columns for changes, takes ten times as long.

    `version` counts every change people should know of, so that a stale dialog can be refused.
    `next_at` is when the next rung of a nag ladder comes; None while no clock runs. `due_at` is the end of the
    window that runs out first, `soon_at` from when on the card calls it "due soon".
    `our_turn_at` is since when the customer waits for us; None once they are answered. `progress_at` is when the owner last did something.
    `promised_at` and `follow_up_at` are set while a promise to come back is open, the `approval_` columns and
    `approvers` while a reply waits for approval.
    `merged_into` is set when a late parent showed that two tickets were one.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: str
    conversation: str
    private: bool = False
    author_id: str
    author_handle: str
    author_name: str = ""
    followers: int | None = None
    status: TicketStatus = Field(default=TicketStatus.NEW, sa_type=_word(TicketStatus))
    version: int = 1
    assignee: str | None = None
    claimed_at: datetime | None = None
    language: str = "und"
    intent: str = "other"
    urgency: str = "normal"
    anger: int = 0
    needs_reply: bool = True
    sensitive: list[str] = Field(default_factory=list, sa_column=_json())
    why: list[str] = Field(default_factory=list, sa_column=_json())
    mention_count: int = 1
    opened_at: datetime
    received_at: datetime
    last_mention_at: datetime
    first_response_at: datetime | None = None
    last_response_at: datetime | None = None
    resolved_at: datetime | None = None
    dismiss_reason: str | None = None
    snoozed_until: datetime | None = None
    snooze_reason: str | None = None
    due_name: str | None = None
    due_at: datetime | None = None
    soon_at: datetime | None = None
    next_at: datetime | None = None
    our_turn_at: datetime | None = None
    progress_at: datetime | None = None
    claim_warned_at: datetime | None = None
    claim_extended: bool = False
    promised_at: datetime | None = None
    follow_up_at: datetime | None = None
    approval_asked_at: datetime | None = None
    approvers: list[str] = Field(default_factory=list, sa_column=_json())
    deputies: list[str] = Field(default_factory=list, sa_column=_json())
    acknowledged_at: datetime | None = None
    channel: str | None = None
    card_ts: str | None = None
    card_hash: str | None = None
    merged_into: int | None = None
    changed_at: datetime


class Ticket(TicketRow, table=True):
    """One customer's open matter on one network: what is claimed."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("source", "author_id", "conversation"),
        Index("ix_ticket_conversation", "source", "conversation"),
        # the queues and loads of App Home are counted and ordered from this index alone, however long they are
        Index("ix_ticket_queue", "status", "assignee", "merged_into", "snoozed_until", "due_at", "language"),
        _partial("ix_ticket_due", "due_at", where="due_at IS NOT NULL"),
        _partial("ix_ticket_approval", "approval_asked_at", where="approval_asked_at IS NOT NULL"),
        Index("ix_ticket_author", "source", "author_id", "opened_at"),
        _partial("ix_ticket_next", "next_at", where="next_at IS NOT NULL"),
        _partial("ix_ticket_snoozed", "snoozed_until", where="snoozed_until IS NOT NULL"),
        Index("ix_ticket_card", "channel", "card_ts"),
        # and so are today's figures
        Index("ix_ticket_opened", "opened_at", "merged_into", "first_response_at", "resolved_at"),
    )


class Reply(Row, table=True):
    """One answer to one mention. `key` is its identity on the network and never changes.

    `editor` is the approver who changed the text and so sends it, `original` what the author wrote before that.
    `follows` is the private message whose arrival a public line waits for.
    `version` is what a dialog saw; `attempt_at` is written before the call is made. `automatic` marks the
    desk's own acknowledgements: they answer nothing and stop no clock.
    """

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_reply_ticket", "ticket_id", "status"),
        Index("ix_reply_remote", "source", "remote_id"),
        Index("ix_reply_status", "status", "changed_at"),
        Index("ix_reply_sent", "sent_at"),
        Index("ix_reply_follows", "follows"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    mention_id: int = Field(foreign_key="mention.id")
    source: str
    key: str
    author: str
    text: str
    audience: Audience = Field(sa_type=_word(Audience))
    account: str
    status: ReplyStatus = Field(default=ReplyStatus.DRAFT, sa_type=_word(ReplyStatus))
    version: int = 1
    fingerprint: str | None = None
    saved_reply_id: int | None = None
    automatic: bool = False
    editor: str | None = None
    original: str | None = None
    follows: int | None = Field(default=None, foreign_key="reply.id")
    hold_until: datetime | None = None
    attempts: int = 0
    attempt_at: datetime | None = None
    sent_at: datetime | None = None
    remote_id: str | None = None
    remote_url: str | None = None
    problem: str | None = None
    created_at: datetime
    changed_at: datetime


class Approval(Row, table=True):
    """A reply that waits, or waited, for approval: its steps in order, why, and who has given theirs.

    `steps` are {"name", "all_of"}; `given` are {"step", "person", "fingerprint", "at"} and count only while the
    fingerprint is still the reply's. `assignee` is whose claim it was asked under. `asked` is whom it was shown to.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_reply", "reply_id"),
        Index("ix_approval_ticket", "ticket_id", "ended_at"),
        Index("ix_approval_asked", "asked_at", "ended_at", "ticket_id"),
        _partial("ix_approval_open", "due_at", where="ended_at IS NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    reply_id: int = Field(foreign_key="reply.id")
    assignee: str | None = None
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_column=_json())
    why: list[str] = Field(default_factory=list, sa_column=_json())
    given: list[dict[str, str]] = Field(default_factory=list, sa_column=_json())
    editors: list[str] = Field(default_factory=list, sa_column=_json())
    asked: list[str] = Field(default_factory=list, sa_column=_json())
    asked_at: datetime
    due_at: datetime
    deputies_called: bool = False
    ended_at: datetime | None = None
    end: ApprovalEnd | None = Field(default=None, sa_type=_word(ApprovalEnd))
    ended_by: str | None = None
    end_reason: str = ""


class Brake(Row, table=True):
    """An order to let nothing out: from one source, from one account, or (neither named) from the whole desk."""

    __tablename__ = "brake"
    __table_args__ = (_partial("ix_brake_on", "since", where="released_at IS NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str | None = None
    account: str | None = None
    reason: str
    by: str
    since: datetime
    released_at: datetime | None = None
    released_by: str | None = None


class Pause(Row, table=True):
    """A stretch in which the clocks of a ticket stood still, or those of all tickets of a source. Never deleted."""

    __tablename__ = "pause"
    __table_args__ = (
        Index("ix_pause_ticket", "ticket_id", "started_at"),
        _partial("ix_pause_source", "source", "started_at", where="source IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    source: str | None = None
    kind: PauseKind = Field(sa_type=_word(PauseKind))
    started_at: datetime
    ended_at: datetime | None = None


class Posting(Row, table=True):
    """A message of the desk that is edited in place: a reminder, a list of them, a handover.

    What it shows is read when it leaves; `shown` is a short name for that, so that an edit that would change
    nothing is left out. `addressee` is a person's id or "channel"; `thread` puts it in the ticket's thread.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_addressee", "addressee", "created_at"),
        Index("ix_posting_kind", "kind", "ticket_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: PostingKind = Field(sa_type=_word(PostingKind))
    addressee: str
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    thread: bool = False
    items: list[int] = Field(default_factory=list, sa_column=_json())
    channel: str | None = None
    ts: str | None = None
    shown: str | None = None
    created_at: datetime


class Nag(Row, table=True):
    """One rung of a window's ladder that fired. The constraint is the last word on "once" (P6).

    `round` tells apart the windows of one name a ticket has one after the other. `due_at` is the rung's own instant.
    """

    __tablename__ = "nag"
    __table_args__ = (
        UniqueConstraint("ticket_id", "window", "round", "rung", "addressee"),
        Index("ix_nag_posting", "posting_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    posting_id: int | None = Field(default=None, foreign_key="posting.id")
    window: str
    round: str = ""
    rung: int
    addressee: str
    due_at: datetime
    fired_at: datetime
    ended_at: datetime | None = None


class SavedReply(Row, table=True):
    """A text to start from. `{name}` and `{handle}` stand for the customer, `{sign_off}` for the agent."""

    __tablename__ = "saved_reply"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    text: str
    language: str = "und"
    used: int = 0
    retired_at: datetime | None = None


class Survey(Row, table=True):
    """One question to a customer after their ticket was resolved. It left as the automatic reply `reply_id`.

    `mention_id` is what they wrote next: with a `score` it was the answer, without one it was something else. What
    they added to the score stands in that mention and nowhere else.
    """

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("reply_id"),
        Index("ix_survey_ticket", "ticket_id", "asked_at"),
        Index("ix_survey_answered", "answered_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: SurveyKind = Field(sa_type=_word(SurveyKind))
    ticket_id: int = Field(foreign_key="ticket.id")
    reply_id: int = Field(foreign_key="reply.id")
    asked_at: datetime
    answered_at: datetime | None = None
    mention_id: int | None = Field(default=None, foreign_key="mention.id")
    score: int | None = None


class OutboxRow(Row):
    """What a row of the outbox holds, apart from any store: what a courier takes with it.

    Rows of one `lane` leave in order. `destination` is "slack" or a source: one courier each. A row is leased
    until `leased_until`; `tried_at` is written before the call, so that a lost answer can be looked for.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: OutboxKind = Field(sa_type=_word(OutboxKind))
    destination: str = "slack"
    lane: str
    priority: int = Priority.NORMAL
    ticket_id: int | None = None
    reply_id: int | None = None
    person: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    state: OutboxState = Field(default=OutboxState.QUEUED, sa_type=_word(OutboxState))
    not_before: datetime
    leased_until: datetime | None = None
    leased_by: str | None = None
    tried_at: datetime | None = None
    attempts: int = 0
    problem: str | None = None
    remote_ts: str | None = None
    created_at: datetime
    done_at: datetime | None = None


class Outbox(OutboxRow, table=True):
    """Everything the outside hears, written in the transaction that decided it."""

    __tablename__ = "outbox"
    __table_args__ = (
        _partial("ix_outbox_open", "destination", "priority", "id", where="state IN ('queued', 'trying')"),
        Index("ix_outbox_ticket", "ticket_id", "kind"),
        _partial("ix_outbox_lane", "lane", "id", where="state IN ('queued', 'trying')"),
    )


class RecordEntry(Row, table=True):
    """One line of the record: append-only, each hashed together with the one before. See `storage.record`."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_ticket", "ticket_id", "seq"),
        Index("ix_record_at", "at"),
        Index("ix_record_verb", "verb", "at", "ticket_id"),
    )

    seq: int = Field(primary_key=True)
    at: datetime
    actor: str
    verb: Verb = Field(sa_type=_word(Verb))
    ticket_id: int | None = None
    reply_id: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    previous: str
    hash: str


class Note(Row, table=True):
    """What someone of the team typed in a card's thread, or noted by the button. Never leaves the team (P3)."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("channel", "ts"), Index("ix_note_ticket", "ticket_id", "created_at"))

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    author: str
    text: str
    channel: str | None = None
    ts: str | None = None
    created_at: datetime


class PersonRow(Row):
    """What a member's row holds, apart from any store: all that is needed to know who knocks.

    `steps` are the approvals they may give, `deputy_for` those they give when the approvers cannot.
    """

    id: str = Field(primary_key=True)
    name: str
    real_name: str = ""
    email: str = ""
    zone: str = "UTC"
    guest: bool = False
    bot: bool = False
    gone: bool = False
    roles: list[str] = Field(default_factory=list, sa_column=_json())
    team: str = ""
    steps: list[str] = Field(default_factory=list, sa_column=_json())
    deputy_for: list[str] = Field(default_factory=list, sa_column=_json())
    trainee: bool = False
    away: bool = False
    sign_off: str = ""
    home_seen_at: datetime | None = None
    refreshed_at: datetime


class Person(PersonRow, table=True):
    """A member of the Slack workspace, as Slack last described them, with their roles at the desk."""

    __tablename__ = "person"


class Setting(Row, table=True):
    """Small facts that outlive a restart: the channel's id, when figures were last posted."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str
