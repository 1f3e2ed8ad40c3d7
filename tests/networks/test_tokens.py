"""Logins that rotate: one renewal at a time, stored before it is used."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from bot.networks.port import Never, TryLater, Unsure
from bot.networks.tokens import Login, MemoryTokenStore, Tokens
from tests.networks.contract import NOW


class Issuer:
    """A network that takes each refresh token once."""

    def __init__(self) -> None:
        self.count = 0
        self.valid = ""
        self.barrier = threading.Event()

    def renew(self, held: Tokens | None, now) -> Tokens:
        self.barrier.wait(1)
        if held and held.refresh != self.valid:
            raise Never("This refresh token has been used.", login=True)
        self.count += 1
        self.valid = f"refresh-{self.count}"
        return Tokens(f"access-{self.count}", self.valid, expires_at=now + timedelta(hours=2))


def test_many_callers_share_one_renewal() -> None:
    issuer, store = Issuer(), MemoryTokenStore()
    copies = [Login(store, "x", issuer.renew) for _ in range(2)]
    got: list[Tokens] = []
    threads = [
        threading.Thread(target=lambda login=login: got.append(login.tokens(NOW)))
        for login in copies
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    issuer.barrier.set()
    for thread in threads:
        thread.join()
    assert issuer.count == 1
    assert {tokens.access for tokens in got} == {"access-1"}


def test_callers_who_find_the_same_token_dead_renew_it_once() -> None:
    issuer = Issuer()
    issuer.barrier.set()
    login = Login(MemoryTokenStore(), "x", issuer.renew)
    dead = login.tokens(NOW)
    assert {login.renewed(dead, NOW).access for _ in range(5)} == {"access-2"}
    assert issuer.count == 2


def test_a_token_is_renewed_a_minute_before_its_end() -> None:
    issuer = Issuer()
    issuer.barrier.set()
    login = Login(MemoryTokenStore(), "x", issuer.renew)
    login.tokens(NOW)
    assert login.tokens(NOW + timedelta(minutes=118)).access == "access-1"
    assert login.tokens(NOW + timedelta(minutes=119)).access == "access-2"


def test_a_renewal_whose_answer_was_lost_leaves_the_send_unsent() -> None:
    def lost(held: Tokens | None, now) -> Tokens:
        raise Unsure("api.example did not answer in full.")

    with pytest.raises(TryLater):
        Login(MemoryTokenStore(), "x", lost).tokens(NOW)


def test_a_failed_renewal_lets_the_next_one_in() -> None:
    answers = [TryLater("later"), Tokens("access", "refresh")]

    def renew(held: Tokens | None, now) -> Tokens:
        said = answers.pop(0)
        if isinstance(said, Tokens):
            return said
        raise said

    login = Login(MemoryTokenStore(), "x", renew)
    with pytest.raises(TryLater):
        login.tokens(NOW)
    assert login.tokens(NOW).access == "access"


def test_tokens_are_never_printed() -> None:
    assert "secret" not in repr(Tokens("secret-a", "secret-b", subject="did:plc:me"))
