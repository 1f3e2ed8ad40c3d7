"""The world outside: a small social network where customers write and @acme answers.

What happens there is an append-only list of items; each has a `seq`, and an edit or a deletion is a new item. The
first `seq` is the starting time in milliseconds, so a desk that remembers a cursor of an earlier run misses nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.workspace.errors import Json
from bot.workspace.samples import PERSONAS, SAMPLES, Persona, Sample, Script
from bot.workspace.settings import WorkspaceSettings

NETWORK = "Skyline"
ACCOUNT = "acme"
LONGEST_REPLY = 500
LARGEST_PAGE = 100


class RefusedError(Exception):
    """The network says no; the sentence is its reason."""


@dataclass
class Post:
    """One post or private message, a customer's (`persona`) or the brand's (`persona` None)."""

    id: str
    text: str
    created_at: datetime
    persona: Persona | None
    thread: str
    private: bool
    in_reply_to: str = ""
    account: str = ""
    media: list[Json] = field(default_factory=list)
    edited: bool = False
    deleted: bool = False


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Outside:
    """Posts, the items a desk reads, and the answers it has sent."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        self._now = settings.now
        self._real_now = settings.real_now
        started = settings.real_now()
        self._run = secrets.token_hex(3)
        self._seq = int(started.timestamp() * 1000)
        self.posts: dict[str, Post] = {}
        self.items: list[Json] = []
        self.answers: dict[str, Json] = {}
        self.script = Script(started, running=settings.samples)
        self._sample_ids: dict[int, str] = {}
        self.personas: dict[str, Persona] = {persona.id: persona for persona in PERSONAS}
        self.version = 0

    # -- the desk's side ------------------------------------------------------------------------------------

    def mentions(self, after: int, limit: int) -> Json:
        """The items after a cursor, oldest first."""
        self.tick()
        wanted = [item for item in self.items if item["seq"] > after]
        page = wanted[: min(max(limit, 1), LARGEST_PAGE)]
        cursor = page[-1]["seq"] if page else after
        return {"items": page, "cursor": cursor, "has_more": len(wanted) > len(page)}

    def reply(self, key: str, body: Json) -> tuple[Json, bool]:
        """Take an answer of the brand once per key; returns it and whether it is new. Raises `RefusedError`."""
        if key in self.answers:
            return self.answers[key], False
        text, audience = str(body.get("text") or ""), body.get("audience")
        if not text.strip():
            raise RefusedError("The text is empty.")
        if len(text) > LONGEST_REPLY:
            raise RefusedError(f"The text has {len(text)} characters; at most {LONGEST_REPLY} fit.")
        if audience not in ("public", "private"):
            raise RefusedError("audience must be public or private.")
        parent = self.posts.get(str(body.get("in_reply_to") or ""))
        if parent and parent.deleted:
            raise RefusedError("The post this answers has been deleted.")
        post = self._brand_post(text, body, parent, private=audience == "private")
        self.answers[key] = {"id": post.id, "url": _path(post)}
        return self.answers[key], True

    def _brand_post(self, text: str, body: Json, parent: Post | None, *, private: bool) -> Post:
        thread = str(body.get("thread") or (parent.thread if parent else ""))
        if private and parent and parent.persona and not parent.private:
            thread = _conversation(parent.persona)
        account = str(body.get("account") or ACCOUNT).lstrip("@")
        reply_to = str(body.get("in_reply_to") or "")
        return self._add(Post(self._new_id(), text, self._now(), None, thread, private, reply_to, account))

    def reception(self, post_id: str) -> Json:
        """How a post of the brand's fares. KeyError for one that never was."""
        post = self.posts[post_id]
        replies = sum(each.in_reply_to == post_id and not each.deleted for each in self.posts.values())
        return {"gone": post.deleted, "replies": replies}

    # -- the customers' side --------------------------------------------------------------------------------

    def write(self, persona_id: str, text: str, *, private: bool = False, in_reply_to: str = "") -> Post:
        """A customer writes: a public post, an answer to one, or a private message. LookupError for strangers."""
        persona = self._persona(persona_id)
        new_id = self._new_id()
        thread = new_id
        if private:
            thread = _conversation(persona)
        elif in_reply_to:
            parent = self.posts[in_reply_to]
            thread, private = parent.thread, parent.private
        return self._add(Post(new_id, text, self._now(), persona, thread, private, in_reply_to))

    def edit(self, persona_id: str, post_id: str, text: str) -> None:
        """A customer edits a post of theirs."""
        post = self._own(persona_id, post_id)
        post.text, post.edited = text, True
        self._tell("edit", post)

    def delete(self, persona_id: str, post_id: str) -> None:
        """A customer deletes a post of theirs."""
        post = self._own(persona_id, post_id)
        post.text, post.deleted = "", True
        self._tell("delete", post)

    def remove(self, post_id: str) -> None:
        """The network takes a post of the brand's away."""
        post = self.posts[post_id]
        if post.persona or post.deleted:
            raise LookupError(f"{post_id} is no post of the brand's")
        post.text, post.deleted = "", True
        self.version += 1

    def _persona(self, persona_id: str) -> Persona:
        return self.personas[persona_id]

    def _own(self, persona_id: str, post_id: str) -> Post:
        post = self.posts[post_id]
        if post.persona != self._persona(persona_id) or post.deleted:
            raise LookupError(f"{post_id} is not a post of {persona_id}")
        return post

    # -- what arrives by itself -----------------------------------------------------------------------------

    def tick(self) -> None:
        """Let the next sample arrive if its moment has come."""
        if sample := self.script.due(self._real_now()):
            self._arrive(sample)

    def next_sample(self) -> None:
        """Let the next sample arrive now."""
        if sample := self.script.take(self._real_now()):
            self._arrive(sample)

    def _arrive(self, sample: Sample) -> None:
        parent = self._sample_ids.get(sample.answers, "") if sample.answers is not None else ""
        if parent and self.posts[parent].deleted:
            parent = ""
        post = self.write(sample.persona, sample.text, private=sample.private, in_reply_to=parent)
        self._sample_ids[SAMPLES.index(sample)] = post.id
        if sample.picture:
            post.media.append({"url": "/static/sample.png", "alt": sample.picture})

    # -- bookkeeping ----------------------------------------------------------------------------------------

    def _new_id(self) -> str:
        return f"{self._run}-{len(self.posts) + 1}"

    def _add(self, post: Post) -> Post:
        self.posts[post.id] = post
        self.version += 1
        if post.persona:
            self._tell("post", post)
        return post

    def _tell(self, kind: str, post: Post) -> None:
        self._seq += 1
        self.version += 1
        self.items.append(self._item(kind, post))

    def _item(self, kind: str, post: Post) -> Json:
        author = post.persona
        assert author is not None
        return {
            "seq": self._seq,
            "kind": kind,
            "id": post.id,
            "text": post.text,
            "created_at": _iso(post.created_at if kind == "post" else self._now()),
            "author": {
                "id": author.id,
                "handle": author.handle,
                "name": author.name,
                "followers": author.followers,
            },
            "url": _path(post),
            "in_reply_to": post.in_reply_to or None,
            "thread": post.thread,
            "private": post.private,
            "media": post.media,
            "network": NETWORK,
        }

    def screen(self) -> Json:
        """Everything the customer pane shows."""
        self.tick()
        return {
            "network": NETWORK,
            "account": ACCOUNT,
            "longest": LONGEST_REPLY,
            "personas": [vars(persona) for persona in self.personas.values()],
            "posts": [self._shown(post) for post in self.posts.values()],
            "samples": {"paused": self.script.paused, "left": self.script.left},
        }

    def _shown(self, post: Post) -> Json:
        return {
            **{key: value for key, value in vars(post).items() if key != "persona"},
            "persona": post.persona.id if post.persona else None,
            "created_at": _iso(post.created_at),
        }


def _path(post: Post) -> str:
    return f"/outside/posts/{post.id}"


def absolute(value: Json, base_url: str) -> Json:
    """The same item or answer with whole addresses in place of paths."""
    media = [absolute(each, base_url) for each in value.get("media", [])]
    return {**value, "url": base_url + value["url"], **({"media": media} if "media" in value else {})}


def _conversation(persona: Persona) -> str:
    return f"conversation-{persona.id}"
