"""Turkish signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        rezalet, rezil*, iğrenç*, berbat*, allah belanızı, lanet olsun, kahrolsun, siktir*, amk, aq, mk,
        orospu*, şerefsiz*, namussuz*, dolandırıcı*, hırsız*, soyguncu*, sahtekar*, utanın, utanmaz*, yüzsüz*,
        yazıklar olsun, en kötü, kepazelik, skandal, bıktım, bıktık, nefret, bir daha asla, asla bir daha, yeter
        artık, aptal*, salak*, geri zekalı*, öfkeliyim, sinirden, delirdim, çıldırdım
    """,
    Cue.DISPLEASED: """
        kötü*, korkunç, hayal kırıklığı*, memnun değil*, memnun kalmadım, memnuniyetsiz*, şikayet*, sinir*,
        kızgın*, üzgün*, üzücü, üzüldüm, maalesef, yavaş*, pahalı*, kaba, saygısız*, ilgisiz*, yalan*, kandır*,
        mağdur*, mağduriyet, saçma*, saçmalık, komik değil, zaman kaybı, vakit kaybı, başka firmaya, operatör
        değiştir*, iptal ediyorum, iptal edeceğim, beğenmedim, sevmedim, tavsiye etmem, tavsiye etmiyorum,
        almayın, vasat, çöp, kalitesiz*, yetersiz*, sıkıntı*, dert, ayıp, yazık, skandal, umursam*, önemsem*,
        işe yaramaz
    """,
    Cue.PROBLEM: """
        çalışmıyor*, çalışmadı, açılmıyor, açılmadı, yüklenmiyor, girilmiyor, giremiyorum, giremedim,
        bağlanamıyorum, bağlanmıyor, gelmedi, gelmiyor, gelmemiş, ulaşmadı, ulaşamıyorum, ulaşamadım, teslim
        edilmedi, teslim etmedi*, teslim almadım, cevap yok, cevap vermiyor*, cevap vermedi*, cevap alamadım,
        dönüş yok, dönüş yapmıyor*, dönüş yapılmadı, yanıt yok, yanıt vermiyor*, bozuk, bozuldu, kırık, kırıldı,
        arıza*, arızalı, hasarlı, hata*, sorun*, problem*, kesinti*, kesildi, internet yok, elektrik yok, su
        yok, çekmiyor, şebeke yok, dondu, donuyor, çöktü, kapandı, gecik*, rötar*, iptal edildi, iptal oldu,
        iptal, kayıp, kayboldu, eksik, yanlış, hatalı, fazla çekildi, çekilmiş, çekildi, kesilmiş, iade
        edilmedi, yatmadı, hâlâ, hala, bekliyorum, bekliyoruz, bekletil*, alamıyorum, alamadım, yapamıyorum,
        yapılmadı, çözülmedi, çözüm yok, çözmüyor*, engellendi, bloke, reddedildi, çalındı, silindi, olmuyor,
        olmadı, yapmıyor*, veremiyor*
    """,
    Cue.REPROACH: """
        neden, niye, niçin, ne zaman ~ gelecek, ne zaman ~ düzelecek, nasıl olur, ne oluyor, daha ne kadar, kaç
        gün, kaç kere, kaç defa, günlerdir, haftalardır, aylardır, saatlerdir, saattir, gündür, haftadır, aydır,
        dünden beri, söz verdi*, dediniz, denildi, söylendi, yerine, bile, yine, tekrar, üçüncü kez, hani
    """,
    Cue.TROUBLE: """
        değil, yok, hiç, hiçbir, kimse, ama, fakat, hala, daha, sadece, gün, hafta, saat, ay, artık, beri,
        rağmen, aradım, yazdım, söyledi, müşteri hizmetleri
    """,
    Cue.PRAISE: """
        teşekkür ederim ~ için, için teşekkür*, harika*, mükemmel*, süper, muhteşem*, muhteşem, çok iyi, iyi,
        güzel*, en iyi*, bayıldım, bayılıyorum, seviyorum, sevdim, beğendim, memnunum, memnun kaldım, memnun
        kaldık, tavsiye ederim, tavsiye ediyorum, başarılı*, tebrik*, bravo, helal, eline sağlık, elinize
        sağlık, ellerinize sağlık, hızlı ve, hızlı kargo, ilgili ve, nazik, kibar, güler yüzlü, lezzetli,
        kaliteli, efsane, şahane, mutlu*, keyifli, aşk*, canım, iyi ki, sağlam, kusursuz, on numara, 10 numara,
        müthiş
    """,
    Cue.THANKS: """
        teşekkürler, teşekkür ederim, teşekkür ederiz, sağolun, sağ olun, sağol, tşk, tşkler
    """,
    Cue.QUESTION: """
        nasıl, ne zaman, nerede, nereden, nereye, hangi, kim, kaç, ne kadar, var mı, varmı, mı, mi, mu, mü,
        mısınız, misiniz, musunuz, müsünüz, mıyım, miyim, olur mu, olacak mı, edebilir miyim, alabilir miyim,
        yapabilir miyim, bilgi alabilir, bilgi verir, bilgi almak, öğrenebilir miyim, öğrenmek istiyorum, sormak
        istiyorum, bir sorum, soru, bilen var, acaba, nedir
    """,
    Cue.HELP: """
        yardım*, yardımcı, lütfen, rica, destek, ilgilen*, dm, bana ulaşın, iletişime, dönüş yapın, dönüş bekl*,
        çözüm bekl*, düzeltin, gerekeni
    """,
    Cue.SUGGESTION: """
        olsa güzel olur, olsa iyi olur, olsa çok iyi, eklense, eklerseniz, ekleyin, ekler misiniz, eklenmeli,
        öneri*, önerim, önermek, tavsiyem, geri getirin, geri gelsin, yapsanız, keşke
    """,
    Cue.SPAM: """
        takip et, geri takip, gt yapılır, çekiliş, para kazan, evden çalış*, ek gelir, pasif gelir, kripto,
        bitcoin, tıkla*, linke tıkla, profildeki link, bio link, indirim kodu, hemen al, fırsatı kaçırma, kredi
        imkanı, bahis, casino, bonus, deneme bonusu, kanalıma abone
    """,
    Cue.SARCASM: """
        hiçbir şey için teşekkür*, teşekkürler yine, bravo size, tebrikler yine, tebrikler ~ rezalet, aferin
        size, helal olsun size, ne sürpriz, her zamanki gibi, harika yine, süper yine, çok güzel hizmet
        gerçekten
    """,
    Cue.NEGATION: """
        hiç, asla, pek
    """,
    Cue.NEGATION_AFTER: """
        değil, değilim, degil, değiliz, yok, olmadı
    """,
    Cue.URGENT: """
        acil, acilen, ivedi, mahsur, mahsur kald*, uçağımı kaçır*, uçağı kaçır*, kaçıracağım, ambulans,
        hastane*, ilaç*
    """,
    Cue.NOW: """
        şimdi, şu an, şu anda, bugün, bu akşam, bu sabah, hemen, derhal, dakika*, saat, saattir, hala, halen,
        şuan
    """,
    Cue.JOURNEY: """
        uçak*, uçuş*, sefer*, havalimanı*, havaalanı*, tren*, otobüs*, metro*, metrobüs, durak*, istasyon*,
        bagaj*, valiz*, aktarma*, yolcu*, vapur*, peron*
    """,
    Cue.DISRUPTION: """
        rötar*, gecik*, iptal*, bekliyor*, bekletil*, mahsur, kaçır*, kaldık, kaldım, yok, kayıp, dolu, bilgi
        yok, kimse yok, arıza*
    """,
    Cue.TAKEOVER: """
        hacklendi*, hesabım çalındı, hesabımı çal*, hesabıma gir*, biri hesabım*, şifremi değiştir*, şifrem
        değiş*, bilgim dışında, iznim olmadan, ben yapmadım, benim yapmadığım, kartım kopyaland*, kartım
        çalındı, dolandırıldım
    """,
    Cue.SECURITY: """
        hack*, dolandır*, oltalama, phishing, sahte, virüs, veri sızıntı*, sızdır*, çalındı, kopyaland*,
        şüpheli, güvenlik açığı, kimlik hırsızlığı
    """,
    Cue.PERSONAL_DATA: """
        telefon numaram, numaram, mail adresim, e posta adresim, adresim, sipariş numara*, sipariş no, müşteri
        numara*, rezervasyon numara*, pnr, takip numara*, tc kimlik, kimlik numara*, hesap numara*, iban, kart
        numara*, doğum tarih*, kişisel veri*, kvkk
    """,
    Cue.MONEY: """
        iade*, param, paramı, para, ücret*, fatura*, ödeme*, ödedim, çekildi, çekilmiş, kesinti yapıl*, kesildi
        ~ para, tazminat, bakiye*, borç*, komisyon*, aidat*, kredi*, havale, eft, cayma bedeli, geri öde*
    """,
    Cue.LEGAL: """
        avukat*, dava*, mahkeme*, savcılık*, suç duyurusu, yasal*, yasa dışı, kanun*, tüketici hakem*, hakem
        heyeti, tüketici mahkeme*, cimer, btk, bddk, spk, şikayetvar, kvkk, ihtarname, polis*, karakol*,
        tüketici hak*
    """,
    Cue.SAFETY: """
        tehlike*, güvensiz, yaralan*, yaralı*, kaza*, yangın*, yandı, yanıyor, duman*, patladı, patlama,
        elektrik çarp*, zehirlen*, alerji*, boğul*, ambulans, hastanelik, cam parça*, küf*, taciz*, tehdit*,
        saldır*, darp*, intihar*, böcek
    """,
    Cue.DISCRIMINATION: """
        ırkçı*, ayrımcı*, ayrımcılık, cinsiyetçi*, homofob*, engelli*, tekerlekli sandalye, başörtü*, nefret
        söylemi
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        gazeteci*, basın, muhabir*, haber ajans*, televizyon, genel müdür*, ceo, yönetim kurulu, hissedar*, köşe
        yazar*, röportaj
    """,
}
