"""How people promise to come back, and when, in the languages of our first markets: tables of patterns only.

A language is added by a row in each table. Patterns are matched without regard to case, one sentence at a
time, and every gap in them is bounded, so that a long text costs no more than its length.
"""

from __future__ import annotations

import re

_TEAM = (
    r"(?:we|i|they|he|she|(?:some|any)one|team|colleagues?|specialists?|experts?|relations|members?|staff"
    r"|manager|supervisor|representative|agent|advis[eo]r|teammates?|department)"
)
_COME_BACK = (
    r"(?:get back (?:to|with) (?:you|u)\b|come back to you|be back with you"
    r"|(?:(?:get|be|keep) in touch|be in contact|follow(?:ing)?[ -]?up)\b(?! (?:with|on) (?!you))"
    r"|reach(?:ing)? out\b(?! to (?!you))|(?:contact|call|e-?mail|message|updat)(?:e|ing)? you\b|ring you|dm you|write to you"
    r"|keep you (?:updated|posted|informed)|(?:give|send) you an (?:update|answer)|let you know|be right back|be back with|circle back"
    r"|(?:phone|text|ping|inform) you\b|revert (?:back|to you|by|within|shortly|soon)|(?:give|drop) you a (?:ring|call|shout|line|message)"
    r"|have (?:an? |some |more )?(?:answer|update|news) for you"
    r"|(?<!your )\b(?:respond|reply)(?:ing)?\b(?! to (?!you))|report back)"
)

PROMISES: dict[str, tuple[str, ...]] = {
    "en": (
        (
            rf"\b{_TEAM}(?:'ll|’ll| will| shall|'(?:re|m) going to|’(?:re|m) going to| (?:are|am|is) going to)\b"
            rf"(?! not\b| never\b)[^.!?;\n]{{0,60}}?{_COME_BACK}"
        ),
        rf"\band will (?:then |also )?{_COME_BACK}",
        rf"\blet me [^.!?;\n]{{0,60}}?\band {_COME_BACK}",
        r"\byou(?:'ll|’ll| will| should) (?:\w+ )?hear(?:ing)? (?:back\b(?! from (?!us|me|our))|from (?:us|me|our))",
        (
            rf"\b(?:asked|have) (?:a |one of )?(?:our |my )?(?:\w+ ){{0,4}}{_TEAM}(?: of our team)? (?:\w+ ){{0,6}}?"
            r"(?:follow up with|reach out to|contact|call) you\b"
        ),
        r"\b(?:expect|await|you(?:'ll|’ll| will) (?:receive|get|have)) (?:a |an |our )?(?:reply|answer|response|call|update)\b",
    ),
    "th": (
        (
            r"(?:จะ|ขอ(?!บคุณ|โทษ|อภัย))[^.!?\n]{0,60}?(?:ติดต่อกลับ|ติดต่อคุณ|ติดต่อท่าน|ติดต่อลูกค้า|ติดต่อไป|แจ้งกลับ|แจ้งให้(?:คุณ|ท่าน|ลูกค้า)?ทราบ"
            r"|แจ้งให้(?:คุณ|ท่าน)ทราบ|แจ้งความคืบหน้า|แจ้งผล|แจ้งข้อมูล|ตอบกลับ|โทรกลับ|โทรหา|โทรแจ้ง|โทรไป|อัปเดต|อัพเดต|อัพเดท"
            r"|กลับมา(?:แจ้ง|ตอบ)|ทักกลับ|ส่ง(?:ข้อมูล|คำตอบ)ให้)"
        ),
    ),
    "fa": (
        r"تماس (?:خواهیم|خواهم|خواهند|خواهد|می[\u200c ]?گیریم|می[\u200c ]?گیرم|می[\u200c ]?گیرند|می[\u200c ]?گیرد)",
        (
            r"(?:اطلاع|خبر|پاسخ|جواب|نتیجه را)[^.!؟\n]{0,20}?(?:خواهیم داد|خواهم داد|خواهند داد|خواهیم کرد|خواهد شد"
            r"|می[\u200c ]?دهیم|می[\u200c ]?دهم|می[\u200c ]?دهند|می[\u200c ]?دیم|می[\u200c ]?دم)"
        ),
        r"(?:مطلع|باخبر|آگاه)[^.!؟\n]{0,12}?(?:خواهیم|خواهم|می[\u200c ]?کنیم|می[\u200c ]?کنم)",
        r"پیگیری (?:خواهیم|خواهم|خواهند|خواهد|می[\u200c ]?کنیم|می[\u200c ]?کنم)",
        r"(?:زنگ|ایمیل|پیام)[^.!؟\n]{0,12}?(?:خواهیم|خواهم|خواهند|می[\u200c ]?(?:زن|ده|فرست|کن)(?:یم|م|ند)\b)",
        r"در جریان[^.!؟\n]{0,12}?(?:خواهیم|خواهم|می[\u200c ]?(?:گذار|ده)(?:یم|م)\b)",
        r"(?:به اطلاع[^.!؟\n]{0,12}?(?:خواهیم|خواهم|می[\u200c ]?رسان)|اعلام (?:خواهیم|خواهم|خواهد|می[\u200c ]?کن(?:یم|م)\b))",
        r"در تماس خواهیم بود|(?:به شما )?(?:باز می[\u200c ]?گردیم|بر ?می[\u200c ]?گردیم)",
    ),
    "zh": (
        (
            r"(?:会|將|将|會|再|稍后|稍後|尽快|盡快|马上)[^。！？!?\n]{0,16}?"
            r"(?:回复|回覆|回復|答复|答覆|联系[您你]|联络[您你]|聯[繫絡][您你]|通知[您你]|告知[您你]|回电|回電|致[电電][給给]?[您你]|反馈给[您你]"
            r"|[给給][您你](?:回|答|打|发|發)|跟进|跟進|更新进展|[與与跟和][您你][联聯])"
        ),
        # Chinese leaves "will" out where a time, or what comes first, is named.
        (
            r"(?:^|[，,；;])(?![^，,；;。！？]*(?:已|昨|了吗|可以|能否|请您|請您|请在|請在|感谢|感謝))[^，,；;。！？]{0,30}?"
            r"(?:今[天日晚]|明[天日]|[周週][一二三四五六日天]|星期.|[上下]午|[点點]|稍[后後]|[内內后後前]|第一时间|第一時間|尽快|盡快|马上|馬上)"
            r"[^。！？!?\n]{0,10}?(?:(?:[给給跟与與和向][您你](?:一[个個])?|再)(?:回[复覆復电電]|答[复覆復]|[联聯][系络絡繫]|打[电電]话|反[馈饋]|[说說])(?!我)"
            r"|(?:回[复覆復]|答[复覆復]|通知|告知|告[诉訴]|[联聯][系络絡繫])[您你])"
        ),
    ),
    "ru": (
        (
            r"\b(?:свяж(?:емся|усь|ется|утся)|перезвон(?:им|ю|ит|ят)|верн(?:[её]мся|усь|(?:[её]тся|утся) (?:к вам|с ответом))|ответ(?:им|ит|ят)"
            r"|отвечу|сообщ(?:им|у|ит|ат)|напиш(?:ем|у|ет|ут)|дадим (?:вам )?(?:знать|ответ)|дам (?:вам )?знать"
            r"|проинформируем|уведомим|будем держать вас в курсе"
            r"|позвон(?:им|ю|ит|ят)|отпиш(?:емся|усь|ется|утся)|дам ответ|дадим обратную связь)\b"
        ),
        r"\bответ (?:придёт|придет|поступит|будет)\b",
        r"\bпостара(?:емся|юсь) (?:вам )?(?:ответить|связаться|сообщить|перезвонить|написать|вернуться)\b",
    ),
    "de": (
        r"\b(?:wir|ich|team|kolleg\w+|mitarbeiter\w*|support|abteilung)\b[^.!?\n]{0,50}?\b(?:melden?|meldet) (?:uns|mich|sich)\b",
        r"\bmelden? (?:wir|ich) (?:uns|mich)\b|\bmeldet sich\b(?! (?:nicht|niemand|keiner))",
        r"\b(?:hören|hörst|hört) (?:sie|du|ihr)\b[^.!?\n]{0,30}?\bvon (?:uns|mir)\b",
        r"\b(?:wir|ich)\b[^.!?\n]{0,50}?\b(?:auf (?:sie|dich|euch) zu(?:rück)?|bescheid|rückmeldung|rufen? \w+ zurück|auf dem laufenden)\b",
        r"\b(?:werden|werde|wird)\b[^.!?\n]{0,50}?\b(?:melden|zurückrufen|kontaktieren|informieren|antworten|zurückkommen|anrufen)\b",
        (
            r"\b(?:sie|du|ihr) (?:hören|hörst|hört|erhalten|erhältst|erhaltet|bekommen|bekommst|bekommt|kriegst|kriegt)\b"
            r"[^.!?\n]{0,40}?\b(?:von uns|von mir|(?:eine )?(?:antwort|rückmeldung|nachricht|info))\b"
        ),
        r"\b(?:wir|ich|team|kolleg\w+|mitarbeiter\w*)\b[^.!?\n]{0,30}?\b(?:rufen?|ruft)\b(?! uns)[^.!?\n]{0,40}?\b(?:zurück|an)\b",
        r"\brufen? (?:wir|ich)\b[^.!?\n]{0,40}?\b(?:zurück|an)\b",
        (
            r"\b(?:wir|ich)\b[^.!?\n]{0,60}?\b(?:schreiben?|informieren?|kontaktieren?|benachrichtigen?|antworten?|sagen?)"
            r" (?:wir |ich )?(?:sie|dir|dich|euch|ihnen)\b(?! (?:uns|bitte|gerne?|einfach|jederzeit|hier|hiermit|mir)\b)"
        ),
        r"\b(?:wir|ich)\b[^.!?\n]{0,40}?\bge?ben?\b[^.!?\n]{0,40}?\b(?:update|antwort|info)\b",
    ),
    "es": (
        r"\b(?:nos pondremos|me pondré|se pondrán?) en contacto\b",
        (
            r"(?<!\bya )(?<!\bjá )\b(?:te|le|os|les|lo|la)\s+(?:contactaremos|contactaré|contactarán?|llamaremos|llamaré|llamarán?|responderemos|responderé"
            r"|responderán?|avisaremos|avisaré|avisamos|informaremos|informaré|escribiremos|escribiré|daremos (?:una )?respuesta"
            r"|haremos saber|mantendremos (?:al tanto|informad\w+)|confirmaremos|devolveremos la llamada)"
        ),
        r"\b(?:vamos a|voy a|van a) (?:contactar|llamar|responder|avisar|informar|escribir)(?:te|le|os|les)\b",
        r"\b(?:volver(?:emos|é)|volvemos|vuelvo) a (?:contactar|escribir|llamar|ponernos)",
        (
            r"(?<!\bya )(?<!\bjá )\b(?:te|le|os|les|lo|la)\s+(?:contestaremos|contestaré|contestamos|contesto|respondemos|respondo|aviso|llamamos"
            r"|llamo|escribimos|escribo|informamos|informo|confirmamos|confirmo|mantenemos|mantengo|cuento|(?:digo|decimos) algo"
            r"|(?:damos|doy|daremos|daré) (?:una )?(?:respuesta|contestación|noticias|novedades))\b"
            r"(?! (?:de )?que\b| para\b| por\b| sobre\b| en privado\b| ayer\b| antes\b)"
        ),
        r"\b(?:recibir(?:ás|á|án|éis)|tendr(?:ás|á|án|éis)) (?:una |nuestra )?(?:noticias|respuesta|llamada|contestación)\b",
    ),
    "fr": (
        (
            r"\b(?:nous|je|on|équipe|conseill[eè]re?s?|collègues?|service)\b[^.!?\n]{0,40}?\b"
            r"(?:reviendr(?:ons|ai|a|ont)|revenons|reviens|revient) (?:très vite |rapidement |bientôt )?(?:vers|à) (?:vous|toi)\b"
        ),
        r"\b(?:vous|te|t['’])\s*(?:re)?(?:contacter|r?appeller|répondr|tiendr|informer|écrir|préviendr)(?:ons|ai|a|ont)\b",
        r"\b(?:vous|te) (?:tenons|tiens|tient|recontactons|rappelons) (?:au courant|informée?s?|dans|demain|rapidement)",
        r"\b(?:vous|te) (?:fer(?:ons|ai|a)|faisons|fais|fait) (?:savoir|(?:un |votre )?(?:retour|point))\b",
        r"\b(?:vous|te) (?:donner(?:ons|ai|a)|donnons|donne) (?:des nouvelles|une réponse)",
        r"\b(?:allons|vais|va|vont) (?:vous|te) (?:re)?(?:contacter|r?appeler|répondre|tenir|informer|écrire)\b",
        r"\b(?:allons|vais|va|vont|ne manquer(?:ons|ai|a) pas de) (?:\w+ )?revenir (?:très vite |rapidement )?vers (?:vous|toi)\b",
        (
            r"\b(?:je|nous|on) (?:vous|te) (?:réponds|répondons|répond|rappelle|recontacte|redis|redisons|redit|écris|écrivons)\b"
            r"(?! (?:en (?:privé|mp|dm|message)|ici|que|pour)\b)"
        ),
        r"\b(?:vous (?:recevrez|aurez)|tu (?:recevras|auras)) (?:une |un |notre |des )?(?:réponse|retour|nouvelles|appel)\b",
    ),
    "pt": (
        r"\b(?:entraremos|entrarei|entrarão|entrará|(?:vamos|vou|vai|iremos) entrar) em conta(?:c)?to\b",
        r"\b(?:retornaremos|retornarei|daremos (?:um |uma )?(?:retorno|resposta)|darei (?:um |uma )?(?:retorno|resposta))\b",
        r"\b(?:te|lhe|o|a|os|as)\s+(?:responderemos|avisaremos|avisarei|informaremos|conta(?:c)?taremos|ligaremos|manteremos)\b",
        r"\b(?:responderemos|avisaremos|ligaremos|voltaremos|voltarei)\b",
        r"\b(?:vamos|vou|iremos|vai) (?:te |lhe )?(?:responder|avisar|ligar|retornar|informar|conta(?:c)?tar|dar (?:um )?retorno)",
        r"\bmantê-l[oa]s? informad",
        r"\b(?:respondo|entro em conta(?:c)?to|retorno o conta(?:c)?to|retornamos)\b|\b(?:te|lhe|já te) (?:aviso|ligo|ligamos|respondo|escrevo|retorno)\b",
        r"(?<!\bjá )\b(?:ligo|ligamos) (?:para|a) (?:você|vocês|si|o senhor|a senhora)\b|\bvoltamos a (?:falar|contactar|entrar|escrever)\b",
        r"\b(?:te|lhe) (?:damos|dou) (?:um |uma )?(?:retorno|resposta)\b",
        r"\b(?:receberá|receberão|receberás|vai receber|terá|terás) (?:um |uma |o |a |nosso |nossa )?(?:retorno|resposta|conta(?:c)?to|ligação)\b",
    ),
}

CONDITIONS = (
    # An offer ("send us a message and we'll follow up") waits for the customer: it is no promise yet.
    (
        r"\b(?:dm|pm|send|message|e-?mail|tell|share|provide|give) (?:us|me|them)\b(?! (?:until|till|time|some time|an? (?:moment|minute|bit|day|few))\b)|\bfill (?:in|out)\b|\bif you\b|\bonce you\b|\bwhen you\b"
        r"|\bplease (?:\w+ )?(?:dm|pm|send|share|provide|get|visit|contact|call|reply|use|fill)\b"
        r"|\bso (?:that )?(?:we|i|our \w+) (?:can|could)\b|\b(?:would|want|like) (?:us|me) to\b"
    ),
    r"หาก(?:คุณ|ท่าน|ลูกค้า)|ถ้า(?:คุณ|ท่าน)|รบกวน(?:คุณ|ท่าน|ลูกค้า)?(?:ส่ง|แจ้ง|ทัก)|กรุณาส่ง",
    r"اگر|لطفا[ًّ]? ?(?:ارسال|بفرستید|پیام دهید)|پیام دهید تا",
    r"如果[您你]|若[您你]|请(?:私信|发送|提供)|請(?:私訊|提供)",
    r"\bесли\b|\b(?:напишите|пришлите|отправьте|сообщите) нам\b|\bкогда вы\b",
    r"\b(?:wenn|falls|sobald) (?:sie|du)\b|\b(?:schreib(?:en sie)?|schick(?:en sie)?|senden sie|sende) uns\b|\bmelden sie sich\b",
    r"\bsi (?:nos|tú|usted|quieres?|deseas?)\b|\b(?:envíanos|escríbenos|mándanos|envíenos|escríbanos)\b|\bcuando (?:nos|tú|usted)\b",
    r"\bsi vous\b|\bsi tu\b|\b(?:envoyez|écrivez|envoie|écris)[- ]nous\b|\bdès que vous\b",
    r"\bse você\b|\bse quiser\b|\b(?:envie|mande|escreva)(?:-nos| para nós|[^.]{0,20} (?:dm|mensagem))\b|\bquando você\b",
)

_ONE = r"an?|one|un[ea]?|uma?|eine[mnr]?|ein|один|одного|одной|одну|หนึ่ง|یک|一"
NUMBERS = {
    2: r"two|zwei|dos|deux|dois|duas|два|две|двух|สอง|دو|两|兩|二",
    3: r"three|drei|tres|trois|três|три|трёх|трех|สาม|سه|三",
    4: r"four|vier|cuatro|quatre|quatro|четыре|четырёх|สี่|چهار|四",
    5: r"five|fünf|cinco|cinq|пять|пяти|ห้า|پنج|五",
    1: _ONE,
}
"""Number words; digits of any script need no table."""

UNSPACED_NUMBERS = r"[一二两兩三四五]|หนึ่ง|สอง|สาม|สี่|ห้า"
"""Those of scripts that put no space between words."""

UNITS = {
    "working_day": r"(?:business|working|work) days?|วันทำการ|روز کاری|个?工作日|個工作日|рабоч\w+ (?:дн\w+|день)|werktag\w*|arbeitstag\w*"
    r"|d[ií]as? (?:hábil\w*|laborable\w*|úte?i[sl])|jours? ouvr\w+",
    "minutes": r"minut\w*|mins?\b|นาที|دقیقه|分钟|分鐘|мин\b|минут\w*",
    "hours": r"(?:business |working )?hours?|hrs?\b|h\b|ชั่วโมง|ชม|ساعت|个?小时|個?小時|час\w*|stunden?|std\b|horas?|heures?",
    "days": r"days?|วัน|روز|天|日|дн\w+|день|суток|сутки|tage?n?\b|d[ií]as?|jours?",
    "weeks": r"weeks?|สัปดาห์|อาทิตย์|هفته|周|週|星期|недел\w+|wochen?|semanas?|semaines?",
}
"""What is counted; the first that fits counts, so working days stand before days."""

LONE_UNIT = {
    "hours": r"через час\b|в течение часа\b",
    "days": r"в течение (?:дня|суток)\b",
    "weeks": r"через неделю\b|в течение недели\b",
}
"""Russian drops the "one"."""

TOMORROW = r"\btomorrow\b|\bfirst thing in the morning\b|พรุ่งนี้|فردا|明天|明日|\bзавтра\b|(?<!guten )(?<!am )\bmorgen\b|(?<!la )\bmañana\b|\bamanhã\b|\bdemain\b"
TODAY = (
    r"\btoday\b|\btonight\b|\bthis (?:afternoon|evening|morning)\b|\b(?:end|close) of (?:the |business )?day\b|\beod\b|วันนี้|امروز|امشب"
    r"|今天|今日|今晚|\bсегодня\b|\bheute\b|\bhoy\b|\besta (?:tarde|noche|noite)\b|\bhoje\b|\baujourd['’]hui\b|\bce soir\b"
)
NEXT_WEEK = (
    r"\bnext week\b|สัปดาห์หน้า|อาทิตย์หน้า|هفته (?:آینده|بعد)|下[个個]?(?:周|週|星期|礼拜)(?![一二三四五六日天])"
    r"|\bна следующей неделе\b|\bnächste[rn]? woche\b|\b(?:la )?próxima semana\b|\bsemana (?:que vem|que viene)\b|\bsemaine prochaine\b"
)
WEEKDAYS = (
    r"\bmonday|วันจันทร์|دوشنبه|(?:周|週|星期|礼拜)一|\bпонедельник|\bmontag|\blunes\b|\bsegunda\b|\blundi",
    r"\btuesday|วันอังคาร|سه[\u200c ]?شنبه|(?:周|週|星期|礼拜)二|\bвторник|\bdienstag|\bmartes\b|\bterça\b|\bmardi",
    r"\bwednesday|วันพุธ|چهارشنبه|(?:周|週|星期|礼拜)三|\bсред[уы]|\bmittwoch|\bmiércoles\b|\bquarta\b|\bmercredi",
    r"\bthursday|วันพฤหัส|پنج[\u200c ]?شنبه|(?:周|週|星期|礼拜)四|\bчетверг|\bdonnerstag|\bjueves\b|\bquinta\b|\bjeudi",
    r"\bfriday|วันศุกร์|جمعه|(?:周|週|星期|礼拜)五|\bпятниц|\bfreitag|\bviernes\b|\bsexta\b|\bvendredi",
    r"\bsaturday|วันเสาร์|(?<![\u200c\w])شنبه|(?:周|週|星期|礼拜)六|\bсуббот|\bsamstag|\bsonnabend|\bsábado\b|\bsamedi",
    r"\bsunday|วันอาทิตย์|یک[\u200c ]?شنبه|(?:周|週|星期|礼拜)[日天]|\bвоскресень|\bsonntag|\bdomingo\b|\bdimanche",
)
"""Monday first, as `date.weekday` counts."""


CLOCKS = (
    r"\b(?P<h>\d{1,2})(?::(?P<m>\d\d))?\s?(?P<half>[ap])\.?(?:m\b|\s*$)",
    r"\b(?P<h>\d{1,2})(?::(?P<m>\d\d))?\s?uhr\b",
    r"\b(?:a|antes de|hasta) las (?P<h>\d{1,2})(?::(?P<m>\d\d))?(?: de la (?P<half>tarde|noche|mañana))?",
    r"\b(?:à|avant|vers|d['’]ici) (?P<h>\d{1,2}) ?h(?:eures)?\b ?(?P<m>\d\d)?",
    r"\b(?:às|até as|antes das) (?P<h>\d{1,2})(?:h|:)?(?P<m>\d\d)?\b",
    r"(?P<half>下午|晚上|上午|早上)?(?P<h>\d{1,2})[点點](?P<m>\d\d)?",
    r"(?<![\d.:])(?P<h>\d{1,2}):(?P<m>\d\d)(?![\d:])",
)
"""A time on the clock: hour, minute where it is given, and which half of the day where that is said."""
AFTERNOON = ("p", "tarde", "noche", "下午", "晚上")


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as these tables mean it."""
    return re.compile(pattern, re.IGNORECASE)
