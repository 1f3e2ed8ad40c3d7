"""The people of the machine, what they write, and how one answer goes its way from the dialog to the customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from bot.desk import settling
from bot.desk.directory import Member
from bot.desk.reply_form import MOVE, OVERRIDE, STAY
from bot.reply_policy import ApprovalSettings, RuleSettings, SendingSettings, StepSettings
from bot.settings import RoleSettings, Settings
from storage.words import Audience
from tests.faults.machine.moody import DONE, FATES, UNDONE, UNLISTED

ANA, BEN, MIRA, OMAR = "U0ANA", "U0BEN", "U0MIRA", "U0OMAR"
GIL, NORA, LEO, STRANGER = "U0GIL", "U0NORA", "U0LEO", "U0STRANGER"
AGENTS, APPROVERS, LEADS = (ANA, BEN), (MIRA, OMAR), (MIRA,)
TEAM = AGENTS + APPROVERS
OUTSIDERS = (GIL, NORA, LEO, STRANGER)
"""A guest, a colleague who is not of the team, one who has left, and somebody whom nobody knows."""
MEMBERS = [
    *(Member(one, one) for one in (*TEAM, NORA)),
    Member(GIL, "gil", guest=True),
    Member(LEO, "leo", gone=True),
]
HARMLESS = ("On its way.", "Sorry!")
SENSITIVE = ("Our lawyer will look at it.", "The board will look at it.")
PRIVATE = ("We charged 4242 4242 4242 4242.", "Write to nora@example.org.")
TEXTS = HARMLESS + SENSITIVE + PRIVATE
NEEDS = {"lawyer": frozenset({"approver"}), "board": frozenset({"approver", "directors"})}
START = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
POLICY = Settings(
    roles=RoleSettings(agents=(*AGENTS, GIL, LEO), approvers=APPROVERS, leads=LEADS),
    sending=SendingSettings(hold_seconds=15),
    approval=ApprovalSettings(
        rule=tuple(RuleSettings(name=word, steps=tuple(sorted(NEEDS[word])), patterns=(word,)) for word in NEEDS),
        step={"directors": StepSettings(approvers=APPROVERS)},
    ),
)  # fmt: skip
people = st.sampled_from((*TEAM, *TEAM, *OUTSIDERS))
team, texts, audiences = st.sampled_from(TEAM), st.sampled_from(TEXTS), st.sampled_from(Audience)
routes = st.sampled_from((STAY, MOVE, MOVE, OVERRIDE))


@dataclass(frozen=True)
class Way:
    """How one answer goes from the dialog to the customer, and what comes between."""

    who: str
    text: str
    audience: Audience
    route: str
    redrawn: bool
    presses: int
    before: str
    """What happens before it is approved; `after`: before it leaves."""
    after: str
    first: str
    """Who tries to approve it, or to change it, before the approvers do; `other` is what it is changed to."""
    other: str
    fate: str
    looks: int
    settled: Callable[..., Any]


SETTLING = (settling.seen_it, settling.send_again, settling.leave_it, settling.try_again)
NOTHING, WROTE, CHANGED, MOVED = "nothing", "wrote again", "changed the post", "claim moved"
CALLED_BACK, EDITED, NOTED, BRAKE = "called back", "edited", "a note", "brake"
BETWEEN = (NOTHING, WROTE, CHANGED, MOVED, CALLED_BACK, EDITED, NOTED, BRAKE)
ANYTHING: dict[str, st.SearchStrategy[Any]] = {
    "who": team,
    "text": texts,
    "audience": audiences,
    "route": routes,
    "redrawn": st.sampled_from((True, True, False)),
    "presses": st.sampled_from((1, 1, 2)),
    "before": st.sampled_from(BETWEEN),
    "after": st.sampled_from(BETWEEN),
    "first": people,
    "other": texts,
    "fate": st.sampled_from(FATES),
    "looks": st.sampled_from((1, 0, 2, 6)),
    "settled": st.sampled_from(SETTLING),
}
FOCUS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "whatever comes": {},
    "lost answers": {
        "text": st.sampled_from(HARMLESS),
        "before": st.just(NOTHING),
        "after": st.sampled_from((NOTHING, NOTED)),
    },
    "approvals": {
        "text": st.sampled_from(SENSITIVE),
        "redrawn": st.just(True),
        "before": st.sampled_from((NOTHING, MOVED, WROTE)),
        "after": st.sampled_from((WROTE, NOTHING, CHANGED)),
        "fate": st.just(DONE),
    },
    "edits": {
        "text": st.sampled_from(SENSITIVE),
        "redrawn": st.just(True),
        "before": st.just(EDITED),
        "after": st.just(NOTHING),
        "other": st.sampled_from((PRIVATE[0], SENSITIVE[1], SENSITIVE[0])),
        "fate": st.just(DONE),
    },
    "private, then public": {
        "text": st.just(PRIVATE[1]),
        "audience": st.just(Audience.PUBLIC),
        "route": st.just(MOVE),
        "redrawn": st.just(True),
        "before": st.just(NOTHING),
        "after": st.just(NOTHING),
        "fate": st.sampled_from((UNDONE, DONE, UNLISTED)),
    },
    "overrides": {
        "who": st.sampled_from((MIRA, ANA, OMAR, BEN)),
        "text": st.sampled_from(PRIVATE),
        "audience": st.just(Audience.PUBLIC),
        "route": st.just(OVERRIDE),
        "redrawn": st.just(True),
        "before": st.just(NOTHING),
        "after": st.just(NOTHING),
        "fate": st.just(DONE),
    },
}
"""What the answers of some lives are mostly about: chance alone seldom gets to where each promise is at risk."""
