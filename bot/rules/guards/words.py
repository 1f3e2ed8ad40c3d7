"""The words around a number that tell what it is, in the languages of our first markets.

Latin and Cyrillic words are matched whole; Thai, Persian and Chinese ones anywhere, as those scripts join words.
"""

import re

BEFORE = 32  # characters looked at before a number; a short clause
AFTER = 14  # and after it: "… office", "(mobile)"


def whole(words: str) -> str:
    """A pattern fragment for any of the `|`-separated words, not inside a longer Latin or Cyrillic word."""
    return rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])"


def any_of(latin: str, joined: str) -> re.Pattern[str]:
    """Compile words of spaced scripts (matched whole) and of joined scripts (matched anywhere)."""
    return re.compile(rf"{whole(latin)}|{joined}", re.IGNORECASE)


PHONE = any_of(
    r"phones?|tel|telephone|call(?:ed|ing|s)?|mobile|cell|cellphone|handy|fax|sms|text|whats\s?app|viber|ring"
    r"|dial|hotline|helpline|office|desk|home|answering|reach|messages? to|registered|contact"
    r"|telefon\w*|anruf\w*|rufnummer|mobil\w*|t[ée]l[ée]phone|portable|appel\w*|joindre|tel[ée]fono|m[óo]vil|celular"
    r"|llam\w+|telefone|telem[óo]vel|lig(?:ar|ue|amos)|тел|телефон\w*|звон\w+|позвон\w+|моб\w*",
    r"โทร|เบอร์|มือถือ|ติดต่อ|تلفن|تماس|موبایل|همراه|هاتف|جوال|اتصل|电话|電話|手机|手機|致电|拨打|热线|联系|फ़ोन|फोन|मोबाइल|ফোন|মোবাইল",
)
NOT_A_PHONE = any_of(
    r"error|code|build|version|firmware|patch|ean|isbn|issn|sku|upc|imei|model|serial|lat|long|latitude|longitude|coordinates"
    r"|lottery|lotto|zip(?: code)?|postcode|plz|fehler\w*|fehlercode|erreur|ошибк\w*|сборк\w*|верси\w*",
    r"型号|版本|错误|รุ่น|เวอร์ชัน|نسخه|خطای",
)
COUNTED = any_of(
    r"views?|units?|people|users?|customers?|followers?|subscribers?|downloads?|fans?|km|kg|просмотр\w*|человек",
    "人|次|คน",
)
CARD = any_of(
    r"cards?|visa|mastercard|maestro|amex|debit|credit card|karte\w*|kreditkarte\w*|carte|tarjeta|cart[ãa]o|карт\w*",
    r"บัตร|کارت|بطاقة|卡号|信用卡|银行卡|卡",
)
ID = any_of(
    r"ssn|social security|passport|driv(?:er|ing)(?:['’]?s)? licen[cs]e|national (?:id|identity|insurance)|nino|(?-i:NI)(?=\s(?:number|no|is)\b)|(?-i:DL|PPS|PPSN)"
    r"|id (?:card|number|no)|identity (?:card|number|no)|tax (?:id|number|no)|(?-i:TIN|EIN|SIN|PAN|NIE|NIR|RG)|itin|nhs|medicare"
    r"|aadhaar|pan card|cpf|cnpj|curp|rfc|dni|cuit|cuil|(?-i:RUT|RUN|CPR|CNP|OIB|EGN|AMKA|AHV|AVS|TFN|NRIC|HKID)|emirates id"
    r"|nif|bsn|pesel|tckn|kimlik|personnummer|codice fiscale|steuer\w*|ausweis\w*|personalausweis\w*|reisepass\w*"
    r"|rijksregister\w*|rodn[ée] č[íi]slo|henkil[öo]tunnus|fødselsnummer|f[öo]dselsnummer|(?:renten|sozial)versicherungs\w*"
    r"|f[üu]hrerschein\w*|pasaporte|passeport|passaporto|passaporte|permis de conduire|carn[eé]t? de conducir|licencia de conducir"
    r"|s[ée]curit[ée] sociale|seguridad social|seguran[çc]a social|cart[ãa]o de cidad[ãa]o|carteira de motorista"
    r"|n[°º] de s[ée]cu|s[ée]cu|carte d['’]identit[ée]|(?:загран)?паспорт\w*|инн|снилс|водительск\w+|удостоверени\w+",
    r"บัตรประชาชน|เลขประจำตัว|พาสปอร์ต|หนังสือเดินทาง|ใบขับขี่|کد\s?ملی|کدملی|شماره ملی|گذرنامه|پاسپورت|گواهینامه(?: رانندگی)?"
    r"|رقم الهوية|جواز(?: السفر)?|身份证|身分證|护照|護照|驾照|驾驶证|社保|여권|주민등록|운전면허|パスポート|旅券|マイナンバー|पासपोर्ट|आधार|免許証|תעודת זהות|דרכון",
)
ACCOUNT = any_of(
    r"(?:bank |my |your |the )?(?:account|acct|a/c)\s*(?:number|no\.?|num|#)|sort code|routing (?:number|no)"
    r"|(?:debit |credit )?card\s*(?:number|no\.?|#)|konto(?:nummer|nr)\.?|num[ée]ro de compte"
    r"|n[úu]mero de cuenta|n[úu]mero d[ae] conta|номер\w* сч[её]та|расч[её]тн\w+ сч[её]т",
    r"เลขที่บัญชี|เลขบัญชี|شماره حساب|رقم الحساب|账号|帳號|账户号|银行账户",
)
ORDER = any_of(
    r"order|booking|reservation|confirmation|ticket|e-?ticket|tracking|shipment|parcel|reference|ref\.?|case|claim|voucher"
    r"|invoice|pnr|record locator|service request|sr|request|bestell\w*|auftrags\w*|buchungs\w*|buchung|vorgangs\w*|sendungs\w*"
    r"|commande|r[ée]servation|dossier|billet|suivi|pedido|reserva|localizador|boleto|seguimiento|encomenda|bilhete"
    r"|заказ(?!ов)\w*|брон\w*|билет\w*|трек\w*|обращени\w*|заявк\w*",
    r"คำสั่งซื้อ|ออเดอร์|หมายเลขจอง|เลขที่จอง|การจอง|หมายเลขพัสดุ|เลขพัสดุ|ใบจอง|รหัสจอง|سفارش|رزرو|بلیط|مرسوله|پیگیری|رهگیری|طلب رقم|رقم (?:الطلب|الحجز|التذكرة|التتبع|الشحنة)|订单|訂單|预订|預訂|单号|票号|机票|注文|予約|追跡|주문|예약|운송장|ऑर्डर|बुकिंग",
)
REFUND = any_of(
    r"(?<!non-)refund(?!able)\w*|reimburs\w*|compensat\w*|goodwill|voucher\w*|credited|credit (?:of|for)|money back|pay(?:ing)? (?:you )?back"
    r"|r[üu]ckerstatt\w*|erstatt\w*|entsch[äa]dig\w*|gutschrift\w*|gutgeschrieben|gutschreib\w*|kulanz\w*|rembours\w*|indemnis\w*|d[ée]dommag\w*"
    r"|reembols\w*|reintegr\w*|devoluci[óo]n\w*|indemniza\w*|compens\w*|indeniza\w*|ressarc\w*|estorno\w*|devolu[çc]\w*"
    r"|возвра\w*|верн[её]м|вернули|компенсац\w*|возмещ\w*",
    r"คืนเงิน|ชดเชย|เงินคืน|بازپرداخت|بازگشت وجه|غرامت|جبران|استرداد|بازگردان\w*|تعويض|استرجاع|退款|赔偿|賠償|补偿|補償|退还|退回|返金|払い?戻|補償|환불|보상|रिफंड|वापस",
)


def near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of the words stands shortly before or after `text[start:end]`."""
    before = text[max(0, start - BEFORE) : start]
    return bool(words.search(before) or words.search(text[end : end + AFTER]))


def just_before(words: re.Pattern[str], text: str, start: int) -> bool:
    """Whether one of the words stands shortly before `start`."""
    return bool(words.search(text[max(0, start - BEFORE) : start]))
