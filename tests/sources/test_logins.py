"""The login of a source: kept, renewed by one at a time, and readable by nobody else."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.logins import StoredLogins
from bot.networks import network_of
from bot.networks.bluesky import BlueskySettings
from bot.networks.mastodon import MastodonSettings
from bot.networks.port import Never
from bot.networks.tokens import Login, Tokens
from storage.db import Database, connect


class Issuer:
    """A network that takes each refresh token once."""

    def __init__(self, store: StoredLogins) -> None:
        self.store = store
        self.count = 0

    def renew(self, held: Tokens | None, now: datetime) -> Tokens:
        if held and held.refresh != f"refresh-{self.count}":
            raise Never("This refresh token has been used.", login=True)
        self.count += 1
        return Tokens(
            f"access-{self.count}", f"refresh-{self.count}", "did:1", expires_at=now + timedelta(hours=2)
        )


def test_a_login_outlives_a_restart(database: Database, database_url: str, now: datetime) -> None:
    tokens = Tokens("access", "refresh", "did:1", now)
    StoredLogins(database).save("sky", tokens)
    database.close()
    again = connect(database_url)
    assert StoredLogins(again).load("sky") == tokens
    assert StoredLogins(again).load("other") is None
    again.close()


def test_many_callers_share_one_renewal(database: Database, now: datetime) -> None:
    issuer = Issuer(StoredLogins(database))
    copies = [Login(StoredLogins(database), "x", issuer.renew) for _ in range(6)]
    got: list[Tokens] = []
    threads = [threading.Thread(target=lambda one=copy: got.append(one.tokens(now))) for copy in copies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert issuer.count == 1
    assert {tokens.access for tokens in got} == {"access-1"}


def test_a_renewed_token_is_on_disk_before_it_is_used(database: Database, now: datetime) -> None:
    store = StoredLogins(database)
    login = Login(store, "x", Issuer(store).renew)
    first = login.tokens(now)
    later = login.tokens(now + timedelta(hours=3))
    assert later != first
    assert store.load("x") == later


@pytest.mark.parametrize("other", ["x", "y"])
def test_one_source_is_never_kept_waiting_by_another(database: Database, other: str) -> None:
    store, entered = StoredLogins(database), threading.Event()

    def enter() -> None:
        with store.locked(other):
            entered.set()

    thread = threading.Thread(target=enter)
    with store.locked("x"):
        thread.start()
        assert entered.wait(0.3 if other == "x" else 10) == (other != "x")
    thread.join()
    assert entered.is_set()


HOLD = """
import sys
from bot.desk.logins import StoredLogins
from storage.db import connect
with StoredLogins(connect(sys.argv[1])).locked("x"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_another_process_waits_too(database: Database, database_url: str) -> None:
    entered = threading.Event()

    def enter() -> None:
        with StoredLogins(database).locked("x"):
            entered.set()

    command = [sys.executable, "-c", HOLD, database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as copy:
        assert copy.stdout and copy.stdin and copy.stdout.readline() == "held\n"
        thread = threading.Thread(target=enter)
        thread.start()
        assert not entered.wait(0.3)
        copy.stdin.write("\n")
        copy.stdin.close()
        thread.join()
    assert entered.is_set()


def test_a_holder_that_is_killed_holds_no_more(database: Database, database_url: str) -> None:
    command = [sys.executable, "-c", HOLD, database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as copy:
        assert copy.stdout and copy.stdout.readline() == "held\n"
        copy.kill()
        copy.wait()
        with StoredLogins(database).locked("x"):
            pass


def test_only_their_owner_can_read_the_files(sqlite_url: str, tmp_path: Path, now: datetime) -> None:
    database = connect(sqlite_url)
    store = StoredLogins(database)
    with store.locked("x"):
        store.save("x", Tokens("access", "refresh", expires_at=now))
    files = [path for path in tmp_path.iterdir() if path.name.startswith("desk.db")]
    assert len(files) > 1
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files} == {0}
    database.close()


def test_networks_whose_logins_change_get_the_store(sqlite_url: str) -> None:
    database = connect(sqlite_url)
    store = StoredLogins(database)
    store.save("sky", Tokens("access", "refresh", "did:plc:acme"))
    sky = BlueskySettings(name="sky", kind="bluesky", account="acme.example", app_password="p")
    fedi = MastodonSettings(name="fedi", kind="mastodon", server="https://m.example", token="t")
    networks = [network_of(one, store) for one in (sky, fedi)]
    assert networks[0]._xrpc.did(datetime.max) == "did:plc:acme"  # type: ignore[attr-defined]
    assert [network.kind for network in networks] == ["bluesky", "mastodon"]
    for network in networks:
        network.close()
    database.close()
