"""Views that a real day brings, and views that a bad day brings."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.surfaces.view import (
    Button,
    Buttons,
    CardView,
    Customer,
    Deadline,
    LastAction,
    OutsideAnswer,
    Picture,
    ReplyLine,
    Tone,
)
from storage.words import Audience, Intent, ReplyStatus, TicketStatus, Urgency

NOW = datetime(2026, 5, 3, 14, 2, tzinfo=UTC)
ANA, BEN = "U0AGENT1", "U0AGENT2"
ALL_BUTTONS = tuple(button for button in vars(Buttons).values() if isinstance(button, Button))

NEW = CardView(
    ticket_id=12,
    network="Bluesky",
    source="bluesky",
    customer=Customer("Nora Lindqvist", "nora.example.org", 1204),
    text="My order never arrived and nobody answers my e-mails. @acme what is going on?",
    said_at=NOW,
    status=TicketStatus.NEW,
    urgency=Urgency.URGENT,
    intent=Intent.COMPLAINT,
    language="English",
    why=("asks where an order is", "says nobody answers"),
    earlier="2 earlier matters, the last one resolved on 12 April",
    deadline=Deadline("First response", NOW + timedelta(minutes=30), Tone.CALM, "on time"),
    buttons=(Buttons.CLAIM, Buttons.REPLY, Buttons.DISMISS),
    more=(Buttons.NOTE, Buttons.SNOOZE, Buttons.HISTORY),
)
THAI = CardView(
    ticket_id=13,
    network="X",
    source="x",
    customer=Customer("สมชาย ใจดี", "somchai", 87),
    text="สั่งของไปสองอาทิตย์แล้วยังไม่ได้เลยค่ะ ติดต่อใครได้บ้างคะ",
    said_at=NOW,
    status=TicketStatus.CLAIMED,
    urgency=Urgency.NORMAL,
    intent=Intent.QUESTION,
    language="Thai",
    mention_count=3,
    edited=True,
    assignee=BEN,
    deadline=Deadline("First response", NOW + timedelta(minutes=4), Tone.SOON, "due soon"),
    last_action=LastAction("claimed by", BEN, NOW),
    buttons=(Buttons.REPLY, Buttons.RESOLVE, Buttons.RELEASE),
    more=(Buttons.HAND_OVER, Buttons.NOTE, Buttons.SNOOZE, Buttons.HISTORY),
)
ARABIC = CardView(
    ticket_id=14,
    network="Instagram",
    source="meta",
    customer=Customer("ليلى حداد", "layla.h", 15_300),
    text="وصلتني العلبة مكسورة، كيف أطلب استبدالها؟\nرقم الطلب 4411",
    said_at=NOW,
    status=TicketStatus.WAITING,
    urgency=Urgency.NORMAL,
    intent=Intent.COMPLAINT,
    language="Arabic",
    private=True,
    pictures=(Picture("https://pictures.example.org/box.jpg", "علبة مكسورة"),),
    assignee=ANA,
    deadline=Deadline("Next response", NOW + timedelta(hours=3), Tone.PAUSED, "paused"),
    reply=ReplyLine(
        ReplyStatus.SENT,
        Audience.PRIVATE,
        "acme",
        "Thank you for the picture. A new one leaves today.",
        ANA,
        url="https://network.example.org/m/1",
        at=NOW,
    ),
    last_action=LastAction("answered by", ANA, NOW),
    buttons=(Buttons.REPLY, Buttons.RESOLVE),
    more=(Buttons.HAND_OVER, Buttons.HISTORY),
)
OVERDUE = CardView(
    ticket_id=15,
    network="App Store",
    source="appstore",
    customer=Customer("", "qwerty_01"),
    text="Crashes since the update!!! Give me my money back",
    said_at=NOW,
    status=TicketStatus.CLAIMED,
    urgency=Urgency.URGENT,
    intent=Intent.COMPLAINT,
    language="English",
    rating=1,
    assignee=ANA,
    deadline=Deadline("First response", NOW - timedelta(minutes=9), Tone.OVER, "overdue"),
    reply=ReplyLine(
        ReplyStatus.UNKNOWN,
        Audience.PUBLIC,
        "acme",
        "We are sorry. Version 4.2.1 repairs this and is out today.",
        ANA,
        problem="The network did not answer in time",
    ),
    last_action=LastAction("sent by", ANA, NOW),
    buttons=(Buttons.SEEN_IT, Buttons.SEND_AGAIN, Buttons.LEAVE_IT),
    more=(Buttons.HISTORY,),
)
DISMISSED = CardView(
    ticket_id=16,
    network="X",
    source="x",
    customer=Customer("Free deals", "deals4u", 12),
    text="CLICK HERE http://deals.example.org/win *now* <!channel>",
    said_at=NOW,
    status=TicketStatus.DISMISSED,
    urgency=Urgency.LOW,
    intent=Intent.SPAM,
    language="",
    deleted=True,
    dismiss_reason="spam",
    last_action=LastAction("dismissed by", ANA, NOW),
    buttons=(Buttons.REOPEN,),
)
DAY = (NEW, THAI, ARABIC, OVERDUE, DISMISSED)

NASTY = (
    "<!channel> <@U0AGENT1> <#C0CARE|x> <https://evil.example|https://bank.example>",
    "@here @channel @everyone :tada: *bold* _it_ ~no~ `code` ```block``` > quoted\n> again",
    "&amp;&lt;!here&gt; &&&& <<<< >>>> ||||",
    "\u202egnp.exe\u202c \u2066\u2067\u2068 left open",
    "Z" + "\u0351\u036b\u0353\u032a\u0342" * 200,
    "\u200b\u200d\ufeff" * 300 + "hidden",
    "\x00\x07\x1b[31m\r\n\x85\u2028next",
    "\ud800 lone \udfff",
    "\n" * 5_000 + "far below",
    "x" * 1_000_000,
    "👩\u200d" * 50_000,
    "ก็" * 50_000,
    "\u3164\u2800",
    "",
    "   \t  ",
)
words = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=400), st.text(alphabet="<>&*_~`@:!|\n", max_size=400)
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
urls = st.one_of(words, st.just("https://a.example/" + "&" * 3_000), st.just("https://a.example/x?a=1&b=<i>"))
people = st.one_of(st.just(ANA), words)
links = st.builds(Button, st.just("open"), words.filter(str.strip), link=urls)
buttons = st.lists(st.one_of(st.sampled_from(ALL_BUTTONS)), max_size=9, unique=True).map(tuple)
deadlines = st.builds(Deadline, words, moments, st.sampled_from(Tone), words)
replies = st.builds(
    ReplyLine,
    st.sampled_from(ReplyStatus),
    st.sampled_from(Audience),
    words,
    words,
    people,
    url=st.none() | urls,
    problem=st.none() | words,
    at=st.none() | moments,
    hold_until=st.none() | moments,
)
cards = st.builds(
    CardView,
    ticket_id=st.integers(1, 2**63),
    network=words,
    source=words,
    customer=st.builds(Customer, words, words, st.none() | st.integers(0, 10**12)),
    text=words,
    said_at=moments,
    status=st.sampled_from(TicketStatus),
    urgency=st.sampled_from(Urgency),
    intent=words,
    language=words,
    why=st.lists(words, max_size=8).map(lambda some: tuple(some * 12)),
    private=st.booleans(),
    mention_count=st.integers(0, 10**9),
    edited=st.booleans(),
    deleted=st.booleans(),
    rating=st.none() | st.integers(-5, 50),
    pictures=st.lists(st.builds(Picture, urls, words), max_size=6).map(lambda some: tuple(some * 9)),
    earlier=words,
    assignee=st.none() | people,
    snoozed_until=st.none() | moments,
    deadline=st.none() | deadlines,
    reply=st.none() | replies,
    outside=st.none() | st.builds(OutsideAnswer, words, words, moments, st.none() | urls),
    last_action=st.none() | st.builds(LastAction, words, people, moments),
    dismiss_reason=words,
    buttons=buttons,
    more=buttons,
)
