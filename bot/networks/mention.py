"""One mention as JSON: what a webhook delivers, a file holds and the rehearsal's outside world serves.

    {"id": "1", "text": "Where is my parcel?", "created_at": "2026-11-22T08:00:00Z",
     "author": {"id": "7", "handle": "alice", "name": "Alice", "followers": 12},
     "url": "https://example.com/1", "in_reply_to": null, "thread": null, "private": false,
     "media": ["https://example.com/1.png", {"url": "https://example.com/2.png", "alt": "a torn box"}]}

Required are `id`, `text`, `created_at` (with a time zone), `author.id` and `author.handle`; null is the same
as absent for the others. Ids may be whole numbers and become text. Unknown keys are ignored, so that a tool
may send more than we read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, PlainValidator, ValidationError
from pydantic_core import ErrorDetails

from bot.networks.port import Author, Incoming, Media, Reply, Sent, SourceSettings, Unsure

LONGEST_ID = 512
"""Characters. Far beyond any network's, and short enough for every database index."""
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""The years in which time can be counted; the last is the first that is refused."""
MOST_FOLLOWERS = 2**31 - 1
"""What an INTEGER column holds everywhere; more is stored as this."""

SENTENCES = {"missing": "is missing", "model_type": "must be an object", "list_type": "must be a list"}


class Problem(Exception):
    """The first field that does not fit. `path` is like "0.author.id", "" for the whole; `message` is a sentence."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path or 'The body'} {message}.")
        self.path = path


def read_mention(value: object, path: str = "") -> Incoming:
    """One mention from decoded JSON; `path` is where it stands in the whole body ("0" in a list).

    Raises:
        Problem: the first field that does not fit.
    """
    try:
        return _Mention.model_validate(value).incoming()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(part for part in (path, *map(str, first["loc"])) if part)
        raise Problem(where, _sentence(first)) from error


def read_mentions(body: bytes) -> tuple[Incoming, ...]:
    """Every mention of one JSON body: one object, or a list of them.

    Raises:
        Problem: the first field that does not fit, or the body as a whole.
    """
    decoded = read_json(body)
    if isinstance(decoded, list):
        return tuple(read_mention(item, str(index)) for index, item in enumerate(decoded))
    return (read_mention(decoded),)


def read_json(body: bytes) -> Any:
    """The body decoded.

    Raises:
        Problem: it is not JSON in UTF-8.
    """
    try:
        return json.loads(body.decode())
    except UnicodeDecodeError as error:
        raise Problem("", "is not UTF-8") from error
    except RecursionError as error:
        raise Problem("", "is nested too deeply") from error
    except ValueError as error:
        raise Problem("", f"is not JSON ({error})") from error


def marked_ours(incoming: Incoming, settings: SourceSettings) -> Incoming:
    """The same mention, marked when one of the brand's own accounts wrote it."""
    return replace(incoming, ours=True) if is_ours(incoming.author, settings) else incoming


def is_ours(author: Author, settings: SourceSettings) -> bool:
    """Whether the author is `account` or one of `own_accounts`, by id or by handle without regard to case."""
    own = {name.removeprefix("@").casefold() for name in (settings.account, *settings.own_accounts) if name}
    return bool(own & {author.handle.casefold(), author.id.casefold()})


def reply_json(reply: Reply) -> dict[str, str | None]:
    """The words in which a reply is handed to an outside server of ours or of a webhook's operator."""
    return {
        "reply_id": reply.key,
        "audience": reply.audience.value,
        "text": reply.text,
        "in_reply_to": reply.parent.id,
        "thread": reply.parent.thread,
        "account": reply.account,
    }


def read_sent(value: object) -> Sent:
    """What the outside server says of a reply it has: `{"id": ..., "url": ...}`, the address being optional.

    Raises:
        Unsure: there is no id, so we cannot tell what the server did.
    """
    try:
        return _Sent.model_validate(value).sent()
    except ValidationError as error:
        raise Unsure("The answer to our reply names no id, so it may or may not have gone out.") from error


def whole_characters(text: str) -> str:
    """The text with every half of a broken surrogate pair replaced, so that it can be stored as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def parse_time(text: str) -> datetime:
    """An ISO 8601 time as UTC.

    Raises:
        ValueError: it is not one, carries no zone, or lies in a year that nobody can mean.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    if not is_likely(moment):
        raise ValueError("not a likely year")
    return moment.astimezone(UTC)


def is_likely(moment: datetime) -> bool:
    """Whether time can be counted from it; some tools write the year 1 where they know none."""
    return FIRST_YEAR <= moment.year < LAST_YEAR


class _Wrong(ValueError):
    """What one field must be; pydantic puts the path to it."""


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return SENTENCES.get(error["type"], error["msg"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong("must be text")
    return whole_characters(value)


def _label(value: object) -> str:
    return _text(value).replace("\0", "").strip()


def _id(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _Wrong("must be text or a whole number")
    text = str(value)
    if not text.strip() or len(text) > LONGEST_ID:
        raise _Wrong(f"must have 1 to {LONGEST_ID} characters")
    if "\0" in text or whole_characters(text) != text:
        raise _Wrong("holds a character that cannot be stored")
    return text


def _handle(value: object) -> str:
    handle = _id(value).strip().removeprefix("@")
    if not handle:
        raise _Wrong("must hold a name")
    return handle


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise _Wrong("must be a time as text, like 2026-11-22T08:00:00Z")
    try:
        return parse_time(value)
    except ValueError as error:
        raise _Wrong("must be a time with its zone, like 2026-11-22T08:00:00Z") from error


def _followers(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Wrong("must be a whole number, 0 or more")
    return min(value, MOST_FOLLOWERS)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("must be true or false")
    return value


def _address(value: object) -> str:
    text = _label(value)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise _Wrong("is not an address") from error
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise _Wrong("must be an address that starts with http:// or https://")
    return text


def _media_item(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


def _absent_when_empty(value: object) -> object:
    return None if value == "" else value


Id = Annotated[str, PlainValidator(_id)]
Label = Annotated[str, PlainValidator(_label)]
Address = Annotated[str, PlainValidator(_address)]


class _Author(BaseModel):
    id: Id
    handle: Annotated[str, PlainValidator(_handle)]
    name: Label | None = None
    followers: Annotated[int, PlainValidator(_followers)] | None = None

    def author(self) -> Author:
        return Author(self.id, self.handle, self.name or "", self.followers)


class _Media(BaseModel):
    url: Address
    alt: Label | None = None

    def media(self) -> Media:
        return Media(self.url, self.alt or "")


class _Mention(BaseModel):
    id: Id
    text: Annotated[str, PlainValidator(_text)]
    created_at: Annotated[datetime, PlainValidator(_moment)]
    author: _Author
    url: Annotated[Address | None, BeforeValidator(_absent_when_empty)] = None
    in_reply_to: Annotated[Id | None, BeforeValidator(_absent_when_empty)] = None
    thread: Annotated[Id | None, BeforeValidator(_absent_when_empty)] = None
    private: Annotated[bool, PlainValidator(_flag)] | None = None
    media: list[Annotated[_Media, BeforeValidator(_media_item)]] | None = None

    def incoming(self) -> Incoming:
        return Incoming(
            id=self.id,
            text=self.text,
            created_at=self.created_at,
            author=self.author.author(),
            url=self.url,
            in_reply_to=self.in_reply_to,
            thread=self.thread,
            private=self.private or False,
            media=tuple(item.media() for item in self.media or ()),
        )


class _Sent(BaseModel):
    id: Id
    url: Any = None

    def sent(self) -> Sent:
        return Sent(self.id, self.url if isinstance(self.url, str) and self.url else None)
