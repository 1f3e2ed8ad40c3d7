import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.hours import ROUND_THE_CLOCK, Calendar, Team
from bot.rules.promises import Promise, find_promise

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar((Team("Berlin", "Europe/Berlin"),))
WEDNESDAY = datetime(2026, 3, 25, 11, tzinfo=BERLIN)
FRIDAY = datetime(2026, 3, 27, 16, tzinfo=BERLIN)


def found(text: str, sent_at: datetime = WEDNESDAY, calendar: Calendar = OFFICE) -> Promise | None:
    return find_promise(text, sent_at, calendar, BERLIN)


def local(promise: Promise | None) -> str:
    assert promise is not None
    return promise.follow_up_at.astimezone(BERLIN).strftime("%a %d %H:%M")


PROMISES = [
    # language, text, when it is to be kept if sent on Wednesday 25 March at 11:00
    ("en", "Thanks Sam! We'll get back to you tomorrow.", "Thu 26 11:00"),
    ("en", "Hi! I will follow up within 24 hours.", "Thu 26 11:00"),
    ("en", "We’ll update you in an hour.", "Wed 25 12:00"),
    ("en", "Our team will be in touch shortly.", "Thu 26 17:00"),
    ("en", "I've passed it on and will let you know by the end of the day.", "Wed 25 17:00"),
    ("en", "A specialist will contact you on Monday.", "Mon 30 11:00"),
    ("en", "We'll reply within two business days.", "Fri 27 17:00"),
    ("en", "Someone will call you next week.", "Mon 30 17:00"),
    ("en", "The team will reach out to you. Please allow 24-48 hours.", "Fri 27 11:00"),
    ("en", "You'll hear from us in 30 minutes", "Wed 25 11:30"),
    ("en", "One of the team will respond to you first thing in the morning.", "Thu 26 11:00"),
    ("th", "ขอบคุณค่ะ ทางเราจะติดต่อกลับภายใน 24 ชั่วโมงนะคะ", "Thu 26 11:00"),
    ("th", "เดี๋ยวแอดมินจะแจ้งความคืบหน้าให้ทราบพรุ่งนี้ค่ะ", "Thu 26 11:00"),
    ("th", "เจ้าหน้าที่จะโทรกลับภายใน ๒ ชั่วโมงค่ะ", "Wed 25 13:00"),
    ("th", "จะรีบตอบกลับให้เร็วที่สุดครับ", "Thu 26 17:00"),
    ("fa", "همکاران ما فردا با شما تماس خواهند گرفت.", "Thu 26 11:00"),
    ("fa", "تا ۲۴ ساعت آینده به شما اطلاع خواهیم داد.", "Thu 26 11:00"),
    ("fa", "نتیجه را به شما خبر می‌دهیم.", "Thu 26 17:00"),
    ("fa", "روز دوشنبه با شما تماس می‌گیریم.", "Mon 30 11:00"),
    ("zh", "您好，我们会在24小时内回复您。", "Thu 26 11:00"),
    ("zh", "我们明天会联系您。", "Thu 26 11:00"),
    ("zh", "客服将尽快与您联系。", "Thu 26 17:00"),
    ("zh", "我們會在三個工作日內回覆您。", "Mon 30 17:00"),
    ("zh", "我们周一会给您答复。", "Mon 30 11:00"),
    ("ru", "Мы свяжемся с вами завтра.", "Thu 26 11:00"),
    ("ru", "Ответим вам в течение 24 часов.", "Thu 26 11:00"),
    ("ru", "Уточню и вернусь к вам через час.", "Wed 25 12:00"),
    ("ru", "Мы сообщим о результате.", "Thu 26 17:00"),
    ("de", "Wir melden uns morgen bei dir.", "Thu 26 11:00"),
    ("de", "Wir kommen innerhalb von 2 Werktagen auf Sie zurück.", "Fri 27 17:00"),
    ("de", "Ich gebe dir heute noch Bescheid.", "Wed 25 17:00"),
    ("de", "Unser Team wird sich in einer Stunde bei Ihnen melden.", "Wed 25 12:00"),
    ("es", "Nos pondremos en contacto contigo mañana.", "Thu 26 11:00"),
    ("es", "Te responderemos en 24 horas.", "Thu 26 11:00"),
    ("es", "Lo revisamos y te avisaremos el lunes.", "Mon 30 11:00"),
    ("es", "Vamos a contactarte lo antes posible.", "Thu 26 17:00"),
    ("fr", "Nous revenons vers vous demain.", "Thu 26 11:00"),
    ("fr", "Un conseiller vous recontactera sous 24 heures.", "Thu 26 11:00"),
    ("fr", "Je vous tiens au courant aujourd’hui.", "Wed 25 17:00"),
    ("fr", "Nous allons vous rappeler dans une heure.", "Wed 25 12:00"),
    ("pt", "Entraremos em contato amanhã.", "Thu 26 11:00"),
    ("pt", "Retornaremos em até 2 dias úteis.", "Fri 27 17:00"),
    ("pt", "Vamos te responder em uma hora.", "Wed 25 12:00"),
    ("en", "We'll call you tomorrow at 3 pm.", "Thu 26 15:00"),
    ("en", "You'll hear from us by 4:30pm.", "Wed 25 16:30"),
    ("en", "I'll be in touch by 9 a.m. on Friday.", "Fri 27 09:00"),
    ("de", "Ich melde mich bis 15 Uhr bei Ihnen.", "Wed 25 15:00"),
    ("es", "Te llamaremos mañana a las 4 de la tarde.", "Thu 26 16:00"),
    ("fr", "Je vous rappelle demain à 10 h.", "Thu 26 10:00"),
    ("pt", "Ligaremos para você às 16h30.", "Wed 25 16:30"),
    ("ru", "Мы свяжемся с вами завтра в 14:00.", "Thu 26 14:00"),
    ("zh", "我们明天下午3点给您回电。", "Thu 26 15:00"),
    ("th", "จะโทรกลับพรุ่งนี้ 10:30 น. ค่ะ", "Thu 26 10:30"),
    ("fa", "فردا ساعت ۱۵:۳۰ با شما تماس می‌گیریم.", "Thu 26 15:30"),
    ("en", "We'll call you tomorrow at 8 pm.", "Thu 26 17:00"),
    ("pt", "Assim que possível daremos um retorno.", "Thu 26 17:00"),
]


@pytest.mark.parametrize(("language", "text", "at"), PROMISES, ids=[f"{p[0]}: {p[1]}" for p in PROMISES])
def test_a_promise_to_come_back_is_found_with_a_time_to_keep_it(language: str, text: str, at: str):
    promise = found(text)
    assert local(promise) == at
    assert promise is not None
    assert promise.language == language
    assert promise.phrase in text
    assert promise.when in text


SENTENCES = [
    json.loads(line) for line in (Path(__file__).parent / "promises.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", SENTENCES, ids=[f"{case['language']}: {case['text']}" for case in SENTENCES])
def test_agents_sentences_in_nine_languages_are_told_apart(case: dict[str, Any]):
    assert (found(case["text"]) is not None) == case["promise"]


NO_PROMISES = [
    "Thanks for your kind words!",
    "Please get back to us with your order number.",
    "Send us a DM with more details and we'll follow up.",
    "If you reply here, we'll get back to you.",
    "Sorry that we were unable to get back to you earlier.",
    "We will not contact you again.",
    "Just a quick follow up: did it work?",
    "You can call us tomorrow from 9.",
    "We'll wait for your reply.",
    "We'll follow up with our team so that your next visit is better.",
    "Good morning! The shop opens tomorrow.",
    "กรุณาส่งเลขคำสั่งซื้อ แล้วเราจะติดต่อกลับค่ะ",
    "ขอบคุณมากค่ะ",
    "لطفا شماره سفارش را ارسال کنید.",
    "اگر پیام بدهید با شما تماس می‌گیریم.",
    "谢谢您的反馈！",
    "如果您私信我们，我们会回复您。",
    "Спасибо за отзыв!",
    "Напишите нам в личные сообщения, и мы ответим.",
    "Guten Morgen! Danke für deine Nachricht.",
    "Melden Sie sich bei uns, falls es wieder passiert.",
    "¡Buenos días! Gracias por escribirnos.",
    "Escríbenos por privado y te responderemos.",
    "Merci pour votre message.",
    "Envoyez-nous un message et nous vous répondrons.",
    "Obrigado pelo contato!",
    "Se você mandar uma mensagem, responderemos.",
    "",
]


@pytest.mark.parametrize("text", NO_PROMISES)
def test_thanks_offers_and_requests_are_no_promises(text: str):
    assert found(text) is None


EASTER = Calendar((Team("Berlin", "Europe/Berlin", holidays=frozenset({date(2026, 3, 30)})),))
TIMES = [
    ("tomorrow is the next working day", "We'll get back to you tomorrow.", OFFICE, "Mon 30 11:00"),
    ("a holiday is no working day", "We'll get back to you tomorrow.", EASTER, "Tue 31 11:00"),
    ("hours end before the team goes home", "We'll reply within 24 hours.", OFFICE, "Fri 27 17:00"),
    (
        "round the clock they end when they say",
        "We'll reply within 24 hours.",
        ROUND_THE_CLOCK,
        "Sat 28 16:00",
    ),
    ("without a time: the end of the next working day", "We'll be in touch.", OFFICE, "Mon 30 17:00"),
    ("today", "We'll let you know today.", OFFICE, "Fri 27 17:00"),
    ("Friday, said on a Friday, is the next one", "We'll call you on Friday.", OFFICE, "Fri 03 11:00"),
    ("days on the wall clock", "We'll reply in 3 days.", OFFICE, "Mon 30 16:00"),
    ("working days skip the weekend", "We'll reply in 3 working days.", OFFICE, "Wed 01 17:00"),
    ("of two times the nearer one", "I checked today; we'll call you tomorrow.", OFFICE, "Mon 30 11:00"),
]


@pytest.mark.parametrize(("text", "calendar", "at"), [c[1:] for c in TIMES], ids=[c[0] for c in TIMES])
def test_a_promise_made_on_friday_afternoon_is_kept_when_somebody_is_there(
    text: str, calendar: Calendar, at: str
):
    assert local(found(text, FRIDAY, calendar)) == at


def test_a_promise_of_today_made_in_the_evening_is_for_the_next_working_day():
    assert (
        local(found("We'll let you know today.", datetime(2026, 3, 25, 20, tzinfo=BERLIN))) == "Thu 26 17:00"
    )


@given(
    st.text(max_size=400), st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
)
def test_any_text_is_read_and_a_follow_up_lies_ahead(text: str, sent_at: datetime):
    promise = find_promise(text + " We'll get back to you in 2 hours", sent_at, OFFICE, BERLIN)
    if promise is not None:
        assert promise.follow_up_at > sent_at
