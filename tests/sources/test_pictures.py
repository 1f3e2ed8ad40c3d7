"""Pictures of a post: fetched where that is safe, drawn small, shown in the card's thread, and gone with the post."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from bot.desk import lookups
from bot.networks.port import Change, Media
from bot.surfaces import thumbnails
from bot.surfaces.thumbnails import NotAPicture, thumbnail
from storage import outbox
from storage.tables import Mention
from tests.desk_in_town import Founder, Town
from tests.networks.servers import Answer, Outside, answer
from tests.sources.posts import SOURCE, arrive, post

ALT = "A kettle; its lid is broken"


def picture(kind: str = "PNG", size: tuple[int, int] = (1600, 900), **options: Any) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(content, kind, **options)
    return content.getvalue()


@pytest.fixture
def host() -> Iterator[Outside]:
    """A server of pictures, on loopback as everything here."""
    with Outside() as running:
        running.on("GET", "/kettle", lambda _: answer(picture()))
        yield running


@pytest.fixture
def shown(found: Founder, sqlite_url: str, host: Outside) -> Iterator[Town]:
    """A town whose desk may fetch pictures from that server."""
    with found(sqlite_url, picture_hosts=[httpx.URL(host.url).netloc.decode()]) as town:
        yield town


def arrives(town: Town, *media: Media) -> None:
    arrive(town, post(town, "1", media=media))
    town.settle()


def files(town: Town) -> list[dict[str, Any]]:
    """The files in the first card's thread."""
    ts = town.card()["ts"]
    thread = [message for message in town.messages() if message.get("thread_ts") == ts]
    return [file for message in thread for file in message.get("files", ())]


def bytes_of(town: Town, file: dict[str, Any]) -> bytes:
    return town.slack.state.file_bytes[file["id"]]


def test_a_picture_is_shown_small_in_the_thread_with_its_author_s_words(shown: Town, host: Outside) -> None:
    arrives(shown, Media(f"{host.url}/kettle", ALT))
    [file] = files(shown)
    assert (file["alt_txt"], file["title"]) == (ALT, ALT)
    with Image.open(BytesIO(bytes_of(shown, file))) as small:
        assert (small.format, small.size) == ("JPEG", (720, 405))
    assert f"{host.url}/kettle" in shown.card_says()


def test_a_picture_without_words_says_so_to_those_who_cannot_see_it(shown: Town, host: Outside) -> None:
    arrives(shown, Media(f"{host.url}/kettle"))
    [file] = files(shown)
    assert file["alt_txt"] == "Picture 1 of the post by @nora, who gave no description."


def test_what_is_private_in_the_words_is_covered(shown: Town, host: Outside) -> None:
    arrives(shown, Media(f"{host.url}/kettle", "My card 4111 1111 1111 1111"))
    assert "1111 1111" not in str(files(shown))


def test_several_pictures_come_in_one_message_and_one_that_fails_is_left_out(
    shown: Town, host: Outside
) -> None:
    arrives(shown, *(Media(f"{host.url}/{name}") for name in ("kettle", "gone", "kettle?2")))
    assert [file["title"] for file in files(shown)] == ["Picture 1", "Picture 3"]


def test_of_a_video_the_network_s_own_picture_is_shown(shown: Town, host: Outside) -> None:
    arrives(shown, Media(f"{host.url}/film.mp4", ALT, preview=f"{host.url}/kettle"))
    assert len(files(shown)) == 1
    assert [request.path for request in host.requests] == ["/kettle"]
    assert f"{host.url}/film.mp4" in shown.card_says()


def test_it_is_shown_once_however_often_the_post_is_seen(shown: Town, host: Outside) -> None:
    for _ in range(3):
        arrives(shown, Media(f"{host.url}/kettle"))
    assert len(files(shown)) == 1
    assert host.asked() == 1


@pytest.mark.parametrize(
    ("status", "shows"), [(429, True), (503, True), (404, False)], ids=["busy", "trouble", "gone"]
)
def test_a_server_in_trouble_is_asked_again_and_one_that_says_no_is_not(
    status: int, shows: bool, shown: Town, host: Outside
) -> None:
    host.spoil("GET", "/kettle", Answer(status))
    arrives(shown, Media(f"{host.url}/kettle"))
    assert bool(files(shown)) is shows
    assert host.asked() == 1 + shows


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/x.png",
        "http://10.0.0.1/x.png",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_a_picture_inside_a_private_network_is_not_fetched_and_the_card_is_there(
    url: str, shown: Town
) -> None:
    arrives(shown, Media(url, ALT))
    assert files(shown) == []
    assert "My parcel is late." in shown.card_says()


def test_a_private_network_is_reached_by_no_redirect(shown: Town, host: Outside) -> None:
    with Outside() as inside:
        inside.on("GET", "/secret", lambda _: answer(picture()))
        host.on("GET", "/away", lambda _: Answer(302, headers={"Location": f"{inside.url}/secret"}))
        arrives(shown, Media(f"{host.url}/away"))
        assert files(shown) == []
        assert inside.asked() == 0


def test_without_the_operator_s_word_loopback_is_not_fetched_either(small_town: Town, host: Outside) -> None:
    arrives(small_town, Media(f"{host.url}/kettle", ALT))
    assert host.asked() == 0
    assert host.url in small_town.card_says()


def test_more_than_ten_megabytes_are_not_taken(shown: Town, host: Outside) -> None:
    huge = picture() + b" " * 10 * 1024 * 1024
    host.on("GET", "/kettle", lambda _: answer(huge))
    arrives(shown, Media(f"{host.url}/kettle"))
    assert files(shown) == []


def test_it_goes_with_the_post_when_its_author_deletes_it(shown: Town, host: Outside) -> None:
    arrives(shown, Media(f"{host.url}/kettle", ALT))
    [file] = files(shown)
    arrive(shown, post(shown, "1", "", change=Change.DELETED))
    shown.settle()
    assert files(shown) == [{"id": file["id"], "mode": "tombstone"}]
    assert shown.slack.state.file_bytes == {}
    assert shown.row(Mention, 1).media == []


def test_a_post_deleted_before_its_pictures_were_fetched_shows_none(shown: Town, host: Outside) -> None:
    arrive(shown, post(shown, "1", media=(Media(f"{host.url}/kettle"),)))
    arrive(shown, post(shown, "1", "", change=Change.DELETED))
    shown.settle()
    assert host.asked() == 0


def test_a_post_deleted_while_its_picture_is_fetched_keeps_none(shown: Town, host: Outside) -> None:
    def slowly(_request: object) -> Answer:
        arrive(shown, post(shown, "1", "", change=Change.DELETED))
        return answer(picture())

    host.on("GET", "/kettle", slowly)
    arrives(shown, Media(f"{host.url}/kettle"))
    assert shown.slack.state.file_bytes == {}


def test_a_slow_server_keeps_no_card_waiting(shown: Town, host: Outside) -> None:
    seen: list[bool] = []

    def slowly(_request: object) -> Answer:
        seen.append(bool(shown.card()))
        return answer(picture())

    host.on("GET", "/kettle", slowly)
    arrives(shown, Media(f"{host.url}/kettle"))
    assert seen == [True]


def test_an_attempt_that_was_broken_off_is_not_made_twice(shown: Town, host: Outside) -> None:
    arrive(shown, post(shown, "1", media=(Media(f"{host.url}/kettle"),)))
    with shown.running.desk.db.unit() as unit:  # one that took it on and was killed
        assert outbox.lease(unit.session, lookups.destination(SOURCE), "somebody else", shown.clock())
    shown.clock.forward(minutes=2)
    shown.settle()
    assert files(shown) == []
    assert host.asked() == 0


# --- drawing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_usual_kind_is_drawn_and_a_small_one_keeps_its_size(kind: str) -> None:
    with Image.open(BytesIO(thumbnail(picture(kind, (40, 30))))) as small:
        assert (small.format, small.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        picture()[:-200],
        b"%!PS",
    ],
)
def test_what_is_no_picture_is_not_drawn(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        thumbnail(content)


def test_a_picture_that_unpacks_to_too_much_is_not_opened() -> None:
    side = int(thumbnails.MOST_DOTS**0.5) + 1
    with pytest.raises(NotAPicture):
        thumbnail(_bomb(side))


def _bomb(side: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""
    content = bytearray(picture("GIF", (1, 1)))
    content[6:10] = side.to_bytes(2, "little") * 2
    return bytes(content)


def test_where_a_picture_was_taken_is_not_passed_on() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    with Image.open(BytesIO(thumbnail(picture("JPEG", exif=exif)))) as small:
        assert dict(small.getexif()) == {}


def test_a_picture_taken_sideways_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(thumbnail(picture("JPEG", (300, 100), exif=exif)))) as small:
        assert small.size == (100, 300)


def test_what_is_see_through_stands_on_white() -> None:
    content = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(content, "PNG")
    with Image.open(BytesIO(thumbnail(content.getvalue()))) as small:
        assert small.getpixel((5, 5)) == (255, 255, 255)
