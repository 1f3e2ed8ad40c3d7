"""Deutsch signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        scheiß*, scheiss*, kacke, verarsch*, abzock*, betrüger, betrug, saftladen, drecksladen, unverschämt*,
        frechheit, eine schande, ekelhaft, widerlich, das letzte, zum kotzen, kotzt mich an, stinksauer, wütend,
        unfassbar, nie wieder, idioten, lügner, katastrophal, die schlechteste*, absolut inakzeptabel, reicht es
        mir, schnauze voll, mistladen, wtf, fuck*, hurensohn*, pisst mich
    """,
    Cue.DISPLEASED: """
        schlecht*, schlimm*, mies*, furchtbar, schrecklich, grauenhaft, grottig, enttäusch*, ärger*, nervt,
        nervig*, genervt, frustrier*, unzufrieden, traurig, peinlich, lächerlich*, inakzeptabel, unfreundlich*,
        unhöflich*, unverständlich, unzumutbar, sauer, hasse, hass, langsam, überteuert, zu teuer, katastrophe,
        chaos, albtraum, armselig, schwach, witz, blöd*, dumm*, doof, nicht gut, nicht zufrieden, nicht schön,
        geht gar nicht, geht garnicht, schade, leider, mist, müll, ungerecht, unfair, unprofessionell,
        ignoriert, zum heulen, verloren, verlier*, scheitern, versagt, versagen, angst, schande, weh, krank,
        langweilig, wechsle, kündige, kündigen, gekündigt, beschwer*, beschwerde, ohne worte, unmöglich, nicht
        euer ernst, kein bock, keine lust, sinnlos, eklig, hässlich, stress*, müde, sorgen, anstrengend
    """,
    Cue.PROBLEM: """
        funktioniert nicht, funktioniert immer noch nicht, geht nicht, gehen nicht, klappt nicht, läuft nicht,
        lädt nicht, startet nicht, öffnet nicht, kaputt, defekt*, beschädigt, fehler, fehlermeldung, störung*,
        ausfall, ausgefallen, fällt aus, abgestürzt, stürzt ab, problem, probleme, probleme mit, verspätet,
        verspätung*, verzögert, verzögerung, zu spät, storniert, gestrichen, annulliert, fehlt, fehlen,
        verschwunden, nicht angekommen, nicht erhalten, nicht geliefert, noch nicht da, nie angekommen, kommt
        nicht, kein paket, keine antwort, antwortet nicht, niemand antwortet, niemand erreichbar, nicht
        erreichbar, keine reaktion, keine rückmeldung, warteschleife, warte seit, warten seit, warte immer noch,
        immer noch nicht, immer noch kein*, noch immer nicht, noch immer kein*, falsch*, doppelt abgebucht,
        abgebucht, zu viel berechnet, kann mich nicht, kann nicht, komme nicht, gesperrt, kein internet, kein
        netz, kein empfang, kein signal, keine verbindung, offline, abgelaufen, verschimmelt, verweigert,
        abgelehnt, gehackt, bug, absturz, hängt, kein strom, keine lieferung, reklamation, mangelhaft, ruckelt,
        leer, gebrochen, zerstört
    """,
    Cue.REPROACH: """
        warum, wieso, weshalb, was soll das, was ist los, wie kann es sein, wie kann das sein, wann kommt
        endlich, wann wird endlich, wie lange noch, seit tagen, seit wochen, seit stunden, seit monaten, seit
        gestern, angeblich, versprochen, statt, obwohl, nicht mal, nicht einmal, schon wieder, zum dritten mal,
        zum wiederholten mal, endlich mal
    """,
    Cue.TROUBLE: """
        nicht, kein, keine, keinen, nie, niemals, nichts, niemand, aber, trotzdem, noch, wieder, immer, seit,
        tage, wochen, stunden, nur, leider, eigentlich, müssen, sollte, hättet
    """,
    Cue.PRAISE: """
        danke für, vielen dank für, herzlichen dank, großes lob, toll*, super, großartig*, klasse, spitze,
        hervorragend*, ausgezeichnet*, fantastisch*, wunderbar*, wunderschön*, perfekt*, genial*, liebe, lieben,
        geliebt, lieblings*, gut, gute, guter, gutes, schön*, lecker, freundlich*, nett*, hilfsbereit,
        zufrieden, glücklich, begeistert, freue mich, freuen uns, freue, beste, besten, bester, bestes,
        empfehlen, empfehlenswert, top, weiter so, mega, hammer, geil*, cool*, süß*, gelungen, herzlichen
        glückwunsch, glückwunsch, respekt, bravo, spaß, gefällt, beeindruck*, stolz, yay, schnelle hilfe,
        schnelle lieferung, hat geklappt, lustig, spannend, angenehm
    """,
    Cue.THANKS: """
        danke, dankeschön, vielen dank, merci
    """,
    Cue.QUESTION: """
        wie, wann, wo, was, wer, welche*, wohin, woher, wie viel, wie lange, kann ich, könnt ihr, können sie,
        könnten sie, gibt es, gibts, habt ihr, haben sie, ist es möglich, darf ich, muss ich, weiß jemand,
        frage, eine frage, wisst ihr, wird es, würde gerne wissen, ich möchte wissen, ich suche
    """,
    Cue.HELP: """
        hilfe, helfen, hilf, bitte melden, bitte um, bitte antwort*, bitte um rückruf, bitte kontakt*, bitte
        prüf*, unterstützung
    """,
    Cue.SUGGESTION: """
        wäre schön wenn, wäre toll wenn, wäre super wenn, wäre cool wenn, ich wünsche mir, wünsche mir,
        vorschlag, verbesserungsvorschlag, anregung, könntet ihr nicht, könntet ihr bitte ~ einführen, solltet
        ihr, ihr solltet, bitte fügt, bitte bringt, bringt ~ zurück, idee für
    """,
    Cue.SPAM: """
        folgt mir, gewinnspiel, kostenlos gewinnen, jetzt kaufen, jetzt bestellen, geld verdienen, von zuhause
        verdienen, passives einkommen, krypto, bitcoin, rabattcode, gutscheincode, link in bio, klick hier,
        klickt hier, hier klicken, casino, kredit ohne, abonniert meinen
    """,
    Cue.SARCASM: """
        danke für nichts, vielen dank für nichts, na toll, na super, na bravo, ganz toll, ganz großes kino,
        glückwunsch zu ~ schlecht*, herzlichen dank auch, schon wieder ~ super, wie immer zu spät, klasse
        leistung nicht, toll gemacht nicht, gut gemacht db
    """,
    Cue.NEGATION: """
        nicht, kein, keine, keinen, keinem, keiner, nie, ohne, weder, alles andere als, nichts, kaum
    """,
    Cue.URGENT: """
        dringend, notfall, so schnell wie möglich, sitze fest, sitzen fest, gestrandet, verpasse meinen,
        verpassen unseren, verpasse meine, anschluss verpasst, flug verpasst, krankenwagen, medikament*,
        lebensgefahr
    """,
    Cue.NOW: """
        jetzt, gerade, sofort, heute, aktuell, momentan, minuten, stunden, heute abend, heute morgen, noch
        immer, umgehend
    """,
    Cue.JOURNEY: """
        zug, züge, ice, bahn, flug, flüge, flughafen, bahnhof, gleis, bus, anschluss, gepäck, koffer, gate, s
        bahn, u bahn, straßenbahn, flugzeug
    """,
    Cue.DISRUPTION: """
        verspät*, ausfall, fällt aus, ausgefallen, gestrichen, storniert, annulliert, verpass*, steht, stehen,
        warten, gestrandet, fest, umsteigen, überfüllt, gesperrt, evakuiert, kein zug, niemand da
    """,
    Cue.TAKEOVER: """
        gehackt, hacker, passwort geändert, jemand ~ mein konto, jemand ~ meinem konto, fremde ~ konto, nicht
        von mir bestellt, nicht autorisiert, unbekannte abbuchung, unbefugt*, karte gestohlen,
        identitätsdiebstahl, konto ~ übernommen
    """,
    Cue.SECURITY: """
        gehackt, hacker, phishing, betrug*, betrüger, datenleck, datenpanne, sicherheitslücke, gefälscht*, fake,
        virus, schadsoftware, verdächtig*, passwort geändert, identitätsdiebstahl, unbefugt*
    """,
    Cue.PERSONAL_DATA: """
        meine nummer ist, meine telefonnummer, meine handynummer, meine adresse, meine e mail ist, meine email
        ist, kundennummer, bestellnummer, auftragsnummer, buchungsnummer, vertragsnummer, sendungsnummer,
        geburtsdatum, iban, kontonummer, kartennummer, personalausweis, personenbezogene, datenschutz, dsgvo
    """,
    Cue.MONEY: """
        erstatt*, rückerstatt*, geld zurück, mein geld, rechnung*, abgebucht, abbuchung*, zu viel bezahlt,
        doppelt bezahlt, doppelt berechnet, bezahlt, überweisung, gutschrift, gutschein, entschädigung,
        schadensersatz, mahnung, gebühr*, lastschrift, kaution
    """,
    Cue.LEGAL: """
        anwalt, rechtsanwalt, klage, verklag*, gericht, anzeige, strafanzeige, rechtlich*, rechtswidrig,
        illegal, verbraucherschutz, verbraucherzentrale, schlichtungsstelle, bundesnetzagentur, bafin, widerruf,
        datenschutzbeauftragte*, dsgvo, abmahnung, schadensersatz, fluggastrechte
    """,
    Cue.SAFETY: """
        gefährlich*, gefahr, verletzt, verletzung, unfall, brand, brennt, feuer, rauch, explodiert, stromschlag,
        vergiftet, lebensmittelvergiftung, allergi*, erstick*, krankenhaus, krankenwagen, glasscherben,
        scherben, schimmel, belästigt, bedroht, angegriffen, selbstmord, umbringen, notarzt
    """,
    Cue.DISCRIMINATION: """
        rassis*, diskriminier*, sexis*, homophob, antisemit*, fremdenfeindlich, ausländerfeindlich,
        behindertenfeindlich, barrierefrei, rollstuhl, kopftuch, wegen meiner hautfarbe, wegen meiner herkunft
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        journalist*, redaktion, presse, pressestelle, presseanfrage, zeitung, fernsehen, spiegel tv, vorstand,
        geschäftsführer*, geschäftsführung, ceo, bild zeitung, aktionär*
    """,
}
