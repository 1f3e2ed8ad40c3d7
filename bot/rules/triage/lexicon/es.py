"""Spanish signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        mierda, puta, puto, joder, asco, asqueroso*, asquerosa*, ladrones, estafadores, estafa, sinvergüenza*,
        vergüenza, vergonzoso, indignante, indignad*, inaceptable, hijos de puta, hp, hdp, el peor, la peor, los
        peores, las peores, pésim*, harto de, harta de, hartos de, estoy harto, estoy harta, nunca más, jamás
        vuelvo, maldit*, inútiles, incompetentes, mentirosos, no sirven para nada, una burla, son un robo, robo,
        gilipollas, pendejo*, carajo, malparid*, wtf, furios*
    """,
    Cue.DISPLEASED: """
        mal, mala, malo, malos, malas, malísim*, terrible, horrible, fatal, peor, decepcion*, decepción,
        decepcionante, frustra*, molest*, enojad*, enfadad*, cabread*, triste, tristeza, lamentable, ridículo,
        ridícula, queja, quejas, quejarme, reclamo, reclamar, reclamación, desastre, deficiente, lento, lenta,
        lentísim*, caro, carísim*, grosero, maleducad*, descontent*, insatisfech*, engañ*, mentira, mentiras,
        mienten, falta de respeto, no me gusta, odio, odia, abuso, abusivo, basura, porquería, caos, pesadilla,
        injust*, pena, ignoran, ignorado, me cambio de compañía, me cambio a, voy a cambiar, dar de baja, darme
        de baja, cancelar mi, perdida de tiempo, pérdida de tiempo, perder el tiempo, cansad*, aburrid*, miedo,
        dolor, llorar, estres*, no puede ser, qué mal, que mal, tardan, insoportable, fail, empeoran, empeora,
        empeorando, culpa, problema
    """,
    Cue.PROBLEM: """
        no funciona*, no sirve, no carga, no abre, no anda, no va, no puedo, no me deja, no deja, no se puede,
        no me llega, no llega, no ha llegado, no llegó, no he recibido, no recib*, no responden, no contestan,
        nadie responde, nadie contesta, nadie atiende, no atienden, no me han, no hay servicio, no hay internet,
        no hay señal, no tengo señal, no tengo internet, no tengo servicio, no tengo luz, sin servicio, sin
        señal, sin internet, sin luz, sin respuesta, sin agua, roto, rota, dañad*, averiad*, avería, defectuos*,
        falla, fallas, fallo, fallos, fallando, error, errores, problema, problemas, inconveniente, se cae, se
        cayó, caído, caída, retras*, demora*, tarde, cancelad*, cancelaron, cancelación, perdido, perdida,
        perdieron, desapareci*, equivocad*, incorrect*, cobro, cobraron, cobran, cobrando, cobrado, cargo, doble
        cobro, sigo esperando, seguimos esperando, esperando, llevo esperando, bloquead*, hackead*, robaron,
        vencido, caducado, rechazad*, no aparece, no reconoce, todavía no, aún no, sigue sin, siguen sin, sigo
        sin, batería ~ dura, se congela, se apaga, se traba, se cuelga, avisan
    """,
    Cue.REPROACH: """
        por qué, porqué, por que no, qué pasa con, que pasa con, qué pasó, que paso con, hasta cuándo, hasta
        cuando, cuándo van a, cuando van a, cómo es posible, como es posible, cómo puede ser, desde hace, hace
        días, hace semanas, hace horas, hace un mes, hace una semana, llevo días, llevo horas, llevo semanas,
        llevo más de, prometieron, me dijeron, dijeron, en vez de, en lugar de, ni siquiera, otra vez, de nuevo,
        tercera vez, segunda vez, varias veces, deberían
    """,
    Cue.TROUBLE: """
        no, nunca, nadie, nada, ni, pero, aún, todavía, sin, solo, siempre, días, semanas, horas, meses, años,
        ya, tampoco, hace, desde
    """,
    Cue.PRAISE: """
        gracias por, muchas gracias por, mil gracias, excelente*, genial*, increíble*, maravillos*, fantástic*,
        perfect*, estupend*, buen, bueno, buena, buenas noticias, buenísim*, me encanta*, encanta, encantad*,
        amo, me gusta, me gustó, feliz, contento, contenta, satisfech*, recomiendo, recomendable, felicidades,
        felicitaciones, enhorabuena, mejor, mejores, lo mejor, bravo, amable*, rápido y, rápida atención,
        agradecid*, hermos*, linda, lindo, bonit*, precios*, delicios*, rico, rica, top, crack, bien, divertid*,
        alegr*, disfrut*, un placer, impecable, amor, espectacular, sonrisa, ganas de
    """,
    Cue.THANKS: """
        gracias, muchas gracias, mil gracias, agradezco
    """,
    Cue.QUESTION: """
        cómo, como puedo, como hago, cuándo, cuando, dónde, donde, qué, cuál, cual, cuáles, quién, cuánto*,
        cuanto cuesta, puedo, se puede, pueden decirme, podrían decirme, me pueden, me puedes, me podrían, hay
        alguna, tienen, tenéis, es posible, una pregunta, pregunta, consulta, duda, quisiera saber, quiero
        saber, me gustaría saber, saben si, sabéis si, alguien sabe, necesito saber, información
    """,
    Cue.HELP: """
        ayuda, ayúdenme, ayudenme, ayudar, ayúdame, me ayudan, por favor, porfavor, porfa, necesito, auxilio,
        solución, solucionen, respondan, contesten, escribo por dm, dm, contactar
    """,
    Cue.SUGGESTION: """
        sería genial si, seria genial si, sería bueno que, seria bueno que, estaría bien que, estaria bien que,
        me gustaría que, sugerencia, sugiero, propongo, deberían añadir, deberían agregar, deberían poner,
        podrían agregar, podrían añadir, podrían poner, ojalá agreguen, ojalá pongan, traigan de vuelta, vuelvan
        a traer, por favor agreguen, por favor añadan
    """,
    Cue.SPAM: """
        sígueme, sigueme y te sigo, sorteo, gana dinero, ganar dinero, gana ~ al día, dinero desde casa, trabaja
        desde casa, ingresos pasivos, criptomonedas, bitcoin, haz clic, click aquí, clic aquí, link en bio, link
        en mi bio, código de descuento, compra ahora, oferta limitada, préstamo rápido, préstamos, casino,
        apuestas, suscríbete a mi canal, escríbeme al whatsapp
    """,
    Cue.SARCASM: """
        gracias por nada, muchas gracias por nada, bravo por, felicidades por ~ peor, felicitaciones por ~
        pésimo, qué sorpresa, que sorpresa, vaya servicio, menudo servicio, qué maravilla otra, genial otra vez,
        como siempre mal, gracias por hacerme perder, gracias por dejarme, gracias por arruinar
    """,
    Cue.NEGATION: """
        no, nunca, jamás, sin, ni, nada, tampoco, apenas
    """,
    Cue.URGENT: """
        urgente, urgentemente, urgencia, emergencia, varado, varados, varada, atrapad*, voy a perder mi vuelo,
        voy a perder el, perder mi vuelo, pierdo mi vuelo, perder el vuelo, perder la conexión, medicamento*,
        ambulancia, hospital
    """,
    Cue.NOW: """
        ahora, ya mismo, hoy, ahorita, en este momento, esta noche, esta mañana, minutos, horas, ahora mismo,
        inmediatamente, cuanto antes, lo antes posible, sigo esperando
    """,
    Cue.JOURNEY: """
        vuelo, vuelos, avión, aeropuerto, tren, trenes, metro, bus, autobús, estación, equipaje, maleta,
        maletas, embarque, conexión, puerta de embarque, pasajeros, taxi
    """,
    Cue.DISRUPTION: """
        cancelad*, cancelaron, retras*, demora*, varad*, perder, perdí, esperando, parado, parados, detenido,
        sin información, nadie informa, no hay nadie, sobreventa, cola, fila
    """,
    Cue.TAKEOVER: """
        hackearon, hackead*, hackeo, me robaron la cuenta, robaron mi cuenta, alguien entró, alguien ~ mi
        cuenta, cambiaron mi contraseña, cambiaron la contraseña, compras que no hice, cargos que no, no
        reconozco, no autorizad*, sin mi autorización, clonaron, clonad*, robaron mi tarjeta, suplantación,
        suplantaron
    """,
    Cue.SECURITY: """
        hacke*, phishing, estafa, estafador*, fraude, fraudulent*, suplant*, cuenta falsa, página falsa, correo
        falso, virus, filtración de datos, robo de identidad, clonad*, clonaron, vulnerabilidad, sospechos*
    """,
    Cue.PERSONAL_DATA: """
        mi número es, mi numero es, mi teléfono es, mi celular es, mi correo es, mi email es, mi dirección es,
        número de pedido, numero de pedido, número de cuenta, número de cliente, número de reserva, numero de
        reserva, localizador, mi dni, dni, cédula, mi rut, curp, pasaporte, tarjeta terminada, datos personales,
        protección de datos, fecha de nacimiento, mi nombre es
    """,
    Cue.MONEY: """
        reembols*, devolución, devuelv* mi dinero, devuelvan, mi dinero, dinero, cobro, cobraron, cobran,
        cobrando, cobrado, doble cargo, factura*, pago, pagos, pagué, pagar, indemniza*, compensación,
        descontaron, recibo, cargo, cargos, saldo, estafa, comisión, depósito, tarifa
    """,
    Cue.LEGAL: """
        abogado*, demanda, demandar*, denuncia*, denunciar*, juicio, tribunal, tribunales, ilegal*, profeco,
        consumidor, defensa del consumidor, indecopi, sernac, facua, ocu, oficina del consumidor, hoja de
        reclamaciones, superintendencia, ley, policía
    """,
    Cue.SAFETY: """
        peligros*, peligro, insegur*, herid*, lesion*, accidente, incendio, fuego, humo, explot*, descarga
        eléctrica, intoxic*, alerg*, asfixi*, ambulancia, hospital, vidrio en, moho, acos*, amenaz*, agredi*,
        agresión, atropell*, suicid*, choque, gusanos, cucaracha*
    """,
    Cue.DISCRIMINATION: """
        racis*, discrimin*, machis*, sexis*, homofob*, homófob*, xenófob*, xenofob*, por mi color, por ser
        mujer, por ser negro, silla de ruedas, discapacidad, transfob*
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        periodista, prensa, reportero, reportera, periódico, noticiero, medios de comunicación, ceo, director
        general, presidente de la, gerente general, accionista*, televisión, viral
    """,
}
