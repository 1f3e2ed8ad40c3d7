import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.slack.text import (
    clean,
    date_token,
    escape,
    escaped_length,
    one_line,
    passage,
    shorten,
    utc,
    web_address,
    wire_length,
)
from tests.cards.samples import NASTY

anything = st.one_of(
    st.text(max_size=500), st.sampled_from(NASTY), st.text(alphabet="@:*_~`<>&\n he.r", max_size=99)
)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066\u2067left open", "left open"),
        ("be\u200bfore\ufeff", "before"),
        ("nul\x00 bell\x07 esc\x1b[1m", "nul bell esc[1m"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("a" + "\n" * 50 + "b", "a\n\nb"),
        ("lone \ud800", "lone \ufffd"),
        ("hid\U000e0041\U000e0042den", "hidden"),
        ("\u3164\u2800", ""),
    ],
)
def test_what_hides_or_breaks_is_gone(written, seen):
    assert clean(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بكم، الطلب رقم 4411",
        "שלום עולם",
        "می‌خواهم",  # Persian needs its joiner
        "क्षत्रिय र्‍य",  # and so does Marathi
        "ก็ ที่ น้ำ ผู้",
        "ကြွားယျှို့",
        "Việt Nam e\u0302\u0301",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
        "ɐ̃ː ŋ͡m",
    ],
)
def test_honest_writing_in_any_script_is_left_alone(text):
    assert clean(text) == text


def test_a_pile_of_marks_becomes_a_small_one():
    zalgo = "Z" + "\u0351\u036b\u0353\u032a\u0342\u0343" * 60 + "A"
    assert len(clean(zalgo)) <= 5
    assert len(clean("ก" + "็" * 500)) == 2


@given(anything)
def test_nothing_invisible_but_joiners_survives(text):
    assert not regex.search(
        r"[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff--[\n\t]]", clean(text), regex.V1
    )
    assert not regex.search(r"\p{M}{8}", clean(text))


@given(anything)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U123> & <#C1|x>", "&lt;@U123&gt; &amp; &lt;#C1|x&gt;"),
        ("*bold* _it_ ~no~", "\u2217bold\u2217 \u02cdit\u02cd \u223cno\u223c"),
        ("`code`", "\u02cbcode\u02cb"),
        ("jo_smith 2*3", "jo_smith 2*3"),
        ("@here and @Channel", "@\u2060here and @\u2060Channel"),
        (":tada:", ":\u2060tada:"),
        ("> quoted", "\u2060&gt; quoted"),
        ("https://a.example/x_y", "https://a.example/x_y"),
    ],
)
def test_what_slack_would_parse_is_replaced(written, sent):
    assert escape(written) == sent


@given(anything)
def test_escaped_text_holds_nothing_that_slack_acts_on(text):
    sent = escape(clean(text))
    assert not regex.search(r"[<>]|&(?!amp;|lt;|gt;)", sent)
    assert not regex.search(r"@(here|channel|everyone)", sent, regex.IGNORECASE)
    assert not regex.search(r":[a-z0-9_+'-]+:", sent)
    assert not regex.search(r"(?:^|\W)([*_~`])\S.*?\1(?:\W|$)", sent)
    assert not regex.search(r"^(>|&gt;|＞)", sent, regex.MULTILINE)


@given(anything, st.integers(30, 300))
def test_one_line_is_one_line_within_its_limit_even_escaped(text, limit):
    line = one_line(text, limit)
    assert "\n" not in line
    assert wire_length(line) <= limit
    assert wire_length(escape(line)) <= limit


@given(anything, st.integers(20, 3_000))
def test_a_passage_keeps_within_its_limit(text, limit):
    assert wire_length(passage(text, limit)) <= limit


@given(st.text(max_size=80), st.integers(1, 60))
def test_shortening_cuts_between_signs_and_says_so(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    else:
        assert len(text) <= limit


def test_a_family_is_not_torn_apart():
    assert shorten("ab👩\u200d👩\u200d👧cdefgh", 8) == "ab👩\u200d👩\u200d👧…"


def test_one_endless_sign_does_not_hide_what_follows_it():
    assert len(passage("👩\u200d" * 50_000, 3_000)) > 40


def test_what_lies_beyond_the_window_is_said_to_be_there():
    assert passage("\u200b" * 100_000 + "hidden", 3_000) == "…"


def test_right_to_left_text_cannot_reorder_what_stands_beside_it():
    assert one_line("ليلى", 200) == "\u200e\u2068ليلى\u2069"


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "\u200b" * 10**6, "👩\u200d" * 500_000, "e\u0301" * 500_000, "\n" * 10**6]
)
def test_a_megabyte_takes_no_longer_than_a_page(text):
    page, megabyte = min(_seconds(text[:65_536]) for _ in range(3)), min(_seconds(text) for _ in range(3))
    assert megabyte < 4 * page + 0.01


def _seconds(text):
    start = time.perf_counter()
    passage(text, 3_000)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://bsky.app/profile/a/post/1?x=1&y=2#z", True),
        ("http://127.0.0.1:8080/p/1", True),
        ("https://münchen.example/ä", True),
        ("https://bank.example@evil.example/", False),
        ("javascript:alert(1)", False),
        ("https://a.example/|text>", False),
        ("https://a.example/\u202e", False),
        ("https://", False),
        ("", False),
        (None, False),
        ("https://a.example/" + "x" * 600, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url, is_fine):
    assert web_address(url, 500) == (url if is_fine else None)


def test_a_moment_is_shown_in_each_readers_own_zone():
    at = datetime(2026, 5, 3, 16, 2, tzinfo=timezone(timedelta(hours=2)))
    assert date_token(at) == "<!date^1777816920^{date_short_pretty} at {time}|3 May 2026, 14:02 UTC>"
    assert utc(at) == utc(at.astimezone(UTC))


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("@acme أين طردي؟ لم يصل بعد", True),
        ("أين طردي؟ @acme", False),
        ("@acme where is my parcel? شكرا", False),
        ("@acme where is my parcel?", False),
        ("", False),
    ],
)
def test_a_post_from_right_to_left_is_laid_out_so_though_it_begins_with_our_handle(text, leans):
    said = passage(text, 3_000)
    assert said.startswith("\u200f") is leans
    assert said.removeprefix("\u200f") == clean(text)
    assert escaped_length(passage(text * 500, 200)) <= 200
