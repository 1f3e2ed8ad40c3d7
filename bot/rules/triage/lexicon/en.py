"""English signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        disgust*, disgrace*, outrag*, furious, livid, fuming, seething, enraged, infuriat*, pissed, pissing me
        off, fuck*, fkn, fking, f*cking, wtf, wth, bullshit, bs, shit, shitty, shite, crap company, bastard*,
        assholes, idiots, morons, scumbag*, thieves, robbers, crooks, liars, criminals, clowns, scammers,
        ripping people off, worst ~ ever, worst customer, the worst, absolute joke, complete joke, total joke,
        absolute disgrace, beyond angry, so angry, very angry, extremely angry, absolutely terrible, absolutely
        awful, hate you, i hate, shame on you, should be ashamed, how dare you, go to hell, piece of crap, piece
        of garbage, piece of junk, ripoff, rip off, screw you, hell is wrong, hell is going on, the hell, sick
        and tired, sick of, fed up, had enough, never again, boycott*, incompetent, incompetence, unbelievably
        bad, completely unacceptable, totally unacceptable, absolutely ridiculous, utter*, out of your mind, out
        of your minds, very annoyed, so pathetic, pathetic, atrocious, appalling, appalled, abysmal, despicable,
        horrendous, extremely disappoint*, extremely frustrat*, beyond frustrat*, useless, suck as, you suck,
        sucks ass, literally suck, screw* me, stealing my, robbing
    """,
    Cue.DISPLEASED: """
        terrible, awful, horrible, horrid, dreadful, worst, worse, bad, poor, poorly, lousy, rubbish, garbage,
        trash, crap, crappy, sucks, suck, sucked, lame, nightmare, joke, jokes, ridiculous*, unacceptable,
        unbelievable, disappoint*, dissapoint*, dissappoint*, disapoint*, frustrat*, annoy*, angry, upset,
        upsetting, unhappy, dissatisf*, unsatisf*, unimpressed, hate, hates, hated, hating, rude,
        unprofessional, unhelpful, careless, disrespect*, dishonest, misleading, misled, mislead*, lied, lying,
        lies, liar, greedy, greed, shame, shameful, shambles, shambolic, appalled, ashamed, embarrass*,
        inconvenien*, waste of, wasted, wasting, waste my, worthless, mess, messed up, screwed, clueless,
        ignored, ignoring, not good, no good, not happy, not impressed, not cool, not acceptable, not ok, not
        okay, not amused, not fair, unfair, unjust, let down, fail, fails, failing, epic fail, failure, slow,
        slowest, overpriced, expensive, misery, miserable, cheated, cheating, conned, tired of, bored of, give
        up, gave up, losing customers, lost a customer, losing a customer, lost my business, take my business,
        taking my business, switching to, time to switch, time to move on, moving to another, cancelling my,
        canceling my, cancel my subscription, leaving you, never coming back, never buy*, never fly*, never use,
        never order*, never shop*, never book*, never stay*, wont be back, wont be coming back, last time, used
        to be, used to love, get it together, get your act together, do better, pull your finger out, sort it
        out, sort yourselves out, ugh, smh, smfh, wtf, come on, cmon, not what i, false advertising, bait and
        switch, poor service, shocking, shocked, crazy, insane, absurd, stupid, dumb, nonsense, bullsh*, gross,
        nasty, dirty, filthy, disaster, regret*, complain*, complaint, no excuse, excuses, no help, of no help,
        not helping, not helpful, no one cares, dont care, doesnt care, do not care, couldnt care less, dont
        value, aggravat*, irritat*, hell, unreliable, unfriendly, ruined, ruin, ruining, ruins, sad that, sadly,
        unfortunately, wack, pain in the, a pain, unusable, unwatchable, unplayable, missed out, misinform*,
        inconsistent, unethical, immoral
    """,
    Cue.PROBLEM: """
        not work*, isnt work*, doesnt work*, dont work*, didnt work, wont work*, stopped work*, stop working,
        never works, no longer work*, quit working, broken, broke, breaks, breaking, faulty, defect*, damaged,
        damage, destroyed, destroy*, smashed, cracked, leaking, torn, split, ripped, glitch*, bug, bugs, buggy,
        crash*, freez*, froze, frozen, lag, lags, lagging, laggy, buffering, error, errors, errored, outage*,
        offline, is down, are down, site down, website down, went down, been down, system down, app down,
        servers down, server down, still down, goes down, keeps going, keeps stopping, problem, problems,
        problematic, issue, issues, trouble, troubles, troubling, fault, malfunction*, stuck, delay*, late,
        cancelled, canceled, cancels, cancelling, missing, lost, losing my, misplaced, never arriv*, hasnt
        arriv*, havent arriv*, not arriv*, didnt arriv*, not deliver*, never deliver*, undelivered, wasnt
        deliver*, hasnt been deliver*, never receiv*, not receiv*, not recieve*, havent receiv*, havent gotten,
        havent got, haven't had, hasnt come, never came, didnt receiv*, not yet received, didnt get, did not
        get, didnt come, not come, no show, never showed, wrong, incorrect*, mistake, mixed up, mix up,
        overcharg*, over charged, charged ~ twice, double charg*, charged me, triple charg*, charging me, cant
        log, cannot log, cant login, can't sign, cant access, cannot access, cant get, cannot get, can not get,
        cant use, cannot use, cant even, cant connect, cannot connect, cant open, cant play, cant watch, cant
        find, cant update, cant download, cant pay, cant book, cant check, cant make, cant seem, cant speak,
        can't reach, unable, not able to, wont let me, wont load*, wont open, wont connect, wont turn on, wont
        start, wont play, wont charge, wont accept, doesnt let, not letting me, doesnt load, not load*, isnt
        load*, not show*, doesnt show, isnt show*, wont show, not connect*, not recogni*, not respond*, no
        response, no reply, not repl*, no answer, no one answer*, nobody answer*, unanswered, never respond*,
        never answer*, never called, never got, no one has, hung up, hangs up, hang up on, on hold, still
        waiting, been waiting, waiting for, waiting on, waited, keep getting, keeps getting, keep telling, keep
        saying, keeps saying, keeps telling, kicked out, logged out, locked out, disabled, suspended, blocked,
        banned, deleted, disappeared, dissapeared, vanished, wiped, corrupt*, drains, draining, drain, dies,
        died, overheat*, burnt, expired, rotten, mouldy, moldy, stale, raw, undercooked, cold food, hair in my,
        out of stock, sold out, not available, unavailable, discontinued, stopped selling, refused, refuses,
        refuse to, denied, declined, rejected, bounced, deducted, without my permission, without my consent,
        without my authori*, without telling, without notice, doesnt make sense, no sense, false, no signal, no
        internet, no service, no network, no connection, no wifi, no power, no sound, no picture, no data, no
        update, no updates, no email, no confirmation, no refund, no stock, no staff, no seats, no water, no
        explanation, no notification, no warning, no option, no way to, no luck, no help, no idea why, nothing
        works, nothing happens, nothing has, nothing yet, not resolved, unresolved, not been resolved, isnt
        resolved, not fixed, hasnt been, havent been, still havent, still hasnt, still not, still no, still
        nothing, still the same, still cant, still unable, still having, still getting, still isnt, still
        doesnt, what happened to, whats happening, what is happening, whats wrong, what is wrong, whats going on
        with my, whats up with, what gives, third time, 2nd time, 3rd time, second time, 4th time, fourth time,
        every time, yet again, once again, again today, tried everything, tried several, tried many, so many
        times, multiple times, many times, countless, missed my, miss my, turned away, left early, took away,
        removed, fraud*, stolen, hacked, hack, hacker, hackers, scam*, fix this, fix it, fix the, fix your, need
        to fix, please fix, pls fix, ever fix, resolve this, resolve the, failed, having to, had to wait, have
        to wait, forced to, not as described, not as advertised, didnt help, wouldnt help, wont help, cut off,
        reset itself, shuts down, shut down, turns off, went off, kills my, killed my, doesnt charge, not
        charging, poor quality, bad quality, not responding, out of order, mishandl*, damaging, bleeding,
        flicker*, pixelated, choppy, skips, skipping, static, drops, dropped, dropping, disconnect*,
        interruption*, interuption*, not sent, could not sent, could not send, didnt record, not syncing, wont
        sync, doesnt sync
    """,
    Cue.TROUBLE: """
        not, no, never, cant, cannot, couldnt, wont, wouldnt, doesnt, didnt, isnt, wasnt, arent, werent, havent,
        hasnt, hadnt, dont, nothing, nobody, no one, none, still, why, but, however, instead, again, another,
        twice, supposed to, should have, shouldnt, says it, told me, said they, promised, expected, expect, paid
        for, paying for, only, already, for days, for weeks, for hours, for months, all day, days, weeks,
        months, hours, hour, since, ago, yesterday, contacted, called, calling, emailed, tried, trying to,
        customer service, your service, your app, your website, explain, really, seriously, apparently,
        honestly, need to, needs to, stop, fix, resolve, more than, less than, any, until, actually, literally,
        just, wait, need, needs, minutes, mins, hrs, mean, please, pls
    """,
    Cue.PRAISE: """
        thank you for, thanks for, thank you so much, thanks so much, thankyou for, big thanks, many thanks to,
        thanks to, ty for, cheers to, shout out to, shoutout to, shout to, shout out, shoutout, kudos, props to,
        hats off, well done, good job, great job, nice job, nice work, good work, great work, keep it up, keep
        up the, love, loved, loves, loving, luv, adore, amazing*, awesome*, excellent*, fantastic*, wonderful*,
        brilliant*, superb, outstanding, incredible, fabulous, perfect*, flawless, impeccable, great, good,
        nice, neat, lovely, cool, best, favorite, favourite, favs, fave, so happy, very happy, happy with, happy
        customer, made me happy, so glad, pleased, delighted, delicious, tasty, yummy, yum, gorgeous, beautiful,
        stunning, impressed, impressive, appreciate*, grateful, thankful, blessed, satisfied, helpful, friendly,
        polite, kind, so quick, super fast, fast delivery, quick response, easy to use, works great, works
        perfectly, works like a charm, highly recommend, would recommend, recommended, recommend, five stars, 5
        stars, 10/10, made my day, saved my, life saver, lifesaver, rocks, rock, you guys are the best, the
        best, world class, top notch, first class, spot on, legend, legends, hero, heroes, bravo, yay, woohoo,
        wow, excited, exciting, cant wait, enjoy*, fun, congrat*, sweet, win, winning, dope, lit, yes, a
        pleasure, thrilled, fan of, huge fan, big fan, good stuff
    """,
    Cue.THANKS: """
        thanks, thank you, thank u, thankyou, thx, tnx, ty, cheers, much obliged, bless you
    """,
    Cue.QUESTION: """
        how do i, how do we, how do you, how can i, how can we, how can you, how to, how long, how much, how
        many, how often, how would i, how will, how about, how does, how is, how are, how soon, how did, when
        will, when is, when are, when does, when do, when can, when would, where is, where can, where do, where
        are, where will, wheres, whens, what is, what are, what time, what do i, what does, what should, what
        can, what would, what if, what kind, what happens, whats, what about, which, who do i, who can, who is,
        who should, whom, whose, who would, can i, can you tell, can you confirm, can you check, can you please
        tell, can you let me know, can you explain, could you tell, could you confirm, could you let me know,
        can we, can u tell, could i, may i, am i able, am i allowed, is there, is it, is this, are there, are
        you, are we, are they, do you, do i, do we, do they, does it, does this, does the, does anyone, did you,
        will you, will it, will there, will my, will the, will i, would you, would it, would i, should i, shall
        i, have you, has anyone, is my, is the, is your, are your, are the, wondering, any idea, any ideas, any
        update, any updates, any news, any chance, any way, any plans, any suggestions, any advice, anyone know,
        do you know, please tell me, pls tell me, let me know, want to know, like to know, need to know, want to
        ask, like to ask, have a question, quick question, a question, i want to, i would like to, id like to, i
        need to, please advise, pls advise, advise, please confirm, pls confirm, need information, need some
        info, need info, possible to, possible for
    """,
    Cue.REPROACH: """
        why is, why are, why do, why does, why did, why have, why has, why isnt, why arent, why cant, why wont,
        why am, why dont, why doesnt, why didnt, why havent, why hasnt, why was, why were, why would, why
        should, why not, why the, why on earth, how come, are you going to, are you ever, are you planning to,
        are you guys, do you ever, will you ever, when are you, when will you, when you say, how hard is it, how
        is it, how is this, how are these, how can you, how could you, how do you expect, how does this make,
        how many times, how much longer, is there a reason, any reason, what kind of, what is the point, whats
        the point, what is going on, whats going on, what the, what happened, who do you, who thought, can you
        not, can you stop, could you stop, can you please stop, can you get, can you fix, get someone, does
        anyone at, does anybody at, is anyone, is this a joke, is this normal, instead of, rather than, supposed
        to, was told, were told, been told, you said, you say, you told, they said, they told, told me, told us,
        promised, as promised, please stop, pls stop, please dont, stop sending, stop calling, stop charging,
        stop making, get rid of, needs to do something, need to do, y all need to, you need to, yall need to,
        you have to, at least, the least you, third day, second day, for the third, for the second, in a row,
        all day, all night, all week, all weekend, for days, for weeks, for hours, for months, for over, over an
        hour, over a week, over a month, a week now, days now, weeks now, hours now, months now, days later,
        weeks later, hours later, months later, days ago, weeks ago, since then, no longer, not even, cant even,
        only to, yet to, and yet, not yet, havent even, hasnt even, reset my, my level, my progress, my battery,
        battery life, battery last*
    """,
    Cue.HELP: """
        help, helpp, assist, assistance, please dm, dm me, pm me, check dm, check my dm, check your dm, dmed, dm
        sent, sent you a dm, contact me, call me, reach out, get in touch, get in contact, speak to someone,
        speak to a, speak with, talk to someone, talk to a human, please respond, please reply, please answer,
        please call, please contact, please check, please look, look into, please update, please send, please
        provide, please explain, kindly, please can, can you please, could you please, can u please, pls, plz,
        need your help, sort this
    """,
    Cue.SUGGESTION: """
        please add, pls add, plz add, could you add, can you add, can you guys add, you should add, should add,
        need to add, add support for, add a feature, add an option, add the option, feature request, feature
        idea, suggestion, suggestions for you, suggest you, i suggest, i would suggest, id suggest, my
        suggestion, would be nice if, would be great if, would be cool if, would be awesome if, would be good
        if, would be helpful if, would be useful if, be nice to have, would love to see, would love it if, would
        love if, id love to see, love to see, you should consider, please consider, pls consider, have you
        considered, have you thought about, you guys should, you should make, you should bring, you should have,
        should bring back, bring back, please bring, please make, pls make, why not add, how about adding, how
        about a, wish you had, wish you would, i wish you, i wish there was, i wish it had, wish you could, idea
        for, i have an idea, here is an idea, heres an idea, what if you, it would be better if, one
        improvement, could be improved, room for improvement, make it possible to, allow us to, let us choose,
        petition
    """,
    Cue.SPAM: """
        follow me, follow back, followback, f4f, l4l, follow for follow, retweet to win, rt to win, giveaway,
        giveaways, free followers, buy followers, gain followers, click here, click the link, click link, link
        in bio, check out my, checkout my, visit my, subscribe to my, my channel, my youtube channel, earn
        money, make money online, make money from home, work from home, earn ~ per day, earn ~ a day, earn ~
        daily, passive income, get rich, bitcoin, crypto, cryptocurrency, nft, airdrop, forex, binary options,
        investment opportunity, double your, guaranteed profit, guaranteed returns, trading signals, whatsapp
        me, telegram channel, join our telegram, text me on, inbox me now, dm me to earn, dm to earn, casino,
        betting tips, viagra, onlyfans, hot singles, sugar daddy, sugar baby, nudes, escort, loan offer, quick
        loan, recovery expert, hack recovery, recovered my account, contact ~ on instagram, promo code, discount
        code, use my code, use code, coupon code, limited offer, limited time offer, order now, buy now, sale
        ends, free gift card, free iphone, win a free, you have won, congratulations you, seo services, web
        design services, backlinks, dropship*, sponsored, best price, cheap price, wholesale
    """,
    Cue.SARCASM: """
        thanks for nothing, thank you for nothing, thanks for wasting, thanks for ruining, thanks for the delay,
        thanks for losing, thanks for making me, thanks for cancelling, thanks for canceling, thanks for keeping
        me, thanks for ignoring, thanks for not, thank you for not, thanks for absolutely, thanks a lot for,
        thanks for leaving, thanks for breaking, thanks for charging, thanks for the terrible, thanks for the
        horrible, great ~ another delay*, great ~ another cancel*, great ~ another outage, great ~ another update, great ~ yet another, great ~ another day of, oh great, just great, how lovely, how nice of you, nice try,
        well done for, way to go, good job ~ ruin, great job ~ los, great job ~ cancel, great job ~ delay, nice
        job ~ los, love how, love when, love it when, love being, love waiting, love that you, gotta love, got
        to love, dont you just love, so much for, what a joke, what a surprise, what a shock, no surprise,
        surprise surprise, oh wait, must be nice, good luck getting, good luck with, good luck trying, brilliant
        service not, great service not, real classy, stay classy, classy move, slow clap, bravo ~ for,
        congratulations on ~ worst, congrats on ~ worst, wow just wow, really impressed not, said no one ever,
        only took, thanks obama, not holding my breath, big surprise, if only, fantastic ~ another delay*, lovely ~ another delay*, wonderful ~ another delay*, perfect ~ another delay*, awesome ~ another delay*, yay ~ another delay*
    """,
    Cue.NEGATION: """
        not, no, never, without, hardly, nothing, isnt, wasnt, arent, werent, dont, doesnt, didnt, cant, cannot,
        couldnt, wont, wouldnt, aint, havent, hasnt, hadnt, shouldnt, far from, less than, nor, zero, lack of
    """,
    Cue.URGENT: """
        urgent, urgently, urgency, an emergency, is emergency, all sites are down, all sites down, all my sites,
        everything is down, whole site is down, our site is down, our website is down, my site is down, my
        website is down, our business is down, production is down, my kids dont have, my baby, my newborn,
        immediate help, help now, need help now, life or death, time sensitive, cannot wait, cant wait any
        longer, stranded, desperate, desperately, panicking, panic, deadline, before it is too late, please
        hurry, going to miss, gonna miss, will miss, might miss, about to miss, miss my flight, missed my
        flight, miss my connection, miss the connect*, missing my connect*, missing my flight, miss our, at the
        gate, boarding now, leaves in, departs in, departing in, stuck at the, stuck on the, stuck in the
        airport, stuck outside, make my connection, make connection, make the connection, catch my connection,
        make my flight, catch my flight, card declined, card was declined, card is declined, no money to, send
        someone, send somebody, send help, locked out of my house, sleep on the floor, sleeping on the floor,
        overnight at the airport, no medication, my medication, medication, insulin, newborn, funeral, surgery,
        in labour, in labor, ambulance, i am blind, legally blind, nearly died, almost died, diabetic
    """,
    Cue.NOW: """
        asap, as soon as possible, immediately, right away, urgent*, now, right now, currently, today, tonight,
        this morning, this evening, this afternoon, at the moment, atm, just now, in an hour, in 1 hour, in one
        hour, in 2 hours, in two hours, minutes, mins, min, still waiting, still sitting, still no, still here,
        any update, any updates, any news, going on, happening, last minute, hours, tomorrow morning, will they
        be running, still delayed, says delayed, sitting on, sat on, sitting at, waiting at, queuing, queueing,
        hrs
    """,
    Cue.JOURNEY: """
        flight, flights, plane, airport, gate, boarding, runway, tarmac, layover, connection to, my connection,
        connecting flight*, train, trains, station, platform, bus, coach, tube, metro, ferry, luggage, baggage,
        terminal, departure, passengers, taxi, check in desk, passport control, hotel room
    """,
    Cue.DISRUPTION: """
        delay*, cancelled, canceled, cancellation*, cancelation*, stuck, stranded, miss, missed, missing,
        rebook*, re book*, retimed, rescheduled, diverted, not running, running, no trains, no bus, no one at,
        nobody at, queue, queuing, queueing, waiting, broken down, broke down, evacuat*, held up, sitting,
        overbooked, overcrowded, lost my luggage, locked, turned away, denied boarding, kicked off, going on, no
        updates, no update, any update, any updates, no news, left early, no water, last minute
    """,
    Cue.TAKEOVER: """
        hacked, been hacked, got hacked, hijack*, didnt change it, did not change it, didnt change my, i never
        changed, tried to sign in, tried to log in, trying to sign in, trying to log in as, sign in attempts,
        login attempts, hack my, hacked into, hacker, hackers, my account ~ compromised, account was
        compromised, account has been compromised, account got stolen, stole my account, stolen account, changed
        my password, changed the password, changed my email, changed the email, password was changed, password
        has been changed, email was changed, someone logged, someone signed, somebody signed, someone else
        logged, never placed, never ordered, never made, never authori*, didnt order, did not order, someone
        keeps, somebody keeps, somebody logged, someone is using my, someone using my, someone has been using,
        someone ~ my account, somebody ~ my account, someone got into, someone accessed, logged into my account,
        log into my account, accessed my account, unauthori* access, unauthori* charge*, unauthori*
        transaction*, unauthori* purchase*, unauthori* payment*, unauthori* login, fraudulent charge*,
        fraudulent transaction*, fraudulent activit*, fraud on my, didnt make this, did not make this, purchases
        i, transactions i, orders i, didnt authori*, did not authori*, card was stolen, stole my card, card ~
        stolen, stolen my card, identity theft, stole my identity, sim swap, sim swapped, i was scammed, ive
        been scammed, got scammed, trying to log into, trying to get into my, access to my account from, login
        from, logged in from, sign in from, used my card
    """,
    Cue.SECURITY: """
        hack*, hijack*, didnt change it, sign in attempt*, login attempt*, tried to sign in, bot account, stole
        my account, compromised, phish*, scam, scams, scammer*, scammed, scamming, fraud*, unauthori*, identity
        theft, stolen card, stolen account, account stolen, security breach, data breach, breach, breached, data
        leak, leaked, vulnerab*, malware, a virus, ransomware, spoof*, impersonat*, impostor, imposter,
        pretending to be, claiming to be, fake account, fake website, fake site, fake email, suspicious, two
        factor, 2fa, verification code, one time password, otp, sim swap, security hole, security flaw, exploit,
        exploited, password ~ changed, changed my password, stole my, someone ~ my account, somebody ~ my
        account, my account ~ without, used my email, using my email, keylogger, spyware
    """,
    Cue.PERSONAL_DATA: """
        my phone number is, my number is, my mobile is, my email is, my e mail is, my email address is, my
        address is, my account number, account number is, my account is, account no, my order number, order
        number is, order no, order id, my booking reference, booking reference, booking ref, my reference,
        reference number, reference is, ref number, case number, case id, ticket number, ticket no, confirmation
        number, confirmation code, tracking number, customer number, customer id, membership number, my id is,
        my username is, my user id, gamertag is, date of birth, my dob, passport number, social security, ssn,
        national insurance, my card number, card ending, iban, sort code, transaction id, my full name is,
        reached at, i live at, posted my details, shared my details, my personal data, my personal information,
        personal details, private information, my private data, gdpr, data protection, leaked my
    """,
    Cue.MONEY: """
        refund*, money back, my money, reimburs*, compensat*, overcharg*, over charged, double charged, charged
        me, charged twice, charged ~ twice, charging me, been charged, was charged, got charged, triple charg*,
        charged for, charged my, charge me, charge you, charges me, charges on my, charge on my, pending
        charge*, wrongly charged, billed, billing, wrong bill, my bill, invoice, deducted, debited, credited,
        cashback, chargeback, paid for, i paid, we paid, payment, payments, took ~ money, taken ~ money, took my
        money, owe me, owes me, ripped off, rip off, ripoff, voucher, vouchers, unpaid, transaction, withdrawn,
        withdrew, bank account, direct debit, gift card, cancellation fee, hidden fee*, extra fee*, late fee*,
        price gouging, pricegoug*, subscription fee, cost me, out of pocket, stole ~ money, money stolen, keep
        my money, keeping my money, return my money, give me my money, give back my money, credit back, not
        refunded, store credit, my deposit, payout, losing money, lost money
    """,
    Cue.LEGAL: """
        lawyer, lawyers, legal claim, legal department, legal matter, legal advice, legal rights, legally,
        attorney, solicitor, barrister, lawsuit, law suit, sue, suing, sued, legal action, legal proceedings,
        legal team, take you to court, taking you to court, see you in court, small claims, class action, in
        court, go to court, illegal*, unlawful, against the law, breach of contract, consumer rights, consumer
        protection, consumer court, trading standards, ombudsman, better business bureau, bbb, attorney general,
        regulator, ofcom, fca, ftc, fcc, dot complaint, cfpb, eu261, ec 261, ec261, gdpr, data protection act,
        advertising standards, police report, report you to, reporting you to, contract law, liable, liability,
        negligence, prosecut*, copyright, dmca, cease and desist, trademark
    """,
    Cue.SAFETY: """
        unsafe, not safe, isnt safe, dangerous*, danger, hazard*, injur*, got hurt, was hurt, bleeding from,
        burned my, burnt my, burns, caught fire, catches fire, catching fire, is on fire, was on fire, set fire,
        house fire, smoke coming, smoking device, smoke from, sparks, sparked, exploded, explode, explosion,
        swollen battery, swelling, electric shock, electrocuted, gas leak, carbon monoxide, smell of gas, food
        poisoning, poisoned, poison, vomiting, threw up, made me sick, got sick, made us sick, allergic,
        allerg*, anaphyla*, nearly died, almost died, could have died, could have been killed, killed someone,
        glass in, metal in, plastic in my, mould in, mold in, mouldy, moldy, rotten, undercooked, raw chicken,
        raw meat, maggot*, cockroach*, chemicals, bleach, choking, choked, suffocat*, ambulance, hospitali*,
        went to hospital, in hospital, emergency room, paramedic*, an accident, car accident, car crash, crashed
        into, hit the car, hit a car, hit me, reckless*, drunk driver, texting while driving, driving
        dangerously, ran a red light, speeding, asleep at the wheel, assault*, attacked, threatened, threatening
        me, followed me, stalk*, groped, molest*, sexually, sexual harass*, harass*, rape*, predator, kidnap*,
        harm, harming, kill myself, suicid*, self harm, kill me, want to die, death threat*, trying to kill,
        child locked, seat belt, seatbelt, brakes failed, no brakes
    """,
    Cue.DISCRIMINATION: """
        racist, racists, racism, racial, racially, racial profiling, discriminat*, sexist, sexism, misogyn*,
        homophob*, transphob*, islamophob*, antisemit*, anti semit*, xenophob*, bigot*, because i am black,
        because im black, because i am a woman, because im a woman, because of my race, because of my skin,
        because of my religion, because of my disability, because of my accent, because of my age, hijab,
        ableist, ableism, not accessible, inaccessible, wheelchair access, service dog, guide dog, profiled,
        hate speech, slur, slurs, white people only, treated differently
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        journalist, reporter, reporting for, writing a piece, writing a story, writing an article, press office,
        press inquiry, press enquiry, media inquiry, media enquiry, for comment, bbc, cnn, news crew, the news,
        local news, news station, newspaper, going to the press, go to the press, to the media, contact the
        media, watchdog, ceo, c e o, chief executive, president of, board of directors, head office, higher
        management, upper management, senior management, top management, executives, head of customer, executive
        office, managing director, md of, chairman, investor, shareholder*, producer at, editor at, editor of,
        viral, whistleblow*, senator, congressman
    """,
}
