"""Hindi signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        घटिया, बकवास, चोर, चोरों, लुटेरे, ठग, धोखेबाज़, धोखेबाज, बेशर्म, शर्मनाक, शर्म करो, शर्म आनी चाहिए,
        कमीने, कुत्ते, साले, हरामी, हरामखोर, चूतिया, भोसडी*, मादरचोद, बहनचोद, सबसे खराब, सबसे घटिया, कभी नहीं
        खरीद*, गुस्सा, नफरत, बेवकूफ, गधे, निकम्मे, ghatiya, bakwas, bakwaas, chor, besharam, chutiya*, chutiye,
        bc, mc, madarchod, bhenchod, behenchod, bhosdi*, gandu, harami, kutte, kamine, sala, saale, bewakoof,
        bewkuf, nalayak, nikamme, sharam karo, dhokebaaz, fraudiye, haramkhor
    """,
    Cue.DISPLEASED: """
        खराब, ख़राब, बुरा, बुरी, बेकार, निराश*, निराशा, दुखी, दुख, परेशान*, परेशानी, नाराज़, नाराज, शिकायत*,
        धीमा, धीमी, महंगा, महंगी, बदतमीज*, असभ्य, झूठ*, झूठे, धोखा*, ठगा, लूट*, लापरवाही, अफसोस, अफ़सोस, पछता*,
        समय बर्बाद, बर्बाद*, पैसे बर्बाद, गंदा, गंदी, बदबू, अन्याय, नहीं चाहिए, मत खरीद*, ना खरीदें, पसंद नहीं,
        kharab, kharaab, bura, buri, bekar, bekaar, nirash, pareshan*, dukhi, dukh, sharam, shame, jhoot*,
        jhooth*, jhuth*, dhoka*, dhokha*, loot, loot rahe, ganda, gandi, gande, faltu, faaltu, waste, barbad*,
        time waste, pasand nahi, mat lo, mat kharid*, mehnga, mahanga, slow, ghamand*, gussa, nafrat, dar,
        badtameez, bura hal, mar gaya, mar gaye, afsos
    """,
    Cue.PROBLEM: """
        काम नहीं कर*, नहीं चल*, नहीं खुल*, नहीं हो रहा, नहीं हो रही, नहीं मिला, नहीं मिली, नहीं मिल रहा, नहीं
        आया, नहीं आई, नहीं आ रहा, नहीं आ रही, नहीं पहुंचा, नहीं पहुँचा, नहीं भेजा, जवाब नहीं, कोई जवाब नहीं, कोई
        नहीं, कोई समाधान नहीं, टूटा, टूटी, टूट गया, खराबी, समस्या*, दिक्कत*, प्रॉब्लम, गलत, ग़लत, गलती, एरर,
        देरी, देर, लेट, रद्द, कैंसिल, गायब, खो गया, खो गई, कट गए, कट गया, काट लिए, काट लिया, काटे, पैसे कट*, दो
        बार, इंतजार, इंतज़ार, अभी तक, अब तक, बंद, बंद है, ब्लॉक, हैक*, चोरी, एक्सपायर*, मना कर*, रिजेक्ट*,
        नेटवर्क नहीं, बिजली नहीं, पानी नहीं, रिफंड नहीं, kaam nahi kar*, kam nahi kar*, nahi chal*, nhi chal*,
        nahi ho raha, nahi ho rha, nhi ho raha, nhi ho rha, nahi mila, nhi mila, nahi mili, nahi aaya, nhi aaya,
        nahi aya, nahi aa raha, nahi aa rha, nahi pahuncha, nahi diya, nhi diya, nahi kar rahe, nahi kiya, jawab
        nahi, koi jawab nahi, reply nahi, koi reply nahi, koi nahi sunta, network nahi, bijli nahi, samasya,
        samasyaa, dikkat, problem*, issue*, galat, late, der, cancel*, gayab, kat gaya, kat gaye, kat liye,
        paise kat*, paise kaat*, do baar, intezar, intzaar, abhi tak, ab tak, band, band hai, block, hack*,
        chori, toot gaya, tut gaya, error, not working, no response, pending
    """,
    Cue.REPROACH: """
        क्यों, क्यूँ, क्यूं, कब तक, कब आएगा, कब मिलेगा, कब ठीक, कितने दिन, कितनी बार, कई दिन*, कई बार, हफ्ते से,
        महीने से, दिन से, दिनों से, घंटे से, घंटों से, वादा*, बोला था, कहा था, फिर से, तीसरी बार, दूसरी बार, ऐसा
        क्यों, क्या हो रहा, kyu, kyun, kyon, kyo, kab tak, kab aayega, kab aayegi, kab milega, kab thik, kitne
        din, kitni baar, kai din, kai baar, din se, dino se, ghante se, mahine se, hafte se, bola tha, kaha tha,
        wada, vaada, phir se, fir se, kya ho raha, kya ho rha
    """,
    Cue.TROUBLE: """
        नहीं, न, ना, मत, कोई, लेकिन, मगर, पर, फिर, अभी, सिर्फ, दिन, घंटे, बार बार, nahi, nhi, nahin, na, mat,
        koi, lekin, magar, par, phir, abhi, sirf, din, ghante, baar baar, customer care, no, not, but
    """,
    Cue.PRAISE: """
        बहुत अच्छा, बहुत अच्छी, बहुत बढ़िया, अच्छा, अच्छी, अच्छे, बढ़िया, शानदार, जबरदस्त, ज़बरदस्त, बेहतरीन,
        उत्तम, सुंदर, खूबसूरत, लाजवाब, कमाल, मस्त, प्यार, पसंद, पसंद आया, पसंद आई, खुश, खुशी, संतुष्ट, धन्यवाद
        आपका, बधाई, शाबाश, वाह, स्वादिष्ट, तेज और, सबसे अच्छा, सबसे अच्छी, मज़ा, मजा, बेस्ट, सुपर, गर्व, सफलता,
        जय, bahut accha, bahut acha, bohot acha, bhot acha, bahut badhiya, accha, acha, achha, achchha, achhi,
        achi, acche, ache, badhiya, badiya, shandar, shaandar, zabardast, jabardast, behtareen, behtarin,
        sundar, khubsurat, khoobsurat, lajawab, kamaal, kamal, mast, pyar, pyaar, pasand, pasand aaya, khush,
        khushi, santusht, badhai, badhaai, shabash, wah, waah, maza, mazaa, majja, best, super, garv, love,
        loved, great, good, nice, awesome, amazing, beautiful, happy, excellent, congratulations, congrats,
        proud, osm, superb, jai, dil jeet, dil se, mubarak, shubhkamna*, thank you so much
    """,
    Cue.THANKS: """
        धन्यवाद, शुक्रिया, थैंक्यू, आभार, dhanyawad, dhanyavad, dhanyawaad, shukriya, thanks, thank you, thanku,
        thankyou, aabhar
    """,
    Cue.QUESTION: """
        क्या, कैसे, कब, कहाँ, कहां, कौन, कौनसा, कौन सा, कितना, कितने, कितनी, किसको, किसे, बताइए, बताइये, बताएं,
        बताओ, जानकारी, पूछना, सवाल, जानना, हो सकता है, मिल सकता है, मिलेगा, kya, kaise, kese, kab, kaha, kahan,
        kaun, kon, kaunsa, konsa, kitna, kitne, kitni, bataiye, batao, bataye, batayein, jankari, jaankari,
        puchna, poochna, sawal, milega, ho sakta hai
    """,
    Cue.HELP: """
        मदद, सहायता, कृपया, प्लीज, कृपा, समाधान, ठीक करो, ठीक कीजिए, जवाब दो, जवाब दीजिए, madad, sahayata,
        kripya, please, plz, pls, help, solve karo, thik karo, theek karo, jawab do, reply karo, reply do, dm
    """,
    Cue.SUGGESTION: """
        सुझाव, चाहिए कि, जोड़ें, जोड़ दो, जोड़िए, अच्छा होगा अगर, अच्छा होता अगर, बेहतर होगा, शुरू करें, वापस
        लाओ, वापस लाइए, sujhav, sujhaav, acha hoga agar, accha hoga agar, achha hota agar, behtar hoga, add
        karo, add kar do, add kijiye, wapas lao, suggestion, please add
    """,
    Cue.SPAM: """
        फॉलो करें, फॉलो बैक, पैसे कमाएं, पैसे कमाओ, घर बैठे कमा*, घर बैठे पैसे, कमाई, लिंक पर क्लिक, यहाँ क्लिक,
        क्लिक करें, फ्री में जीतें, लोन, तुरंत लोन, व्हाट्सएप करें, सट्टा, जुआ, follow back, follow me, paise
        kamao, paise kamaye, ghar baithe kamao, ghar baithe, online kamai, link par click, click karo, click
        here, instant loan, whatsapp karo, satta, matka, giveaway, free recharge, refer code, bitcoin, crypto,
        subscribe karo
    """,
    Cue.SARCASM: """
        धन्यवाद कुछ नहीं, वाह क्या सेवा, वाह क्या सर्विस, बहुत अच्छे फिर, शाबाश फिर, हमेशा की तरह देर, हमेशा की
        तरह खराब, wah kya service, waah kya service, wah kya seva, kya baat hai phir se, hamesha ki tarah late,
        hamesha ki tarah, thanks for nothing, bahut acche phir se, great service wah, slow clap
    """,
    Cue.NEGATION: """
        नहीं, न, ना, मत, बिना, nahi, nhi, nahin, na, mat, bina, not, no, never
    """,
    Cue.NEGATION_AFTER: """
        नहीं, नही, nahi, nhi, nahin, ni, nai
    """,
    Cue.URGENT: """
        तुरंत मदद, अर्जेंट, आपातकाल, आपातकालीन, इमरजेंसी, फंसे, फंसा, फंस गया, फंस गए, छूट जाएगी, छूट जाएगा,
        ट्रेन छूट, फ्लाइट छूट, एम्बुलेंस, अस्पताल, दवाई, दवा, urgent*, emergency, fase hue, phase hue, phas
        gaye, fas gaye, phas gaya, chhut jayegi, chut jayegi, train chhut*, flight chhut*, ambulance, hospital,
        dawai
    """,
    Cue.NOW: """
        अभी, आज, तुरंत, इस समय, आज रात, आज सुबह, मिनट, घंटे, घंटों, जल्दी, abhi, aaj, turant, is samay, minute*,
        ghante, ghanto, jaldi, asap, now
    """,
    Cue.JOURNEY: """
        ट्रेन, रेल, रेलवे, फ्लाइट, उड़ान, विमान, हवाई अड्डा, एयरपोर्ट, स्टेशन, प्लेटफॉर्म, बस, मेट्रो, सामान,
        यात्री, यात्रा, टैक्सी, train, flight, airport, station, platform, bus, metro, saman, luggage, yatri,
        yatra, taxi, coach, berth
    """,
    Cue.DISRUPTION: """
        देरी, लेट, रद्द, कैंसिल, फंसे, फंसा, इंतजार, इंतज़ार, छूट, छूट गई, खड़ी, रुकी, कोई सूचना नहीं, कोई नहीं,
        late, cancel*, delay*, phase, fase, intezar, chhut*, khadi, ruki, koi nahi, koi suchna nahi, stuck, miss
    """,
    Cue.TAKEOVER: """
        हैक हो गया, हैक कर लिया, हैक हो, अकाउंट हैक, खाता हैक, किसी ने मेरे खाते, किसी ने मेरा अकाउंट, पासवर्ड
        बदल*, मैंने नहीं किया, मेरी अनुमति के बिना, कार्ड चोरी, धोखाधड़ी, ओटीपी, खाते से पैसे निकाल*, account
        hack*, hack ho gaya, hack kar liya, kisi ne mera account, kisi ne mere account, password change kar*,
        password badal*, maine nahi kiya, bina meri permission, card chori, khate se paise, paise nikal liye,
        fraud ho gaya, unauthori* transaction*
    """,
    Cue.SECURITY: """
        हैक*, हैकर, फ्रॉड, धोखाधड़ी, फिशिंग, ठगी, नकली, फर्जी, फ़र्ज़ी, फेक, डेटा लीक, वायरस, साइबर, ओटीपी,
        संदिग्ध, hack*, hacker, fraud*, phishing, thagi, nakli, farzi, farji, fake, data leak, virus, cyber,
        otp, scam*
    """,
    Cue.PERSONAL_DATA: """
        मेरा नंबर, मोबाइल नंबर, फोन नंबर, मेरा ईमेल, मेरा पता, ऑर्डर नंबर, ऑर्डर आईडी, बुकिंग नंबर, पीएनआर,
        ग्राहक संख्या, खाता संख्या, खाता नंबर, कार्ड नंबर, आधार, पैन कार्ड, जन्म तिथि, निजी जानकारी, शिकायत
        संख्या, mera number, mobile number, phone number, mera email, mera address, order number, order id,
        booking id, pnr, customer id, account number, card number, aadhar, aadhaar, pan card, complaint number,
        upi id
    """,
    Cue.MONEY: """
        रिफंड, पैसे वापस, पैसा वापस, पैसे, पैसा, रुपये, रुपए, भुगतान, पेमेंट, बिल, चार्ज, शुल्क, जुर्माना,
        मुआवजा, मुआवज़ा, काट लिए, कट गए, रिचार्ज, बैलेंस, किस्त, लोन, ब्याज, वसूल*, refund*, paise, paisa,
        rupee*, rs, payment, bill, charge*, charges, recharge, balance, deduct*, compensation, cashback, kat
        gaye, kaat liye, wapas karo, emi
    """,
    Cue.LEGAL: """
        वकील, अदालत, कोर्ट, केस, मुकदमा, कानून*, कानूनी, गैरकानूनी, अवैध, पुलिस, एफआईआर, उपभोक्ता फोरम, उपभोक्ता
        अदालत, ट्राई, आरबीआई, लोकपाल, vakil, wakil, lawyer, court, case karunga, case karenge, mukadma, kanoon*,
        kanuni, illegal, police, fir, consumer forum, consumer court, trai, rbi, lokpal, ombudsman, legal
        notice, legal action
    """,
    Cue.SAFETY: """
        खतरनाक, खतरा, असुरक्षित, घायल, चोट, दुर्घटना, हादसा, आग, धुआं, धुआँ, विस्फोट, फट गया, करंट, ज़हर, जहर,
        फूड पॉइजनिंग, बीमार पड़, एलर्जी, दम घुट*, एम्बुलेंस, अस्पताल, कांच, फफूंद, कीड़ा, कीड़े, कॉकरोच,
        छेड़छाड़, धमकी, धमका*, हमला, मारपीट, आत्महत्या, khatarnak, khatra, ghayal, chot lagi, accident, hadsa,
        aag lag*, dhuan, blast, phat gaya, current laga, zehar, food poisoning, bimar pad*, allergy, ambulance,
        kaanch, keeda, keede, cockroach, ched chad, chhedchhad, dhamki, hamla, marpit, suicide, unsafe
    """,
    Cue.DISCRIMINATION: """
        भेदभाव, जातिवाद*, जातिवादी, नस्लवाद*, नस्लभेद, लिंगभेद, दिव्यांग, विकलांग, व्हीलचेयर, सांप्रदायिक,
        bhedbhav, jativad*, jaatiwad*, racist, racism, viklang, divyang, wheelchair, discriminat*
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        पत्रकार, मीडिया, अखबार, संवाददाता, न्यूज़ चैनल, समाचार, सीईओ, निदेशक, अध्यक्ष, शेयरधारक, मंत्री,
        patrakar, media, akhbar, reporter, news channel, ceo, md, director, shareholder, mantri
    """,
}
