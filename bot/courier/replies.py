"""Brings approved replies to one network, each at most once (P4). One courier per source: a slow one delays no other.

Certain failure (`TryLater`) comes again later; a refusal (`Never`) ends it with its reason; an unknown fate
(`Unsure`) is looked for before anything is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.courier import wait_after
from bot.desk import delivery
from bot.desk.context import Desk
from bot.desk.delivery import Outgoing
from bot.networks.port import Network, Sent
from bot.outcomes import Never, TryLater, Unsure
from storage import brakes, outbox
from storage.db import Unit
from storage.outbox import Leased

LOOK_AFTER = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 30, 120, 600))
"""How long to wait before each look for a reply whose fate is unknown: a network's own listing can lag."""
GIVEN_UP = "{network} could not be reached for {minutes:.0f} minutes."
NOT_FOUND = "It was not found on {network} after {looks} looks."
CALLED_BACK = "called back"


@dataclass
class ReplyCourier:
    """Brings approved replies to one network, each at most once (P4)."""

    desk: Desk
    network: Network
    holder: str
    now: Callable[[], datetime]

    def drain(self) -> int:
        """Send what is due. Returns how many rows were handled."""
        handled = 0
        while self._one():
            handled += 1
        return handled

    def _one(self) -> bool:
        now, network = self.now(), self.network
        with self.desk.db.reading() as session:
            if not outbox.anything_due(session, network.name, now):
                return False
        with self.desk.db.unit() as unit:
            braked = brakes.standing_in_the_way(unit.session, network.name, network.account) is not None
            found = outbox.lease(unit.session, network.name, self.holder, now, tried_only=braked)
            if not found:
                return False
            leased = found[0]
            outgoing = delivery.begin(self.desk, unit, leased, now, braked=braked)
            if outgoing is None:
                outbox.dropped(unit.session, leased.entry.id or 0, self.holder, now, CALLED_BACK)
                return True
        self._send(leased, outgoing)
        return True

    def _send(self, leased: Leased, outgoing: Outgoing) -> None:
        """One attempt: look first where an earlier one may have arrived, then send, then write down its fate."""
        try:
            receipt = self._find(outgoing) if outgoing.look_first else None
            if receipt is None and self._may_send(outgoing):
                receipt = self.network.reply(outgoing.reply, self.now())
        except TryLater as error:
            self._try_later(leased, outgoing, error)
        except Never as error:
            self._refused(leased, outgoing, error)
        except Unsure as error:
            self._unsure(leased, outgoing, str(error))
        else:
            self._arrived(leased, outgoing, receipt)

    def _find(self, outgoing: Outgoing) -> Sent | None:
        return self.network.find_sent(outgoing.reply, outgoing.since, self.now())

    def _may_send(self, outgoing: Outgoing) -> bool:
        """A first attempt may; a repeat only where the network itself makes it harmless, and while it knows the key."""
        if not outgoing.look_first:
            return True
        lives = self.network.key_lives
        known = lives is None or self.now() - outgoing.since < lives
        return not outgoing.braked and known and self.network.repeat_is_harmless(outgoing.reply.audience)

    @contextmanager
    def _settling(self, outgoing: Outgoing) -> Iterator[Unit]:
        """The transaction in which a fate is written down. Everybody holds ticket, row and reply in this order."""
        with self.desk.db.unit() as unit:
            delivery.hold_ticket(unit, outgoing.reply_id)
            yield unit

    def _arrived(self, leased: Leased, outgoing: Outgoing, receipt: Sent | None) -> None:
        """That it arrived is true whoever says it: even a courier that lost its lease meanwhile."""
        if receipt is None:
            self._unsure(leased, outgoing, NOT_FOUND.format(network=self.network.label, looks=outgoing.looks))
            return
        with self._settling(outgoing) as unit:
            outbox.done(unit.session, leased.entry.id or 0, self.holder, self.now(), receipt.id)
            delivery.sent(self.desk, unit, outgoing.reply_id, receipt, self.now())

    def _try_later(self, leased: Leased, outgoing: Outgoing, error: TryLater) -> None:
        """Nothing happened this time. What an earlier attempt did is as unknown as before."""
        entry, now = leased.entry, self.now()
        patience = timedelta(minutes=self.desk.settings.sending.retry_minutes)
        if not outgoing.look_first and now - entry.created_at > patience:
            problem = GIVEN_UP.format(network=self.network.label, minutes=patience.total_seconds() / 60)
            self._refused(leased, outgoing, Never(problem))
            return
        until, unsure = now + (error.wait or wait_after(entry.attempts)), outgoing.look_first
        with self._settling(outgoing) as unit:
            if not outbox.later(unit.session, entry.id or 0, self.holder, until, str(error), unsure=unsure):
                return
            if unsure:
                delivery.unknown(unit, outgoing.reply_id, str(error), now)
            else:
                delivery.not_out_yet(unit, outgoing.reply_id, now)

    def _refused(self, leased: Leased, outgoing: Outgoing, error: Never) -> None:
        """The network said no. To a repeat that proves nothing about the first attempt: a person is asked."""
        now = self.now()
        with self._settling(outgoing) as unit:
            if not outbox.dropped(unit.session, leased.entry.id or 0, self.holder, now, str(error)):
                return
            if outgoing.look_first:
                delivery.ask_a_person(self.desk, unit, outgoing.reply_id, str(error), now)
            else:
                delivery.failed(self.desk, unit, outgoing.reply_id, str(error), now)

    def _unsure(self, leased: Leased, outgoing: Outgoing, problem: str) -> None:
        """We cannot tell. Look again after a while; when the looks are used up, ask a person."""
        now, entry_id = self.now(), leased.entry.id or 0
        with self._settling(outgoing) as unit:
            if outgoing.looks < len(LOOK_AFTER):
                until = now + LOOK_AFTER[outgoing.looks]
                if outbox.look_again(unit.session, entry_id, self.holder, until, problem):
                    delivery.unknown(unit, outgoing.reply_id, problem, now)
            elif outbox.dropped(unit.session, entry_id, self.holder, now, problem):
                delivery.ask_a_person(self.desk, unit, outgoing.reply_id, problem, now)
