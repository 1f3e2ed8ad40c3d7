"""What customers are asked once their ticket is resolved, and the words they answer with, in the first markets' languages.

The words are given as `bot.rules.triage.fold` spells them, and only count where they are all that was said.
"""

from __future__ import annotations

from storage.words import SurveyKind

ENGLISH = "en"

_SATISFACTION = {
    "en": "How did we do? Answer with a number from 1 (bad) to 5 (great). You may add a comment.",
    "th": "เราช่วยคุณได้ดีแค่ไหน ตอบเป็นตัวเลข 1 (แย่) ถึง 5 (ดีมาก) จะเขียนความเห็นเพิ่มด้วยก็ได้",
    "fa": "از کمک ما چقدر راضی بودید؟ با عددی از ۱ (بد) تا ۵ (عالی) پاسخ دهید. اگر خواستید نظری هم بنویسید.",
    "zh": "您对我们的服务满意吗?请回复数字 1(很差)到 5(很好),也可以附上意见。",
    "ru": "Как мы справились? Ответьте числом от 1 (плохо) до 5 (отлично). Можно добавить комментарий.",
    "de": "Wie war unsere Hilfe? Antworten Sie mit einer Zahl von 1 (schlecht) bis 5 (sehr gut), gern auch mit einem Kommentar.",
    "es": "¿Qué tal lo hicimos? Responda con un número del 1 (mal) al 5 (muy bien). Si quiere, añada un comentario.",
    "fr": "Comment avons-nous fait ? Répondez par un chiffre de 1 (mal) à 5 (très bien), avec un commentaire si vous voulez.",
    "pt": "Como foi o nosso atendimento? Responda com um número de 1 (ruim) a 5 (ótimo). Se quiser, deixe um comentário.",
}
_NPS = {
    "en": "How likely are you to recommend us to a friend? Answer with a number from 0 (not at all) to 10 (surely).",
    "th": "คุณจะแนะนำเราให้เพื่อนมากแค่ไหน ตอบเป็นตัวเลข 0 (ไม่เลย) ถึง 10 (แน่นอน)",
    "fa": "چقدر احتمال دارد ما را به دوستی پیشنهاد کنید؟ با عددی از ۰ (هرگز) تا ۱۰ (حتماً) پاسخ دهید.",
    "zh": "您有多大可能向朋友推荐我们?请回复数字 0(完全不会)到 10(一定会)。",
    "ru": "Насколько вероятно, что вы посоветуете нас друзьям? Ответьте числом от 0 (точно нет) до 10 (точно да).",
    "de": "Wie wahrscheinlich empfehlen Sie uns weiter? Antworten Sie mit einer Zahl von 0 (gar nicht) bis 10 (sicher).",
    "es": "¿Con qué probabilidad nos recomendaría a un amigo? Responda con un número del 0 (nunca) al 10 (seguro).",
    "fr": "Nous recommanderiez-vous à un ami ? Répondez par un chiffre de 0 (jamais) à 10 (sûrement).",
    "pt": "Qual a chance de nos recomendar a um amigo? Responda com um número de 0 (nenhuma) a 10 (com certeza).",
}
_QUESTIONS = {SurveyKind.SATISFACTION: _SATISFACTION, SurveyKind.NPS: _NPS}

LANGUAGES = tuple(_SATISFACTION)
"""In which the desk can ask; everybody else is asked in English."""


def question(kind: SurveyKind, language: str) -> str:
    """What to ask, in the customer's language where we have it."""
    texts = _QUESTIONS[kind]
    return texts.get(language, texts[ENGLISH])


THANKS = (
    *("thank", "thx", "cheers", "ขอบคุณ", "ممنون", "مرسی", "متشکر", "谢谢", "多谢", "спасибо", "благодар"),
    *("danke", "vielen dank", "gracias", "merci", "obrigad", "valeu"),
)
"""With one of these after a number, the number is still the answer."""
PARTICLES = ("ครับ", "ค่ะ", "คะ", "นะครับ", "นะคะ", "จ้า")
"""Polite endings that change nothing."""

SIGNS = {
    **dict.fromkeys("😡🤬😠👿🤮", 1),
    **dict.fromkeys("🙁☹😞😟😢😭😣😔👎", 2),
    **dict.fromkeys("😐😑😶🤷", 3),
    **dict.fromkeys("🙂😊☺👌", 4),
    **dict.fromkeys("😀😃😄😁😍🤩🥰👍❤💯🎉🙏💚💙", 5),
}

_GREAT = (
    "great, very good, excellent, perfect, amazing, awesome, very happy, very satisfied, wonderful, brilliant, top, "
    "ดีมาก, เยี่ยม, เยี่ยมมาก, ดีเยี่ยม, สุดยอด, ประทับใจ, ประทับใจมาก, พอใจมาก, "
    "عالی, عالی بود, خیلی خوب, خیلی خوب بود, خیلی راضی, بسیار خوب, "
    "很好, 非常好, 太好了, 很满意, 非常满意, 完美, 棒, 很棒, 好评, "
    "отлично, супер, очень хорошо, прекрасно, замечательно, великолепно, очень довольна, очень доволен, "
    "sehr gut, super, toll, ausgezeichnet, perfekt, prima, hervorragend, sehr zufrieden, "
    "muy bien, excelente, perfecto, genial, estupendo, muy satisfecho, muy satisfecha, fantastico, "
    "tres bien, parfait, excellent, genial, tres satisfait, tres satisfaite, formidable, "
    "muito bom, otimo, otima, excelente, perfeito, muito satisfeito, muito satisfeita, maravilhoso"
)
_GOOD = (
    "good, fine, happy, satisfied, well done, nice, ดี, พอใจ, โอเค, خوب, خوب بود, راضی, راضی بودم, 好, 不错, 满意, "
    "хорошо, довольна, доволен, gut, zufrieden, bien, bueno, satisfecho, satisfecha, bon, satisfait, satisfaite, "
    "bom, boa, satisfeito, satisfeita"
)
_SO_SO = (
    "ok, okay, so so, average, meh, not bad, พอใช้, เฉยๆ, เฉย ๆ, ปานกลาง, متوسط, معمولی, بد نبود, 一般, 还行, 还可以, 凑合, "
    "нормально, так себе, средне, geht so, mittel, es geht, naja, regular, mas o menos, normal, moyen, bof, comme ci comme ca, "
    "mais ou menos, razoavel"
)
_BAD = (
    "bad, not good, poor, unhappy, not happy, not satisfied, ไม่ดี, ไม่พอใจ, แย่, بد, بد بود, خوب نبود, راضی نیستم, ناراضی, "
    "不好, 不满意, 差, плохо, не очень, недоволен, недовольна, не доволен, не довольна, schlecht, nicht gut, unzufrieden, "
    "nicht zufrieden, mal, malo, insatisfecho, insatisfecha, no estoy satisfecho, no estoy satisfecha, mauvais, mal, pas bien, "
    "pas bon, pas satisfait, pas satisfaite, ruim, mau, insatisfeito, insatisfeita, nao gostei"
)
_TERRIBLE = (
    "terrible, very bad, awful, horrible, worst, the worst, useless, แย่มาก, ห่วย, ห่วยมาก, แย่ที่สุด, "
    "خیلی بد, خیلی بد بود, افتضاح, افتضاح بود, 很差, 太差了, 非常差, 非常不满意, 糟糕, 差评, ужасно, очень плохо, отвратительно, кошмар, "
    "sehr schlecht, furchtbar, schrecklich, katastrophe, muy mal, pesimo, horrible, fatal, "
    "tres mauvais, nul, horrible, affreux, pessimo, pessima, muito ruim, horrivel, terrivel"
)
WORDS = {
    word.strip(): score
    for score, words in ((5, _GREAT), (4, _GOOD), (3, _SO_SO), (2, _BAD), (1, _TERRIBLE))
    for word in words.split(",")
}
"""What a score is called where people answer in words."""
