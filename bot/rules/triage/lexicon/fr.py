"""French signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        merde, putain, ptn, connard*, enculé*, fdp, bande de voleurs, voleurs, escrocs, arnaqueurs, honteux,
        honte, une honte, scandaleux, scandale, inadmissible, inacceptable, dégueulasse, lamentable, foutage de
        gueule, se foutre de, foutez de, marre, ras le bol, plus jamais, les pires, le pire, la pire, furieux,
        furieuse, incompétent*, incapables, menteurs, bordel, fait chier, c est abusé, wtf, enrag*, dégoût*,
        écœur*, foutre
    """,
    Cue.DISPLEASED: """
        mauvais*, nul, nulle, nuls, nulles, horrible, terrible, affreux, catastroph*, déçu*, déception,
        décevant*, frustr*, énerv*, agac*, mécontent*, insatisfait*, triste, tristesse, dommage, pénible,
        ridicule, désagréable, impoli*, malpoli*, irrespectueux, lent, lente, trop cher, hors de prix, arnaque,
        arnaqu*, mensonge*, ment, mentent, pire, pires, cauchemar, désastre, pas normal, pas bien, pas content,
        pas terrible, pas sérieux, déteste, hais, haine, insupportable, plainte, réclamation, me plaindre,
        foutu, pourri*, ignor*, n importe quoi, aucune réponse, aucun respect, je résilie, résilier,
        résiliation, changer d opérateur, perte de temps, perdu mon temps, minable, inutile, injust*, peur, mal,
        mort, pleurer, fatigu*, chiant*, relou, blasé*, malheureusement, saoul*, peine, seum, galère*
    """,
    Cue.PROBLEM: """
        ne marche pas, marche pas, ne marche plus, marche plus, ne fonctionne pas, fonctionne pas, ne fonctionne
        plus, fonctionne plus, ne charge pas, impossible de, impossible d, je ne peux pas, je peux pas, j arrive
        pas, je n arrive pas, je n arrive plus, ne répond pas, ne répondez pas, répond pas, personne ne répond,
        pas de réponse, sans réponse, sans nouvelles, pas reçu, jamais reçu, toujours pas, toujours rien,
        toujours aucun*, pas arrivé, pas livré, non livré, jamais arrivé, cassé*, abîmé*, défectueux,
        endommagé*, en panne, panne, pannes, bug, bugs, bugue, erreur*, problème*, souci, soucis, plante,
        planté, retard, retards, retardé*, annulé*, annulation, perdu, perdue, perdus, disparu, manque,
        manquant*, faux, fausse, trompé*, incorrect, débité*, prélevé*, prélèvement, facturé*, surfacturé*,
        double débit, j attends, attends depuis, attente depuis, en attente, bloqué*, suspendu, piraté*,
        refusé*, refus, plus de réseau, pas de réseau, pas internet, pas de connexion, plus internet, sans
        internet, coupure*, périmé*, indisponible, rupture de stock, hors service, déconnect*, raccroch*
    """,
    Cue.REPROACH: """
        pourquoi, comment se fait, comment ça se fait, comment est ce possible, qu est ce qui se passe, c est
        quoi ce, que se passe, quand est ce que vous allez, vous comptez, comptez vous, jusqu à quand, depuis
        des jours, depuis des semaines, depuis des mois, depuis hier, depuis plus de, depuis une semaine, depuis
        ce matin, encore une fois, encore un, encore une, 3ème fois, troisième fois, deuxième fois, plusieurs
        fois, promis, vous aviez dit, on m a dit, au lieu de, même pas, alors que, il serait temps
    """,
    Cue.TROUBLE: """
        pas, jamais, rien, personne, aucun, aucune, mais, encore, toujours, sans, plus, depuis, jours, semaines,
        heures, mois, ne, n, non, seulement, juste
    """,
    Cue.PRAISE: """
        merci pour, merci à, grand merci, un grand merci, bravo, félicitations, super, génial*, excellent*,
        parfait*, magnifique*, formidable*, merveilleux, merveilleuse, fantastique, incroyable, top, au top,
        extra, adore, j adore, j aime, aime, amour, content, contente, heureux, heureuse, ravi*, satisfait*,
        recommande, meilleur*, beau, belle, bon, bonne, bien, gentil*, aimable, efficace, rapide et, réactif,
        réactive, sympa, agréable, délicieux, impeccable, chapeau, respect, joli*, cool, hâte, plaisir,
        chouette, trop bien, réussi, vivement, fier, fière, rire, joie
    """,
    Cue.THANKS: """
        merci, merci beaucoup, merci d avance
    """,
    Cue.QUESTION: """
        comment, quand, où, combien, quel, quelle, quels, quelles, qui, que faire, est ce que, est il possible,
        est ce possible, puis je, peut on, pouvez vous, pourriez vous, y a t il, avez vous, savez vous, une
        question, question, je voudrais savoir, j aimerais savoir, je souhaite savoir, quelqu un sait, des
        nouvelles, une idée, renseignement, c est quoi
    """,
    Cue.HELP: """
        aide, aidez moi, aider, besoin d aide, besoin de, svp, s il vous plaît, s il vous plait, s il te plait,
        stp, au secours, contactez moi, répondez, en dm, en mp, assistance, merci de, pouvez vous m aider
    """,
    Cue.SUGGESTION: """
        ce serait bien, ce serait cool, ce serait génial, ça serait bien, ça serait cool, serait il possible d
        ajouter, vous devriez, suggestion, je suggère, je propose, une idée d amélioration, ajoutez, pourriez
        vous ajouter, pensez à, ramenez, j aimerais que, il faudrait ajouter, pourquoi ne pas
    """,
    Cue.SPAM: """
        suivez moi, concours, gagnez, gagner de l argent, argent facile, revenu passif, revenus passifs, travail
        à domicile, crypto, bitcoin, cliquez ici, cliquez sur, lien en bio, lien dans ma bio, code promo,
        achetez maintenant, offre limitée, prêt rapide, casino, paris sportifs, abonnez vous à ma, contactez moi
        sur whatsapp
    """,
    Cue.SARCASM: """
        merci pour rien, bravo pour ~ retard, bravo la, bravo les, merci bien hein, bien joué la, quelle
        surprise, comme d hab, comme d habitude, super encore, génial encore, merci de me faire perdre, merci
        pour le retard, on applaudit, chapeau l artiste, bel accueil, belle organisation
    """,
    Cue.NEGATION: """
        pas, jamais, sans, aucun, aucune, ni, rien, peu, non, loin d être, guère, plus rien de
    """,
    Cue.URGENT: """
        urgent, urgence, en urgence, coincé*, bloqué à, bloqués à, rater mon, rater ma, rater notre, vais rater,
        raté ma correspondance, raté mon, ambulance, hôpital, médicament*
    """,
    Cue.NOW: """
        maintenant, aujourd hui, ce soir, ce matin, actuellement, en ce moment, tout de suite, immédiatement,
        minutes, heures, dès que possible, au plus vite, toujours pas
    """,
    Cue.JOURNEY: """
        train, trains, tgv, rer, vol, avion, aéroport, gare, quai, métro, bus, bagage*, valise*, correspondance,
        embarquement, passagers, ter, ligne
    """,
    Cue.DISRUPTION: """
        retard*, annul*, supprimé*, coincé*, bloqué*, rater, raté, attente, attends, attendons, arrêté, à l
        arrêt, évacué*, bondé, aucune info, aucune information, pas d info, personne pour, perturb*
    """,
    Cue.TAKEOVER: """
        piraté*, piratage, hacké*, on m a volé mon compte, quelqu un ~ mon compte, mot de passe ~ changé,
        usurp*, achats que je n ai pas, non autorisé*, frauduleu*, carte volée, débit* que je n ai pas
    """,
    Cue.SECURITY: """
        pirat*, hack*, phishing, hameçonnage, arnaque*, fraude*, frauduleu*, usurp*, faux compte, faux site,
        faux mail, virus, fuite de données, vol d identité, suspect*, faille de sécurité
    """,
    Cue.PERSONAL_DATA: """
        mon numéro est, mon numéro de téléphone, mon adresse est, mon mail est, mon email est, numéro de
        commande, n de commande, numéro de client, numéro client, numéro de dossier, numéro de réservation,
        référence, date de naissance, rib, iban, carte bancaire se terminant, données personnelles, rgpd, numéro
        de compte, numéro de suivi, je m appelle
    """,
    Cue.MONEY: """
        rembours*, mon argent, argent, rendez moi, débité*, prélevé*, prélèvement*, facture*, facturé*,
        facturation, payé*, paiement, payer, dédommag*, indemni*, avoir, bon d achat, trop perçu, frais,
        caution, virement, compensation
    """,
    Cue.LEGAL: """
        avocat*, justice, procès, tribunal, plainte, porter plainte, illégal*, loi, juridique, dgccrf, signal
        conso, que choisir, 60 millions, médiateur, médiation, mise en demeure, arcep, cnil, rgpd, poursuite*,
        huissier, droit de rétractation
    """,
    Cue.SAFETY: """
        dangereux, dangereuse, danger, blessé*, blessure, accident, incendie, feu, fumée, explos*, exploser,
        électrocut*, intoxi*, allergi*, étouff*, ambulance, hôpital, pompiers, moisi*, verre dans, harcel*,
        menac*, agress*, suicid*, cafard*
    """,
    Cue.DISCRIMINATION: """
        racis*, discrimin*, sexis*, homophob*, antisémit*, islamophob*, xénophob*, fauteuil roulant, handicap*,
        pmr, voile, couleur de peau, transphob*, misogyn*
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        journaliste, presse, rédaction, reporter, journal télévisé, médias, pdg, directeur général, président
        de, actionnaire*, interview, bfm, le monde, viral
    """,
}
