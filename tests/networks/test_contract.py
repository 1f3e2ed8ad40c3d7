"""The promises of `bot.networks.port`, asked of every network over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from bot.networks import NETWORKS
from bot.networks.port import Network, NetworkError, Never, TryLater, Unsure
from storage.words import Audience
from tests.networks.cases import CASES
from tests.networks.contract import NOW, Case, Post, able, drain
from tests.networks.servers import Lost, Outside, Undone, answer, unreachable_url

READERS = [case for case in CASES if case.reads_at]
WRITERS = [case for case in CASES if case.writes_at]
LOSSES = [*Lost, answer({"error": "ours"}, status=500), answer(b"down", status=503)]
STRANGE_BODIES = [
    b"<html>hello</html>",
    b"",
    b"[",
    b"null",
    b"[]",
    b'{"surprise": 1}',
    b'"text"',
    b"[1, null]",
]


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    return request.param()


@pytest.fixture
def network(case: Case, outside: Outside) -> Iterator[Network]:
    case.teach(outside)
    network = case.build(outside.url)
    yield network
    network.close()


def of(cases: list[type[Case]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, indirect=True, ids=lambda case: case.name)


def spoil_read(case: Case, outside: Outside, how: object) -> None:
    method, path = case.reads_at
    outside.spoil(method, path, how, times=9)


def spoil_write(case: Case, outside: Outside, how: object) -> None:
    method, path = case.writes_at
    outside.spoil(method, path, how)


# --- what stands in the table ------------------------------------------------------------------------------------


def test_every_network_has_a_case() -> None:
    assert {case.name for case in CASES} == set(NETWORKS)


@of(CASES)
def test_a_network_names_itself(case: Case, network: Network) -> None:
    assert network.kind == case.name
    assert network.label in {network.title, network.name}  # a webhook goes by the name of its tool
    assert network.polls == (case.reads_at is not None)


@of(CASES)
def test_secrets_are_never_printed(case: Case, network: Network) -> None:
    printed = f"{network!r} {network.settings!r} {network.settings} {vars(network)}"
    assert not [secret for secret in case.secrets if secret in printed]


# --- reading -----------------------------------------------------------------------------------------------------


@of(READERS)
def test_a_source_without_news_is_an_empty_page(network: Network) -> None:
    items, cursor = drain(network)
    assert items == []
    assert drain(network, cursor)[0] == []


@of(READERS)
def test_a_post_becomes_one_mention_with_an_aware_time(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    case.say(Post(1, "Where is my parcel?"))
    (mention,), _ = drain(network, cursor)
    assert mention.text == "Where is my parcel?"
    assert mention.created_at == Post(1).created_at
    assert mention.created_at.utcoffset() is not None
    assert isinstance(mention.id, str) and mention.id
    assert isinstance(mention.author.id, str) and mention.author.id
    assert not mention.private and not mention.ours


@of(READERS)
def test_the_same_post_read_twice_has_the_same_id(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    case.say(Post(1))
    case.say(Post(2))
    first, second = drain(network, cursor)[0], drain(network, cursor)[0]
    assert [mention.id for mention in first] == [mention.id for mention in second]
    assert len({mention.id for mention in first}) == 2


@of(READERS)
def test_many_pages_are_read_to_the_end(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    for number in range(1, 251):
        case.say(Post(number, f"post {number}"))
    items, _ = drain(network, cursor)
    assert {mention.text for mention in items} == {f"post {number}" for number in range(1, 251)}


@of(READERS)
def test_the_cursor_never_goes_back(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    for number in range(1, 6):
        case.say(Post(number, f"post {number}"))
        items, cursor = drain(network, cursor)
        assert [mention.text for mention in items if mention.text == f"post {number}"] == [f"post {number}"]
        again, cursor = drain(network, cursor)
        assert {mention.id for mention in again} <= {mention.id for mention in items}


@of(READERS)
def test_a_post_written_while_we_page_is_not_lost(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    for number in range(1, 151):
        case.say(Post(number, f"post {number}"))
    page = network.fetch(cursor, NOW)
    case.say(Post(151, "post 151"))
    rest, _ = drain(network, page.cursor if page.cursor is not None else cursor)
    assert {m.text for m in (*page.items, *rest)} == {f"post {number}" for number in range(1, 152)}


@of(READERS)
def test_the_brand_s_own_posts_are_marked(case: Case, network: Network) -> None:
    if not case.reads_own_posts:
        return
    _, cursor = drain(network)
    case.say(Post(1, "We are on it.", by_us=True))
    (mention,), _ = drain(network, cursor)
    assert mention.ours


@of(READERS)
def test_a_private_message_is_private_and_knows_its_conversation(case: Case, network: Network) -> None:
    if not case.reads_private:
        return
    _, cursor = drain(network)
    case.say(Post(1, "My number is secret", private=True))
    mention = next(m for m in drain(network, cursor)[0] if m.text == "My number is secret")
    assert mention.private and mention.thread


@of(READERS)
def test_what_a_mention_needs_later_survives_a_round_trip_through_json(case: Case, network: Network) -> None:
    _, cursor = drain(network)
    case.say(Post(1))
    (mention,), _ = drain(network, cursor)
    assert json.loads(json.dumps(mention.facts)) == mention.facts


@of(READERS)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_a_read_whose_answer_is_lost_is_unsure_and_the_next_one_is_whole(
    loss: Lost, case: Case, network: Network, outside: Outside
) -> None:
    _, cursor = drain(network)
    case.say(Post(1))
    method, path = case.reads_at
    outside.spoil(method, path, loss)
    with pytest.raises(Unsure):
        network.fetch(cursor, NOW)
    assert len(drain(network, cursor)[0]) == 1


@of(READERS)
def test_a_dead_login_is_never_and_says_so(case: Case, network: Network, outside: Outside) -> None:
    spoil_read(case, outside, answer({"error": "The access token is invalid"}, status=401))
    with pytest.raises(Never) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.login


@of(READERS)
@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_source_that_is_gone_is_never(status: int, case: Case, network: Network, outside: Outside) -> None:
    spoil_read(case, outside, answer({"error": "no"}, status=status))
    with pytest.raises(Never) as refusal:
        network.fetch(None, NOW)
    assert not refusal.value.login


@of(READERS)
def test_too_many_reads_are_tried_later_and_not_before_they_may(
    case: Case, network: Network, outside: Outside
) -> None:
    spoil_read(case, outside, answer({"error": "slow down"}, status=429, headers={"Retry-After": "77"}))
    with pytest.raises(TryLater) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.wait is not None and refusal.value.wait.total_seconds() == 77


@of(READERS)
def test_a_source_that_cannot_be_reached_is_tried_later(case: Case) -> None:
    network = case.build(unreachable_url())
    with pytest.raises(TryLater):
        network.fetch(None, NOW)
    network.close()


@of(READERS)
@pytest.mark.parametrize("body", STRANGE_BODIES, ids=str)
def test_an_answer_in_another_shape_is_a_network_error_or_nothing_new(
    body: bytes, case: Case, network: Network, outside: Outside
) -> None:
    spoil_read(case, outside, answer(body))
    try:
        assert network.fetch(None, NOW).items == ()
    except NetworkError as error:
        assert str(error)


@of(CASES)
def test_a_source_in_order_has_nothing_to_complain_about(case: Case, network: Network) -> None:
    assert network.check(NOW) == []


@of([case for case in READERS if case.checks])
def test_what_is_missing_is_said_without_a_secret(case: Case, network: Network, outside: Outside) -> None:
    spoil_read(case, outside, answer({"error": "The access token is invalid"}, status=401))
    complaints = network.check(NOW)
    assert complaints
    assert all(network.name in complaint for complaint in complaints)
    assert not [secret for secret in case.secrets if secret in " ".join(complaints)]


# --- what can be answered ----------------------------------------------------------------------------------------


@of(CASES)
@pytest.mark.parametrize("private", [False, True])
def test_each_audience_has_one_verdict_and_a_reason_where_it_is_no(
    private: bool, case: Case, network: Network, outside: Outside
) -> None:
    verdicts = network.capabilities(case.parent(private=private), NOW)
    assert sorted(can.audience for can in verdicts) == [Audience.PRIVATE, Audience.PUBLIC]
    assert all(can.reason.endswith(".") for can in verdicts if not can.allowed)
    assert all(can.limit and can.unit for can in verdicts if can.allowed)
    assert outside.asked() == 0


@of(CASES)
def test_what_was_written_in_private_cannot_be_answered_in_public(case: Case, network: Network) -> None:
    assert not able(network, case.parent(private=True), Audience.PUBLIC).allowed


@of(CASES)
@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("audience", list(Audience))
def test_an_impossible_audience_is_refused_before_any_request(
    private: bool, audience: Audience, case: Case, network: Network, outside: Outside
) -> None:
    parent = case.parent(private=private)
    if able(network, parent, audience).allowed:
        return
    reply = case.reply(audience=audience)
    with pytest.raises(Never):
        network.reply(type(reply)(**(vars(reply) | {"parent": parent})), NOW)
    assert outside.asked() == 0


# --- answering ---------------------------------------------------------------------------------------------------


def possible_replies(case: Case, network: Network, text: str = "On its way.") -> Iterator[object]:
    for number, audience in enumerate(Audience):
        reply = case.reply(text, audience, key=f"key-{number}")
        if able(network, reply.parent, audience).allowed:
            yield reply


@of(WRITERS)
def test_a_reply_goes_out_once_and_the_network_s_own_id_comes_back(case: Case, network: Network) -> None:
    for count, reply in enumerate(possible_replies(case, network), start=1):
        sent = network.reply(reply, NOW)
        assert isinstance(sent.id, str) and sent.id
        assert case.holds("On its way.") == count


@of(WRITERS)
def test_a_text_at_the_limit_passes_and_one_more_is_refused_before_any_request(
    case: Case, network: Network, outside: Outside
) -> None:
    for reply in possible_replies(case, network):
        can = able(network, reply.parent, reply.audience)
        over = case.reply("x" * (can.limit + 1), reply.audience)
        assert network.length("x" * can.limit, reply.audience) == can.limit
        assert network.length(over.text, reply.audience) == can.limit + 1
        with pytest.raises(Never):
            network.reply(over, NOW)
    assert outside.asked("POST", "PUT") == 0


@of(WRITERS)
def test_an_empty_text_is_refused_before_any_request(case: Case, network: Network, outside: Outside) -> None:
    with pytest.raises(Never):
        network.reply(case.reply(" \n "), NOW)
    assert outside.asked() == 0


@of(WRITERS)
@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 नमस्ते مرحبا", 'a & b <c> "d"', "first\nsecond", "\u200bzero"], ids=ascii
)
def test_a_text_arrives_as_it_was_written(text: str, case: Case, network: Network) -> None:
    network.reply(case.reply(text), NOW)
    assert case.holds(text) == 1


@of(WRITERS)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_a_reply_whose_answer_is_lost_is_unsure(
    loss: Lost, case: Case, network: Network, outside: Outside
) -> None:
    spoil_write(case, outside, loss)
    with pytest.raises(Unsure):
        network.reply(case.reply(), NOW)


@of(WRITERS)
@pytest.mark.parametrize("loss", list(Lost), ids=str)
def test_a_reply_that_went_out_is_found_although_its_answer_was_lost(
    loss: Lost, case: Case, network: Network, outside: Outside
) -> None:
    for reply in possible_replies(case, network):
        spoil_write(case, outside, loss)
        with pytest.raises(Unsure):
            network.reply(reply, NOW)
        found = network.find_sent(reply, NOW, NOW)
        assert found is not None and found.id


@of(WRITERS)
@pytest.mark.parametrize("loss", list(Lost), ids=str)
def test_a_reply_that_never_went_out_is_not_found(
    loss: Lost, case: Case, network: Network, outside: Outside
) -> None:
    for reply in possible_replies(case, network):
        spoil_write(case, outside, Undone(loss))
        with pytest.raises(Unsure):
            network.reply(reply, NOW)
        assert network.find_sent(reply, NOW, NOW) is None


@of(WRITERS)
def test_a_repeat_is_harmless_where_the_network_says_so(
    case: Case, network: Network, outside: Outside
) -> None:
    harmless = [r for r in possible_replies(case, network) if network.repeat_is_harmless(r.audience)]
    for count, reply in enumerate(harmless, start=1):
        spoil_write(case, outside, Lost.DROPPED)
        with pytest.raises(Unsure):
            network.reply(reply, NOW)
        assert network.reply(reply, NOW).id == network.reply(reply, NOW).id
        assert case.holds("On its way.") == count


@of(WRITERS)
@pytest.mark.parametrize(("status", "login"), [(401, True), (403, False), (404, False), (422, False)])
def test_a_refused_reply_is_never(
    status: int, login: bool, case: Case, network: Network, outside: Outside
) -> None:
    for _ in range(3):  # a network may sign in again and ask once more
        spoil_write(case, outside, answer({"error": "No such post"}, status=status))
    with pytest.raises(Never) as refusal:
        network.reply(case.reply(), NOW)
    assert refusal.value.login == login
    assert case.holds("On its way.") == 0


@of(WRITERS)
def test_too_many_replies_are_tried_later_and_not_before_they_may(
    case: Case, network: Network, outside: Outside
) -> None:
    spoil_write(case, outside, answer({"error": "slow"}, status=429, headers={"Retry-After": "5"}))
    with pytest.raises(TryLater) as refusal:
        network.reply(case.reply(), NOW)
    assert refusal.value.wait is not None and refusal.value.wait.total_seconds() == 5


@of(WRITERS)
@pytest.mark.parametrize("body", STRANGE_BODIES, ids=str)
def test_a_success_in_another_shape_is_unsure(
    body: bytes, case: Case, network: Network, outside: Outside
) -> None:
    spoil_write(case, outside, answer(body))
    with pytest.raises(Unsure):
        network.reply(case.reply(), NOW)


@of(WRITERS)
def test_a_network_that_cannot_be_reached_has_sent_nothing(case: Case) -> None:
    network = case.build(unreachable_url())
    with pytest.raises(TryLater):
        network.reply(case.reply(), NOW)
    network.close()


@of(WRITERS)
def test_no_error_tells_a_secret(case: Case, network: Network, outside: Outside) -> None:
    problems: list[Callable[[], object]] = [
        lambda: spoil_write(case, outside, answer({"error": "no"}, status=401)),
        lambda: spoil_write(case, outside, Lost.DROPPED),
        lambda: spoil_write(case, outside, answer(b"oops")),
    ]
    for spoil in problems:
        spoil()
        try:
            network.reply(case.reply(), NOW)
        except NetworkError as error:
            assert not [
                secret for secret in case.secrets if secret in f"{error} {error!r} {error.__cause__!r}"
            ]
