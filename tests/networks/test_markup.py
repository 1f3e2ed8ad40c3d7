"""HTML as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.markup import LONGEST_HTML, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br />two</p><p>three</p>", "one\ntwo\n\nthree"),
        ("<p>one</p>\n\n<p>two</p>\n", "one\n\ntwo"),
        ("a &amp; b &lt;c&gt; &#128512;", "a & b <c> \N{GRINNING FACE}"),
        ("a \n\t b", "a b"),
        ("<ul><li>one</li><li>two</li></ul>after", "• one\n• two\n\nafter"),
        ("a<script>alert('x')</script><style>p{}</style>b", "ab"),
        ("a<br><br><br><br>b", "a\n\nb"),
        ('<img src="x" alt="a torn box">', "a torn box"),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        (
            '<a href="https://evil.example">https://bank.example</a>',
            "https://bank.example (https://evil.example)",
        ),
        ('<a href="https://a.example">read <b>this</b></a> now', "read this (https://a.example) now"),
        ('<a href="javascript:alert(1)">read</a>', "read"),
        ('<a class="u-url mention" href="https://a/@b">@<span>b</span></a>', "@b"),
        ('<a class="mention hashtag" href="https://a/t">#<span>t</span></a>', "#t"),
        ("<p>no end", "no end"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
        ("<![nonsense[ x <b>y</b>", "<![nonsense[ x y"),
        ("a<!-- hidden -->b<!DOCTYPE x><?php y?>c<!-- to the end", "abc"),
        (
            '<a href=https://a.example>x</a> <A HREF="https://b.example?a=1&amp;b=2">y</A>',
            "x (https://a.example) y (https://b.example?a=1&b=2)",
        ),
    ],
)
def test_html_is_read_as_people_see_it(html: str, text: str) -> None:
    assert text_of(html) == text


PIECES = [
    "<",
    ">",
    "</",
    "<a href=",
    "<![",
    "]]>",
    "<!--",
    "&#",
    "&amp",
    ";",
    "<p>",
    "</p>",
    "<script>",
    "x",
    " ",
    "\n",
    '"',
    "\0",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30))
def test_whatever_stands_there_it_is_read(pieces: list[str]) -> None:
    assert isinstance(text_of("".join(pieces)), str)


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<!--", "<![CDATA[", "&", "<p>", "<a href='", "</", "<script>", "<b><i>"]
)
@pytest.mark.timeout(5)
def test_a_flood_of_one_piece_is_read_in_time(piece: str) -> None:
    text_of(piece * (2 * LONGEST_HTML // len(piece)))
