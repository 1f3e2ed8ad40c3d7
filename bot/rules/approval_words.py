"""Words in a reply that ask for a second pair of eyes, by topic, in the languages of our first markets.

Latin and Cyrillic entries match from the start of a word; Thai, Persian and Chinese ones anywhere, as those scripts
join words.
"""

import re

LEGAL = (
    (
        r"lawyers?\b|attorney|solicitor|legal\b|lawsuit|sue\b|suing\b|court\b|liabilit|liable\b|ombudsman|regulator\b"
        r"|anwalt|anwält|klage\b|verklag|gericht\b|haftung|haftbar|rechtlich|avocat|tribunal|poursuite|juridique"
        r"|abogad|demanda\b|demandar|advogad|processar\b|justiça|procon\b|юрист|адвокат|суд\b|суде\b|судебн|иск\b"
    ),
    r"ทนาย|ฟ้อง|ศาล|กฎหมาย|สคบ|وکیل|دادگاه|شکایت حقوقی|قانونی|محامي|محكمة|律师|律師|法院|起诉|起訴|法律|诉讼",
)
SAFETY = (
    (
        r"injur|hurt\b|hospital(?:s|i[sz]ed)?\b|poison|allerg|(?:on|caught|catch) fire\b|burn(?:t|ed|s)\b|explo(?:d|s)|electric shock|product recall|recalled\b|unsafe|hazard"
        r"|verletz|krankenhaus|vergift|feuer\b|brennt\b|rückruf|bless[ée]|hôpital|incendie|rappel de produit|herid"
        r"|incendio|intoxica|ferid|incêndio|alergi|травм|больниц|отравл|пожар|взрыв|аллерг|ожог"
    ),
    r"บาดเจ็บ|โรงพยาบาล|ไฟไหม้|ระเบิด|แพ้อาหาร|อาหารเป็นพิษ|مصدوم|بیمارستان|آتش|مسموم|انفجار|حساسیت|受伤|受傷|医院|着火|爆炸|中毒|过敏",
)
PRESS = (
    (
        r"journalist|reporter|the press\b|press (?:office|release|statement|enquir|inquir)|newspaper|media (?:enquir|inquir|statement)|official statement"
        r"|presse\b|pressestelle|zeitung|journalismus|stellungnahme|communiqué|porte-parole|periodista|prensa\b|comunicado"
        r"|jornalista|imprensa|assessoria|журналист|пресс-|сми\b|газет"
    ),
    r"นักข่าว|สื่อมวลชน|แถลงการณ์|خبرنگار|روزنامه|بیانیه|صحفي|记者|記者|媒体|媒體|声明",
)
DISCRIMINATION = (
    (
        r"discriminat|racis[mt]|sexis[mt]|harass|homophob|transphob|islamophob|antisemit|diskriminier|rassis|belästig"
        r"|harcèlement|raciste|discrimina|acoso|assédio|дискримин|расис|домогательств"
    ),
    r"เลือกปฏิบัติ|เหยียดผิว|เหยียดเพศ|คุกคาม|تبعیض|نژادپرست|آزار|عنصري|تمييز|歧视|歧視|种族主义|骚扰",
)


def _topic(latin: str, joined: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{latin})|{joined}", re.IGNORECASE)


TOPICS = {
    "legal": _topic(*LEGAL),
    "safety": _topic(*SAFETY),
    "press": _topic(*PRESS),
    "discrimination": _topic(*DISCRIMINATION),
}
