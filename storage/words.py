"""The closed vocabularies written to disk. They change only with a migration."""

from enum import IntEnum, StrEnum


class TicketStatus(StrEnum):
    """Where one customer's open matter stands. Snooze is not a status: it hides a ticket until a time."""

    NEW = "new"
    CLAIMED = "claimed"
    WAITING = "waiting"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class ReplyStatus(StrEnum):
    """Where one answer stands. `failed`: nothing went out. `unknown`: we cannot tell."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    HOLDING = "holding"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """Who will read a reply."""

    PUBLIC = "public"
    PRIVATE = "private"


class Intent(StrEnum):
    """What a mention wants, as the desk read it."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    SPAM = "spam"
    OTHER = "other"


class Urgency(StrEnum):
    """How soon a mention wants an answer."""

    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class Role(StrEnum):
    """What a person may do. Approvers and leads may do all that agents do."""

    AGENT = "agent"
    APPROVER = "approver"
    LEAD = "lead"


class DismissReason(StrEnum):
    """Why a ticket needs no answer."""

    SPAM = "spam"
    TROLL = "troll"
    NOT_FOR_US = "not_for_us"
    NO_REPLY_NEEDED = "no_reply_needed"


class OutboxKind(StrEnum):
    """What an outbox row asks the courier to do."""

    CARD = "card"
    THREAD = "thread"
    THREAD_EDIT = "thread_edit"
    WHISPER = "whisper"
    HOME = "home"
    DIRECT = "direct"
    CHANNEL = "channel"
    POSTING = "posting"
    REPLY = "reply"
    ANSWER = "answer"
    CONTEXT = "context"
    PICTURES = "pictures"
    PICTURES_GONE = "pictures_gone"
    WATCH = "watch"


class Priority(IntEnum):
    """Which outbox row leaves first."""

    QUICK = 0
    URGENT = 1
    NORMAL = 2


class OutboxState(StrEnum):
    """Where an outbox row stands. `trying`: a call was made and its answer is not in yet."""

    QUEUED = "queued"
    TRYING = "trying"
    DONE = "done"
    DROPPED = "dropped"


class PauseKind(StrEnum):
    """Why a window's clock stood still."""

    CUSTOMERS_TURN = "customers_turn"
    SNOOZED = "snoozed"
    NETWORK_DOWN = "network_down"


class PostingKind(StrEnum):
    """What a message that is edited in place shows."""

    NAG = "nag"
    LIST = "list"
    HANDOVER = "handover"
    APPROVAL = "approval"
    BRAKE = "brake"


class ApprovalEnd(StrEnum):
    """How a request for approval ended."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_OVER = "taken_over"
    VOIDED = "voided"


class SurveyKind(StrEnum):
    """What a customer is asked once their ticket is resolved."""

    SATISFACTION = "satisfaction"
    NPS = "nps"


class Verb(StrEnum):
    """What happened, in the record."""

    RECEIVED = "received"
    OPENED = "opened"
    JOINED = "joined"
    MERGED = "merged"
    EDITED = "edited"
    DELETED = "deleted"
    CLAIMED = "claimed"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    NOTED = "noted"
    SNOOZED = "snoozed"
    WOKE = "woke"
    DRAFTED = "drafted"
    QUEUED = "queued"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    ANSWERED_OUTSIDE = "answered_outside"
    SOURCE_DOWN = "source_down"
    SOURCE_UP = "source_up"
    SOURCE_QUIET = "source_quiet"
    SOURCE_HEARD = "source_heard"
    NAGGED = "nagged"
    HELP_ASKED = "help_asked"
    CLAIM_WARNED = "claim_warned"
    CLAIM_EXTENDED = "claim_extended"
    CLAIM_LAPSED = "claim_lapsed"
    PROMISED = "promised"
    PROMISE_KEPT = "promise_kept"
    ACKNOWLEDGED = "acknowledged"
    HANDOVER_OFFERED = "handover_offered"
    APPROVAL_ASKED = "approval_asked"
    APPROVED = "approved"
    EDITED_REPLY = "edited_reply"
    SENT_BACK = "sent_back"
    TAKEN_OVER = "taken_over"
    VOIDED = "voided"
    GUARD_OVERRIDDEN = "guard_overridden"
    SHOWN = "shown"
    BRAKED = "braked"
    BRAKE_RELEASED = "brake_released"
    WATCHED = "watched"
    FORGOTTEN = "forgotten"
    SURVEY_ASKED = "survey_asked"
    RATED = "rated"
    SAVED_REPLY_KEPT = "saved_reply_kept"
    SAVED_REPLY_RETIRED = "saved_reply_retired"
