"""The people outside, and what they write by themselves: a small script, made up by us, in many languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Persona:
    """Someone outside. `colour` is the page's; `id` is stable on the network."""

    id: str
    handle: str
    name: str
    followers: int
    colour: str


@dataclass(frozen=True)
class Sample:
    """One mention to come. `after` is how many seconds it waits for the one before it.

    `answers` is the position in the script of the post it follows up, or None.
    """

    persona: str
    text: str
    after: float
    private: bool = False
    answers: int | None = None
    picture: str = ""


PERSONAS = (
    Persona("p-nora", "nora.bsky.example", "Nora Lindqvist", 214, "#c2410c"),
    Persona("p-somchai", "somchai.k", "สมชาย แก้วใส", 1_870, "#0f766e"),
    Persona("p-parisa", "parisa_reads", "پریسا احمدی", 640, "#7c3aed"),
    Persona("p-wei", "wei.makes", "陈伟", 5_320, "#b91c1c"),
    Persona("p-olga", "olga_v", "Ольга Ветрова", 98, "#1d4ed8"),
    Persona("p-jonas", "jonas.werk", "Jonas Weber", 455, "#3f6212"),
    Persona("p-lucia", "lucia.sol", "Lucía Marín", 2_904, "#be185d"),
    Persona("p-claire", "claire.d", "Claire Dubois", 330, "#0369a1"),
    Persona("p-rafa", "rafa.br", "Rafael Souza", 1_120, "#15803d"),
    Persona("p-layla", "layla.writes", "ليلى حسن", 790, "#92400e"),
    Persona("p-tess", "tesscooks", "Tess Marlow ✨", 120_400, "#9333ea"),
    Persona("p-deals", "deal_hunter_9000", "DEALS!!! 🔥", 12, "#525252"),
)

SAMPLES = (
    Sample("p-nora", "@acme my kettle arrived with a cracked lid. Third week of emails and nobody answers. 😞", 1.0,
           picture="A white kettle on a kitchen counter; the lid is split from edge to handle"),
    Sample("p-lucia", "Hola @acme, ¿hacéis envíos a Canarias? No encuentro el plazo en la web.", 16),
    Sample("p-jonas", "@acme ACHTUNG: Das Netzteil meines neuen Mixers hat gequalmt und ist geschmolzen! "
           "Verbrannter Geruch in der ganzen Küche. Ist das gefährlich?", 18),
    Sample("p-somchai", "@acme สั่งเครื่องชงกาแฟไปสิบวันแล้วยังไม่ได้ของเลยครับ ช่วยเช็กให้หน่อยได้ไหม", 20),
    Sample("p-tess", "Filming a breakfast special for 120k hungry people and my @acme toaster dies mid-take. "
           "Twice. Anyone at home over there?", 17),
    Sample("p-parisa", "سلام @acme، گارانتی قهوه‌ساز مدل K2 چند ماه است؟ روی جعبه چیزی ننوشته.", 22),
    Sample("p-rafa", "Preciso falar sobre o meu pedido em particular: o endereço de entrega mudou. Podem ajudar?", 19,
           private=True),
    Sample("p-wei", "@acme 新款电水壶真的很安静，早上烧水不会吵醒孩子。谢谢你们！", 21),
    Sample("p-deals", "🔥🔥 @acme FOLLOWERS get 90% OFF designer watches → https://deals.example/win?id=1 "
           "*act* <now> & win!!! 🔥🔥", 15),
    Sample("p-nora", "@acme still nothing. Do I have to come to your office?", 18, answers=0),
    Sample("p-olga", "@acme после обновления приложение не видит чайник. Что делать?", 24),
    Sample("p-claire", "Bravo @acme : grille-pain réparé en deux jours, et gratuitement. C’est rare, merci !", 20),
    Sample("p-layla", "@acme طلبت استرداد المبلغ قبل أسبوعين ولم يصلني أي رد. رقم الطلب عندكم، متى تردون؟", 23),
    Sample("p-tess", "Update: the @acme toaster works again after a reset. Still think the manual should say so.", 25,
           answers=4),
    Sample("p-rafa", "Obrigado! Outra coisa: dá para trocar a cor antes do envio?", 18, private=True),
)  # fmt: skip


class Script:
    """Hands out the samples one at a time as their moments come; silent while paused."""

    def __init__(self, started: datetime, *, running: bool) -> None:
        self.paused = not running
        self.position = 0
        self._next_at = started + timedelta(seconds=SAMPLES[0].after)

    @property
    def left(self) -> int:
        """How many are still to come."""
        return len(SAMPLES) - self.position

    def due(self, now: datetime) -> Sample | None:
        """The next sample if its moment has come; at most one, so that a leap of the clock is no flood."""
        return None if self.paused or now < self._next_at else self.take(now)

    def take(self, now: datetime) -> Sample | None:
        """The next sample now, whatever its moment; None when the script is over."""
        if not self.left:
            return None
        sample = SAMPLES[self.position]
        self.position += 1
        if self.left:
            self._next_at = now + timedelta(seconds=SAMPLES[self.position].after)
        return sample

    def pause(self, now: datetime, *, paused: bool) -> None:
        """Stop or go on; going on waits for the next sample's whole gap."""
        self.paused = paused
        if self.left and not paused:
            self._next_at = now + timedelta(seconds=SAMPLES[self.position].after)
