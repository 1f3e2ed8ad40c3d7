import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import UNDETERMINED, detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Where is the parcel I ordered last week?", "en"),
        ("พัสดุที่สั่งไว้ยังไม่มาเลย", "th"),
        ("سفارش من هنوز نرسیده است", "fa"),
        ("لم تصل شحنتي حتى الآن", "ar"),
        ("我订的东西还没有到", "zh"),
        ("注文した荷物がまだ届きません", "ja"),
        ("주문한 물건이 아직 안 왔어요", "ko"),
        ("Моя посылка до сих пор не пришла", "ru"),
        ("Mein Paket ist immer noch nicht da", "de"),
        ("Mi pedido todavía no ha llegado", "es"),
        ("Mon colis n'est toujours pas arrivé", "fr"),
        ("Minha encomenda ainda não chegou", "pt"),
        ("Paket saya sampai sekarang belum datang juga", "id"),
        ("Siparişim hâlâ gelmedi, çok üzgünüm", "tr"),
        ("Il mio pacco non è ancora arrivato", "it"),
        ("मेरा सामान अभी तक नहीं आया है", "hi"),
    ],
)
def test_a_short_sentence_is_recognised(text, code):
    assert detect(text).code == code


@pytest.mark.parametrize(
    "text",
    ["", "   ", "👍👍👍", "@acme @acme2", "https://example.com/a/b", "12345", "#wow", "ok", "\x00\x00"],
)
def test_what_is_not_language_is_undetermined(text):
    assert detect(text).code == UNDETERMINED
    assert detect(text).confidence == 0


def test_handles_links_and_hashtags_do_not_sway_the_answer():
    plain = "พัสดุยังไม่มาเลย"
    assert (
        detect(
            f"@TheEnglishParcelCompany {plain} https://example.com/where/is/my/parcel #WhereIsMyParcel"
        ).code
        == "th"
    )


def test_a_brand_name_inside_japanese_stays_japanese():
    assert detect("Acme Cloud Storage の料金を教えて").code == "ja"


def test_shouting_is_read_like_speaking():
    assert detect("WHERE IS MY REFUND YOU PROMISED ME LAST WEEK").code == "en"


@given(st.text())
def test_any_text_gets_an_answer(text):
    language = detect(text)
    assert language.code
    assert 0 <= language.confidence <= 1
