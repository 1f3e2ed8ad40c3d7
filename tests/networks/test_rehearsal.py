"""The demo's outside world: paging by sequence number, edits and deletions, replies known by their key."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.networks.port import Change, Never, Reply, Unsure
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.workspace import WorkspaceSettings, create_app
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, drain
from tests.networks.servers import Answer, Outside, Request, answer
from tests.parts import serve


class RehearsalCase(Case):
    name = "rehearsal"
    reads_at = ("GET", "/outside/mentions")
    writes_at = ("POST", "/outside/replies")

    def __init__(self) -> None:
        self.items: list[dict[str, object]] = []
        self.replies: dict[str, dict[str, str]] = {}

    def build(self, url: str) -> RehearsalNetwork:
        settings = RehearsalSettings(name="rehearsal", kind="rehearsal", url=url, account="acme")
        return RehearsalNetwork(settings, timeout=SHORT)

    def teach(self, outside: Outside) -> None:
        outside.on("GET", "/outside/mentions", self._mentions)
        outside.on("POST", "/outside/replies", self._reply)
        outside.on("GET", "/outside/replies", self._find)

    def say(self, post: Post, kind: str = "post") -> None:
        handle = "acme" if post.by_us else "alice"
        self.items.append(
            {
                "seq": len(self.items) + 1,
                "kind": kind,
                "id": f"m{post.number}",
                "text": post.text,
                "created_at": post.created_at.isoformat(),
                "author": {"id": f"u-{handle}", "handle": handle, "name": handle.title(), "followers": 12},
                "url": f"http://127.0.0.1/posts/{post.number}",
                "in_reply_to": None,
                "thread": "c1" if post.private else None,
                "private": post.private,
                "media": [{"url": "http://127.0.0.1/box.png", "alt": "a torn box"}],
            }
        )

    def sent_texts(self) -> list[str]:
        return [reply["text"] for reply in self.replies.values()]

    def _mentions(self, request: Request) -> Answer:
        after, limit = int(request.asks("after", "0")), int(request.asks("limit", "100"))
        new = [item for item in self.items if item["seq"] > after]
        page = new[:limit]
        cursor = page[-1]["seq"] if page else after
        return answer({"items": page, "cursor": cursor, "has_more": len(new) > limit})

    def _reply(self, request: Request) -> Answer:
        key = request.headers["idempotency-key"]
        if len(request.json["text"]) > 500:
            return answer({"error": "too long"}, status=422)
        status = 200 if key in self.replies else 201
        self.replies.setdefault(key, request.json)
        return answer({"id": f"r-{key}", "url": f"http://127.0.0.1/replies/{key}"}, status=status)

    def _find(self, request: Request) -> Answer:
        key = request.asks("key")
        return answer({"id": f"r-{key}", "url": None}) if key in self.replies else answer({}, status=404)


@pytest.fixture
def case() -> RehearsalCase:
    return RehearsalCase()


@pytest.fixture
def network(case: RehearsalCase) -> Iterator[RehearsalNetwork]:
    with Outside() as outside:
        case.teach(outside)
        yield case.build(outside.url)


def test_edits_and_deletions_are_told_from_posts(case: RehearsalCase, network: RehearsalNetwork) -> None:
    case.say(Post(1, "Where is my parcel?"))
    case.say(Post(1, "Where is my blue parcel?"), kind="edit")
    case.say(Post(1, ""), kind="delete")
    items, cursor = drain(network)
    assert [item.change for item in items] == [Change.POSTED, Change.EDITED, Change.DELETED]
    assert {item.id for item in items} == {"m1"}
    assert cursor == "3"


def test_the_whole_mention_arrives(case: RehearsalCase, network: RehearsalNetwork) -> None:
    case.say(Post(1))
    (mention,), _ = drain(network)
    assert (mention.author.id, mention.author.handle, mention.author.name) == ("u-alice", "alice", "Alice")
    assert mention.author.followers == 12
    assert mention.url == "http://127.0.0.1/posts/1"
    assert mention.media[0].alt == "a torn box"


def test_one_item_in_another_shape_spoils_the_page_and_nothing_of_it_is_taken(
    case: RehearsalCase, network: RehearsalNetwork
) -> None:
    case.say(Post(1))
    case.say(Post(2), kind="shout")
    with pytest.raises(Unsure):
        network.fetch(None, NOW)


def test_the_answer_to_a_moved_address_is_never() -> None:
    with Outside() as outside:
        outside.on("POST", "/outside/replies", lambda _: answer({}, status=308, headers={"Location": "/new"}))
        with pytest.raises(Never, match="moved"):
            RehearsalCase().build(outside.url).reply(RehearsalCase().reply(), NOW)


# --- the demo's real outside world -------------------------------------------------------------------------------


@pytest.fixture
def world() -> Iterator[str]:
    settings = WorkspaceSettings(
        app_url="http://127.0.0.1:9", signing_secret="s", bot_token="xoxb-demo", samples=False
    )
    with serve(create_app(settings)) as url:
        yield url


def acts(world: str, **act: object) -> None:
    httpx.post(f"{world}/outside/act", json=act).raise_for_status()


def test_the_outside_world_is_read_and_answered_as_this_connector_expects(world: str) -> None:
    network = RehearsalNetwork(
        RehearsalSettings(name="demo", kind="rehearsal", url=f"{world}/", account="acme")
    )
    assert network.check(NOW) == []
    acts(world, **{"as": "p-nora", "text": "Where is my parcel?"})
    acts(world, **{"as": "p-olga", "text": "my number is secret", "private": True})
    (public, private), cursor = drain(network)
    assert (public.text, public.private, private.private) == ("Where is my parcel?", False, True)
    assert private.thread
    for key, parent, audience in (
        ("k1", public, Audience.PUBLIC),
        ("k2", public, Audience.PRIVATE),
        ("k3", private, Audience.PRIVATE),
    ):
        reply = Reply(key, "On its way.", audience, "acme", parent, NOW)
        assert network.find_sent(reply, NOW, NOW) is None
        sent = network.reply(reply, NOW)
        assert network.reply(reply, NOW) == sent
        assert network.find_sent(reply, NOW, NOW) == sent
    acts(world, **{"as": "p-nora", "edit": public.id, "text": "Where is my blue parcel?"})
    acts(world, **{"as": "p-nora", "delete": public.id})
    items, cursor = drain(network, cursor)
    assert [item.change for item in items if not item.ours] == [Change.EDITED, Change.DELETED]
    assert drain(network, cursor)[0] == []
    network.close()
