"""Portuguese signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        merda, porra, caralho, puta, pqp, fdp, vsf, bosta, lixo, ladrões, golpistas, bandidos, vergonha,
        vergonhoso, ridículo*, absurdo, um absurdo, inaceitável, inadmissível, palhaçada, falta de vergonha, o
        pior, a pior, os piores, as piores, péssim*, nunca mais, odeio, nojo, nojent*, cansado de, cansada de,
        de saco cheio, incompetentes, mentirosos, desgraça*, inferno, revoltad*, indignad*, furios*, raiva,
        puto, puta da vida, safad*, tnc
    """,
    Cue.DISPLEASED: """
        ruim, ruins, mau, má, horrível, terrível, pior, piores, decepcion*, decepção, frustra*, irrita*,
        chatead*, chato, chata, triste, tristeza, lamentável, descaso, desrespeito, desrespeitos*, insatisfeit*,
        insatisfação, reclama*, reclamação, reclamações, lento, lenta, lentidão, caro, caríssimo, mal, mal
        educad*, grosseir*, engana*, enganação, mentira, mentem, fraude, desastre, caos, pesadelo, injust*,
        pena, infelizmente, ignora*, não gostei, não gosto, odiei, odeio, perda de tempo, vou cancelar, quero
        cancelar, cancelar meu, cancelar minha, trocar de operadora, mudar de operadora, fail, chora*, chorando,
        saudade, dor, medo, morrer, morri, cansad*, preguiça, fome, droga, complicado, difícil, estressad*,
        inútil, perdi, perdeu
    """,
    Cue.PROBLEM: """
        não funciona*, nao funciona*, não está funcionando, não tá funcionando, não carrega, não abre, não
        entra, não conecta, não consigo, nao consigo, não dá, não chegou, nao chegou, não chega, não recebi, nao
        recebi, não veio, não foi entregue, não entregaram, não responde*, ninguém responde, ninguém atende, não
        atende*, não resolve*, não resolveram, sem resposta, sem retorno, sem sinal, sem internet, sem luz, sem
        energia, sem água, sem serviço, sem solução, quebrad*, quebrou, defeito, defeituos*, danificad*,
        estragad*, com problema, problema, problemas, erro, erros, falha, falhas, bug, bugado, bugou, travando,
        trava, travou, caiu, caindo, fora do ar, instável, atras*, demora*, cancelad*, cancelaram, perdid*,
        extravi*, sumiu, sumiram, desapareceu, errad*, cobrança, cobraram, cobrando, cobrado, cobrou, cobrada,
        indevid*, em dobro, esperando, aguardando, até agora nada, ainda não, até hoje, bloquead*, hackead*,
        clonad*, vencid*, recus*, negad*, descontaram, não aparece
    """,
    Cue.REPROACH: """
        por que, porque não, pq, porquê, o que está acontecendo, o que aconteceu, oq aconteceu, até quando,
        quando vão, quando vocês vão, como assim, como pode, como é possível, há dias, há semanas, há meses, há
        horas, faz dias, faz semanas, faz meses, faz horas, há mais de, faz mais de, prometeram, disseram, me
        falaram, em vez de, ao invés de, nem, de novo, outra vez, mais uma vez, terceira vez, segunda vez,
        várias vezes, deveriam
    """,
    Cue.TROUBLE: """
        não, nao, nunca, ninguém, nada, nem, mas, ainda, sem, só, sempre, dias, semanas, horas, meses, já,
        desde, há, faz, vcs, vocês
    """,
    Cue.PRAISE: """
        obrigado por, obrigada por, obrigado pelo, obrigada pelo, obrigado pela, obrigada pela, valeu pela,
        parabéns, excelente*, ótim*, maravilh*, incrível, incríveis, perfeit*, fantástic*, sensacional, adorei,
        adoro, amo, amei, amando, gostei, gosto, feliz, satisfeit*, recomendo, melhor, melhores, bom, boa, bem,
        lindo, linda, lindos, lindas, gostos*, delíci*, top, show, demais, legal, nota 10, nota dez, rápido e,
        atencios*, agradecid*, gratidão, sucesso, amor, alegr*, divertid*, ansios*, quero muito, fofo, fofa,
        arrasou, arrasaram, orgulho, vitória
    """,
    Cue.THANKS: """
        obrigado, obrigada, obg, valeu, agradeço, grato, grata
    """,
    Cue.QUESTION: """
        como, como faço, quando, onde, qual, quais, quem, quanto*, o que é, posso, pode, podem, podem me,
        poderia me, tem como, tem previsão, vocês têm, vocês tem, existe, é possível, dá pra, dá para, uma
        dúvida, dúvida, dúvidas, pergunta, gostaria de saber, queria saber, quero saber, preciso saber, alguém
        sabe, sabem se, sabe se, informação, será que
    """,
    Cue.HELP: """
        ajuda, me ajud*, socorro, por favor, pfv, pf, favor, preciso de, preciso, resolvam, respondam, dm,
        entrem em contato, entrar em contato, ajudem, solução
    """,
    Cue.SUGGESTION: """
        seria bom se, seria ótimo se, seria legal se, seria interessante, sugestão, sugiro, deviam colocar,
        deveriam colocar, deviam adicionar, poderiam adicionar, poderiam colocar, podiam colocar, coloquem,
        adicionem, tragam de volta, volta com, gostaria que
    """,
    Cue.SPAM: """
        sigam, segue de volta, me segue, sdv, sorteio, ganhe dinheiro, ganhar dinheiro, renda extra, renda
        passiva, trabalhe em casa, criptomoedas, bitcoin, clique aqui, clique no link, link na bio, cupom de
        desconto, código de desconto, compre agora, oferta limitada, empréstimo, cassino, apostas, inscreva se
        no meu canal, chama no whatsapp, chama no zap
    """,
    Cue.SARCASM: """
        obrigado por nada, obrigada por nada, valeu por nada, parabéns pelo péssimo, parabéns pela péssima,
        parabéns pelo descaso, parabéns pela demora, que surpresa, que maravilha né, como sempre ruim, obrigado
        por estragar, obrigada por estragar, bela porcaria, belo serviço hein, só que não, sqn
    """,
    Cue.NEGATION: """
        não, nao, nunca, jamais, sem, nem, nada, n
    """,
    Cue.URGENT: """
        urgente, urgência, emergência, socorro, pres* no aeroporto, vou perder meu voo, perder o voo, perdi meu
        voo, perder a conexão, remédio*, ambulância, hospital, estou ilhad*
    """,
    Cue.NOW: """
        agora, hoje, neste momento, nesse momento, hoje de manhã, hoje à noite, minutos, horas, imediatamente, o
        mais rápido possível, até agora, logo
    """,
    Cue.JOURNEY: """
        voo, voos, avião, aeroporto, trem, trens, metrô, ônibus, estação, bagagem, mala, malas, embarque,
        conexão, portão, passageiros, comboio
    """,
    Cue.DISRUPTION: """
        cancelad*, cancelaram, atras*, pres*, perder, perdi, esperando, parado, parados, parada, sem informação,
        ninguém informa, lotado, fila
    """,
    Cue.TAKEOVER: """
        hackeado, hackeada, hackearam, invadiram, invadida, roubaram minha conta, alguém ~ minha conta, trocaram
        minha senha, mudaram minha senha, compra que não fiz, compras que não fiz, não reconheço, não
        autorizad*, clonaram, clonado, roubaram meu cartão, caí em um golpe, caí num golpe
    """,
    Cue.SECURITY: """
        hack*, invadi*, golpe, golpes, golpista*, fraude, fraudulent*, phishing, clonad*, clonaram, conta falsa,
        perfil falso, site falso, e mail falso, vírus, vazamento de dados, vazaram, roubo de identidade,
        suspeit*
    """,
    Cue.PERSONAL_DATA: """
        meu número é, meu telefone é, meu celular é, meu email é, meu e mail é, meu endereço é, número do
        pedido, pedido número, meu cpf, cpf, rg, protocolo, número da conta, número do cliente, código de
        reserva, localizador, dados pessoais, lgpd, data de nascimento, meu nome é
    """,
    Cue.MONEY: """
        reembols*, estorn*, devolução, devolvam meu dinheiro, devolver meu dinheiro, meu dinheiro, dinheiro,
        cobrança*, cobraram, cobrando, cobrado, cobrou, cobrada, fatura, boleto, paguei, pagar, pagamento,
        indeniz*, compensação, descontaram, taxa, juros, pix, em dobro, valor cobrado, saldo, crédito
    """,
    Cue.LEGAL: """
        advogad*, processo, processar, justiça, procon, ilegal*, crime, tribunal, ação judicial, reclame aqui,
        anatel, anac, banco central, juizado, direitos do consumidor, código de defesa, polícia, boletim de
        ocorrência, lgpd, notificação extrajudicial, livro de reclamações
    """,
    Cue.SAFETY: """
        perigos*, perigo, insegur*, ferid*, machuc*, acidente, incêndio, fogo, fumaça, explodi*, choque
        elétrico, intoxica*, alergi*, sufoca*, ambulância, hospital, caco de vidro, mofo, assédi*, asséd*,
        ameaç*, agredi*, agress*, atropel*, suicíd*, barata no, larva*
    """,
    Cue.DISCRIMINATION: """
        racis*, discrimin*, machis*, sexis*, homofob*, preconceit*, xenofob*, gordofob*, por ser negr*, por ser
        mulher, cadeirante, cadeira de rodas, deficiente, acessibilidade, capacitis*, transfob*
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        jornalista, imprensa, repórter, reportagem, jornal, mídia, ceo, diretor*, presidente da, acionista*,
        televisão, globo, viral
    """,
}
