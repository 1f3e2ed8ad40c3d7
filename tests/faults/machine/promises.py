"""What is true of everything that customers read, whatever happened before: P3, P4, P5 and P7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.desk.context import CUSTOMER
from bot.desk.steps import fingerprint
from bot.rules.guards import Kind, Policy, find
from storage.tables import RecordEntry, Reply
from storage.words import Audience, ReplyStatus, Verb
from tests.faults.machine.moody import Post

NOTE = "she was rude on the phone"


@dataclass
class Pressed:
    """What people saw when they pressed the buttons that send. Each text is written once only."""

    named: dict[str, Audience] = field(default_factory=dict)
    """The audience that title and button named, by the text that stood there."""
    overridden: dict[str, str] = field(default_factory=dict)
    """Who said that a text may stand in public all the same."""
    times: Counter[str] = field(default_factory=Counter)
    """How often somebody pressed the button for a text, and something came of it."""

    def edited(self, before: str, after: str) -> None:
        """An approver changed a text: what was said of the old one is said of the new one."""
        self.named[after] = self.named[before]
        self.times[after] += 1
        if before in self.overridden:
            self.overridden[after] = self.overridden[before]


@dataclass(frozen=True)
class Witness:
    """All there is to judge by, after one step. `needs` are the approvals a text needs, by a word in it."""

    posts: Sequence[Post]
    pressed: Pressed
    replies: Mapping[str, Reply]
    entries: Sequence[RecordEntry]
    guards: Policy
    managers: frozenset[str]
    needs: Mapping[str, frozenset[str]]

    def judge(self) -> None:
        """Every post keeps every promise."""
        for post in self.posts:
            self._came_from_a_dialog(post)
            self._left_once(post)
            self._people_agreed(post)
            self._was_approved(post)
            self._keeps_private_what_is(post)

    def _about(self, post: Post) -> list[RecordEntry]:
        """What the record held about a reply at the moment it was posted."""
        number = self.replies[post.reply.key].id
        return [entry for entry in self.entries if entry.reply_id == number and entry.seq <= post.after]

    def _came_from_a_dialog(self, post: Post) -> None:
        said = post.reply
        assert NOTE not in said.text, "P3: a note reached the customer"
        assert said.text in self.pressed.named, f"P3: nobody pressed a button for “{said.text}”"
        named = self.pressed.named[said.text]
        assert said.audience is named, f"P3: the button had named {named}, and it left {said.audience}"

    def _left_once(self, post: Post) -> None:
        number = self.replies[post.reply.key].id
        about = [entry for entry in self.entries if entry.reply_id == number]
        asked = sum(entry.details.get("how") == "send again" for entry in about)
        times = sum(one.reply.text == post.reply.text for one in self.posts)
        pressed = max(self.pressed.times[post.reply.text], 1)
        assert times <= pressed + asked, "P4: it left twice, and nobody had asked for that"

    def _agreed_between(self, post: Post) -> range:
        """From the customer's last word to the start of the attempt: when it must have been agreed on."""
        begun = max(entry.seq for entry in self._about(post) if entry.verb == Verb.SENDING)
        heard = max(entry.seq for entry in self.entries if entry.actor == CUSTOMER and entry.seq < begun)
        return range(heard, begun)

    def _as_posted(self, post: Post) -> str:
        """The fingerprint of what left."""
        said, reply = post.reply, self.replies[post.reply.key]
        left = {"text": said.text, "audience": said.audience, "account": said.account}
        return fingerprint(Reply(**reply.model_dump() | left))

    def _people_agreed(self, post: Post) -> None:
        when, this = self._agreed_between(post), self._as_posted(post)
        queued = [entry for entry in self._about(post) if entry.verb == Verb.QUEUED and entry.seq in when]
        assert queued, "P5: the customer had written since anybody agreed on it"
        assert queued[-1].details["fingerprint"] == this, "P5: not what was agreed on"

    def _was_approved(self, post: Post) -> None:
        when, this, reply = self._agreed_between(post), self._as_posted(post), self.replies[post.reply.key]
        about = [entry for entry in self._about(post) if entry.seq in when]
        given = [e for e in about if e.verb == Verb.APPROVED and e.details["fingerprint"] == this]
        needed = frozenset[str]().union(
            *(steps for word, steps in self.needs.items() if word in post.reply.text)
        )
        missing = needed - {entry.details["step"] for entry in given}
        assert not missing, f"P5: it left without the approval of {sorted(missing)}"
        for editor in {entry.actor for entry in about if entry.verb == Verb.EDITED_REPLY}:
            assert sum(entry.actor == editor for entry in given) <= 1, "P5: an editor approved a second time"
        for entry in given:
            assert entry.actor in self.managers, f"P5: {entry.actor} may approve nothing"
            assert entry.actor != reply.author, "P5: approved by its author"

    def _keeps_private_what_is(self, post: Post) -> None:
        said, reply = post.reply, self.replies[post.reply.key]
        kinds = {finding.kind for finding in find(said.text, self.guards)}
        assert Kind.CARD not in kinds, "P7: a payment card went out"
        if said.audience is Audience.PUBLIC and kinds:
            by = self.pressed.overridden.get(said.text)
            assert by in self.managers, f"P7: private data went out in public; overridden by {by}"
        for message in self.replies.values():
            if message.id == reply.follows:
                arrived = message.status == ReplyStatus.SENT
                assert arrived, "P7: a public line points to a message that is not known to have arrived"
