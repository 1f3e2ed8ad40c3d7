"""Italian signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        merda, cazzo, schifo, fa schifo, schifoso, ladri, truffatori, truffa, vergogna, vergognatevi,
        vergognos*, indecent*, scandalos*, inaccettabile, incapaci, incompetenti, buffoni, bugiardi, il
        peggiore, la peggiore, peggior, pessim*, mai più, stufo, stufa, incazzat*, furios*, fanculo, vaffanculo,
        stronz*, bastard*, coglion*, ridicoli, presa per il culo, odio
    """,
    Cue.DISPLEASED: """
        male, cattivo, cattiva, brutto, brutta, brutti, orribile, terribile, peggio, deluso, delusa, delusi,
        delusione, deludente, frustrante, fastidio*, arrabbiat*, triste, tristezza, lamentele, reclamo,
        disservizio, disservizi, disastro, scadente, lento, lenta, lentissim*, caro, carissim*, maleducat*,
        scortes*, insoddisfatt*, imbarazzante, ridicolo, ridicola, assurdo, assurda, purtroppo, peccato, non va
        bene, non mi piace, non è possibile, perdita di tempo, disdico, disdire, disdetta, cambio operatore,
        cambiare operatore, ignora*, bugie, menti*, inganno, ingiust*, paura, morte, morti, dolore, piangere,
        noia, noios*, stanc*, ansia, fallimento, schif*, inutile, ignorant*, idioti, problema, colpa, crisi,
        tasse
    """,
    Cue.PROBLEM: """
        non funziona*, non va, non carica, non si apre, non parte, non riesco, non posso, non si può, non
        arriva, non è arrivato, non è arrivata, mai arrivato, non ho ricevuto, mai ricevuto, non rispond*,
        nessuno risponde, nessuna risposta, senza risposta, senza linea, senza internet, senza rete, senza
        corrente, non c è linea, non c è segnale, nessun segnale, rotto, rotta, guast*, difettos*, danneggiat*,
        errore, errori, problema, problemi, bug, crash*, si blocca, bloccat*, ritardo, ritardi, in ritardo,
        cancellat*, annullat*, smarrit*, perso, persa, sparit*, sbagliat*, addebit*, addebito, doppio addebito,
        fatturat*, sto aspettando, aspetto da, in attesa da, ancora niente, ancora nulla, ancora non, non
        ancora, hackerat*, scadut*, rifiutat*, negat*, manca, mancante, disconness*, sospes*, soppresso
    """,
    Cue.REPROACH: """
        perché, perchè, come mai, com è possibile, come è possibile, che succede, cosa succede, fino a quando,
        quando pensate, quando avete intenzione, da giorni, da settimane, da mesi, da ore, da ieri, da più di,
        da una settimana, da stamattina, di nuovo, ancora una volta, terza volta, seconda volta, più volte,
        promesso, mi avevano detto, avete detto, invece di, nemmeno, neanche, dovreste, sarebbe ora
    """,
    Cue.TROUBLE: """
        non, mai, niente, nulla, nessuno, ma, ancora, senza, solo, sempre, giorni, settimane, ore, mesi, più,
        da, già, anche
    """,
    Cue.PRAISE: """
        grazie per, grazie a, complimenti, ottim*, eccellente, eccellenti, fantastic*, meraviglios*, perfett*,
        stupend*, splendid*, bellissim*, bravissim*, bravo, bravi, brava, buon, buono, buona, buoni, bello,
        bella, belli, bene, adoro, amo, mi piace, piaciuto, felice, content*, soddisfatt*, consiglio vivamente,
        consigliatissim*, migliore, migliori, meglio, gentil*, veloce e, veloci e, cortes*, efficient*, top,
        super, grande, grandi, auguri, amore, orgoglios*, divertent*, simpatic*, evviva, impeccabile, viva,
        vittoria, sorriso, gioia, buonissim*
    """,
    Cue.THANKS: """
        grazie, grazie mille, vi ringrazio, ringrazio
    """,
    Cue.QUESTION: """
        come, come faccio, come posso, quando, dove, quale, quali, chi, quanto, quanti, cosa, posso, si può,
        potete dirmi, potreste, mi potete, è possibile, c è un modo, avete, esiste, una domanda, domanda,
        informazioni, info, vorrei sapere, volevo sapere, qualcuno sa, sapete se, sapete, dubbio
    """,
    Cue.HELP: """
        aiuto, aiutatemi, aiutare, aiutarmi, per favore, per piacere, perfavore, ho bisogno, assistenza,
        contattatemi, rispondete, potete aiutarmi, soluzione, risolvere, dm
    """,
    Cue.SUGGESTION: """
        sarebbe bello se, sarebbe utile, sarebbe bene, suggerimento, suggerisco, consiglio di aggiungere,
        dovreste aggiungere, potreste aggiungere, aggiungete, riportate, propongo, mi piacerebbe che, vorrei che
    """,
    Cue.SPAM: """
        seguimi, seguitemi, concorso, guadagna, guadagnare online, guadagnare da casa, lavora da casa, rendita
        passiva, criptovalute, bitcoin, clicca qui, clicca sul link, link in bio, codice sconto, compra ora,
        offerta limitata, prestito veloce, casinò, scommesse, iscriviti al mio canale, scrivimi su whatsapp
    """,
    Cue.SARCASM: """
        grazie per niente, grazie di niente, grazie per nulla, grazie di nulla, complimenti per il disservizio,
        complimenti per il ritardo, complimenti davvero, bravi davvero, che sorpresa, bel servizio, bella
        figura, come al solito, come sempre in ritardo, ottimo lavoro non, grazie per avermi fatto
    """,
    Cue.NEGATION: """
        non, mai, senza, nessun, nessuna, né, niente, nulla, poco, tutt altro che
    """,
    Cue.URGENT: """
        urgente, urgentemente, urgenza, emergenza, bloccat* in aeroporto, bloccati in, perdo il volo, perderò
        il, perdere il volo, perso la coincidenza, perdo la coincidenza, ambulanza, ospedale, medicin*, farmac*
    """,
    Cue.NOW: """
        ora, adesso, oggi, subito, stasera, stamattina, in questo momento, minuti, ore, immediatamente, al più
        presto, il prima possibile, tuttora
    """,
    Cue.JOURNEY: """
        treno, treni, volo, voli, aereo, aeroporto, stazione, binario, metro, metropolitana, autobus, bus,
        bagaglio, bagagli, valigia, coincidenza, imbarco, gate, passeggeri
    """,
    Cue.DISRUPTION: """
        ritard*, cancellat*, annullat*, soppress*, fermo, fermi, ferma, bloccat*, perdere, perso, aspettando,
        attesa, nessuna informazione, nessuno informa, sciopero, sovraffollat*
    """,
    Cue.TAKEOVER: """
        hackerat*, hackerato, rubato l account, rubato il mio account, qualcuno ~ mio account, cambiato la
        password, cambiata la password, acquisti che non ho, addebiti che non, non riconosco, non autorizzat*,
        clonat*, rubato la carta, carta rubata, furto d identità
    """,
    Cue.SECURITY: """
        hack*, phishing, truff*, frode, fraudolent*, clonat*, account falso, profilo falso, sito falso, mail
        falsa, virus, furto d identità, violazione dei dati, sospett*, fuga di dati
    """,
    Cue.PERSONAL_DATA: """
        il mio numero è, il mio telefono, il mio indirizzo, la mia email è, la mia mail è, numero d ordine,
        numero ordine, codice cliente, codice fiscale, numero cliente, codice prenotazione, numero di conto,
        iban, data di nascita, dati personali, gdpr, privacy, mi chiamo
    """,
    Cue.MONEY: """
        rimbors*, i miei soldi, soldi, addebit*, fattura*, bolletta, bollette, pagato, pagare, pagamento,
        risarciment*, indennizzo, storno, penale, credito, caparra, commission*, costi nascosti, prelevat*,
        buono
    """,
    Cue.LEGAL: """
        avvocato, avvocati, denuncia*, querela, causa legale, fare causa, tribunale, illegale, legale, legali,
        agcom, agcm, antitrust, codacons, altroconsumo, associazione consumatori, garante, polizia postale,
        diffida, reclamo formale
    """,
    Cue.SAFETY: """
        pericolos*, pericolo, ferit*, incidente, incendio, fuoco, fumo, esplos*, scossa elettrica, intossica*,
        allergi*, soffoca*, ambulanza, ospedale, vetro nel, muffa, molesti*, minacc*, aggredi*, aggress*,
        suicid*, vermi, scarafagg*
    """,
    Cue.DISCRIMINATION: """
        razzis*, discrimina*, sessis*, omofob*, antisemit*, xenofob*, sedia a rotelle, disabil*, carrozzina,
        colore della pelle, transfob*, barriere architettoniche
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        giornalista, stampa, redazione, giornale, reporter, televisione, telegiornale, amministratore delegato,
        ceo, presidente di, direttore generale, azionist*, striscia la notizia, le iene, virale
    """,
}
