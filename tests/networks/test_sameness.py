"""Texts as networks give them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.sameness import normalised, same_text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Hello  there\n", "Hello there"),
        ("cafe\u0301", "café"),
        ("Tom & Jerry <3", "Tom &amp; Jerry &lt;3"),
        ("See https://acme.test/help.", "See https://t.co/aB3."),
        ("See acme.test/help now", "See https://t.co/aB3 now"),
        ("On its way.", "@alice @bob@mastodon.test On its way."),
        ("@alice On its way.", "On its way."),
        ("line\r\nline", "line\nline"),
    ],
)
def test_what_a_network_rewrites_is_the_same(ours: str, theirs: str) -> None:
    assert same_text(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("On its way.", "On its way!"),
        ("Refund of 10", "Refund of 100"),
        ("See https://acme.test", "See"),
        ("Yes", "yes"),
        ("", "x"),
    ],
)
def test_different_words_are_not_the_same(ours: str, theirs: str) -> None:
    assert not same_text(ours, theirs)


@given(st.text())
def test_every_text_is_the_same_as_itself_trimmed(text: str) -> None:
    assert same_text(text, f"  {text.strip()} ")
    assert same_text(normalised(text), normalised(text))
