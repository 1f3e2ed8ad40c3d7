"""Indonesian signs; see `Cue` for what each list means and `cues` for `*` and `~`."""

from bot.rules.triage.cues import Phrases
from bot.rules.triage.vocabulary import Cue

PHRASES: Phrases = {
    Cue.FURY: """
        anjing, anjir*, anjay, bangsat, bajingan, goblok, tolol, bego, kampret, brengsek, tai, taik, setan,
        sialan, kontol, babi, penipu, maling, rampok, perampok, parah banget, terburuk, paling buruk,
        menjijikkan, memalukan, malu maluin, kapok, tidak akan pernah lagi, ga akan lagi, muak, gila, murka,
        asu, jancok, fuck*, sampah
    """,
    Cue.DISPLEASED: """
        buruk*, jelek*, parah, kecewa*, mengecewakan, kesal*, kesel*, sebel, sebal, marah*, jengkel, bete,
        sedih, menyesal, nyesel, lambat*, lemot, lelet, lama banget, lama sekali, mahal, kasar, tidak sopan, ga
        sopan, gak sopan, tidak ramah, tidak profesional, bohong*, menipu, ditipu, tertipu, nipu, penipuan,
        kacau, ngecewain, payah, ancur, hancur, rugi, dirugikan, merugikan, benci, ribet, ngeselin, nyebelin,
        tidak puas, ga puas, gak puas, kurang puas, kurang memuaskan, keluhan, komplain, mengeluh, pindah ke,
        ganti provider, berhenti langganan, tidak adil, ga adil, tidak enak, ga enak, gak enak, kurang enak,
        hambar, jorok, kotor, bau, busuk, malas, males, bosan, tidak suka, ga suka, gak suka, tidak recommended,
        sayang sekali, sayangnya, mengerikan, kurang
    """,
    Cue.PROBLEM: """
        tidak bisa, ga bisa, gak bisa, nggak bisa, ngga bisa, gk bisa, gabisa, tdk bisa, tidak dapat, gagal*,
        error*, eror, rusak*, bermasalah, masalah, kendala, gangguan, trouble, bug, hang, nge lag, ngelag, lag,
        lemot, down, mati, mati lampu, mati listrik, padam, terputus, putus, hilang, kehilangan, belum sampai,
        belum datang, belum masuk, belum diterima, belum dikirim, belum ada, belum juga, belum dibalas, belum
        direspon, belum dapat, tidak sampai, tidak datang, tidak masuk, tidak ada respon, tidak ada tanggapan,
        tidak dibalas, ga dibalas, gak dibalas, tidak direspon, ga direspon, gak direspon, tidak sesuai, ga
        sesuai, gak sesuai, salah, terlambat, telat, delay*, ditunda, tertunda, dibatalkan, batal, cancel,
        kepotong, terpotong, dipotong, tersedot, kesedot, dobel, tertolak, ditolak, diblokir, terblokir,
        kadaluarsa, expired, tidak ada sinyal, ga ada sinyal, gak ada sinyal, sinyal hilang, sinyal jelek,
        susah, sulit, nyangkut, stuck, bocor, pecah, cacat, kosong, nunggu, menunggu, masih nunggu, di hack,
        dibobol
    """,
    Cue.REPROACH: """
        kenapa, mengapa, knp, kok, gimana sih, bagaimana bisa, kapan bisa, sampai kapan, dari tadi, dari
        kemarin, dari pagi, sudah berhari hari, berhari hari, sudah lama, udah lama, sudah seminggu, sudah
        sebulan, udah seminggu, udah sebulan, berjam jam, katanya, janji*, padahal, malah, lagi lagi, udah
        berkali kali, berkali kali, ketiga kali*, masa, masak
    """,
    Cue.TROUBLE: """
        tidak, ga, gak, nggak, ngga, gk, tdk, bukan, belum, tapi, tetapi, masih, terus, cuma, hanya, hari,
        minggu, jam, bulan, sudah, udah, lagi, sampai, tanpa
    """,
    Cue.PRAISE: """
        terima kasih atas, terimakasih atas, makasih atas, makasih buat, bagus*, mantap*, mantul, keren*,
        hebat*, luar biasa, sempurna, memuaskan, puas, suka, cinta, senang, seneng, bahagia, ramah, cepat dan,
        cepat tanggap, recommended, rekomendasi, rekomen, terbaik, the best, enak*, lezat, nikmat, sedap,
        nyaman, indah, cantik, cakep, asik, asyik, membantu, sangat membantu, jos, top, kece, love, wow,
        selamat, sukses, juara, bangga, sopan, murah, murah meriah, worth it, lucu, best, kangen, favorit, baik
    """,
    Cue.THANKS: """
        terima kasih, terimakasih, makasih, makasi, thanks, trims, tq, thx, mksh
    """,
    Cue.QUESTION: """
        apa, apakah, bagaimana, gimana, kapan, dimana, di mana, kemana, ke mana, berapa, siapa, yang mana,
        bisakah, bolehkah, boleh, apa bisa, bisa ga, bisa gak, bisa nggak, bisa tidak, ada ga, ada gak, ada
        tidak, adakah, mau tanya, mau nanya, ingin bertanya, ingin tahu, mohon info, minta info, infonya, info,
        caranya, cara, tanya, nanya, ada yang tahu, ada yang tau
    """,
    Cue.HELP: """
        tolong, bantu, bantuan, bantuannya, minta bantuan, mohon, help, cek dm, dm, hubungi, balas, respon,
        tindak lanjut, ditindaklanjuti, solusi, min
    """,
    Cue.SUGGESTION: """
        saran, sarannya, usul, usulan, sebaiknya, seharusnya ada, lebih baik kalau, akan lebih baik, alangkah
        baiknya, tambahin, tambahkan, mohon ditambah*, tolong tambah*, bikin fitur, kalau bisa ditambah, semoga
        ada, adain, balikin
    """,
    Cue.SPAM: """
        follow back, folback, follow aku, giveaway, hadiah gratis, cari uang, dapat uang, penghasilan tambahan,
        kerja dari rumah, passive income, kripto, bitcoin, klik link, link di bio, cek bio, kode promo, kode
        voucher, pinjaman online, pinjol, dana cepat, slot gacor, slot, gacor, judi, togel, maxwin, wa aja,
        hubungi wa, open bo, subscribe channel, jual followers, promo
    """,
    Cue.SARCASM: """
        makasih loh, makasih lho, terima kasih sudah mengecewakan, terima kasih sudah bikin, hebat ya, bagus
        banget ya, keren ya ~ error, mantap ya ~ gangguan, seperti biasa, selamat ya, terima kasih untuk tidak
    """,
    Cue.NEGATION: """
        tidak, ga, gak, nggak, ngga, gk, tdk, bukan, belum, kurang, tak, tanpa, jangan, enggak
    """,
    Cue.URGENT: """
        urgent, darurat, mendesak, secepatnya, ketinggalan pesawat, ketinggalan kereta, terlantar, terjebak,
        ambulans, rumah sakit, obat, tolong segera, kritis
    """,
    Cue.NOW: """
        sekarang, hari ini, saat ini, malam ini, pagi ini, tadi, segera, menit, jam, masih nunggu, dari tadi
    """,
    Cue.JOURNEY: """
        pesawat, penerbangan, bandara, kereta, stasiun, krl, mrt, lrt, bus, transjakarta, halte, bagasi, koper,
        penumpang, boarding, gate, kapal
    """,
    Cue.DISRUPTION: """
        delay*, telat, terlambat, dibatalkan, batal, cancel, nunggu, menunggu, tertunda, terjebak, terlantar,
        ketinggalan, penuh, ga ada info, tidak ada info, antri, antre, gangguan
    """,
    Cue.TAKEOVER: """
        di hack, dihack, kena hack, diretas, dibajak, kebobolan, dibobol, bobol, akun saya ~ orang lain, ada
        yang masuk, ada yang login, password ~ diganti, transaksi yang tidak, bukan saya yang, tanpa izin saya,
        tanpa sepengetahuan, saldo hilang, kartu dicuri, akun dicuri
    """,
    Cue.SECURITY: """
        hack*, retas, diretas, dibajak, penipuan, penipu, phishing, akun palsu, situs palsu, bocor data, data
        bocor, kebocoran data, virus, mencurigakan, otp, dibobol, pembobolan
    """,
    Cue.PERSONAL_DATA: """
        nomor saya, no hp saya, no hp, nomor hp, email saya, alamat saya, nomor pesanan, no pesanan, nomor
        order, no order, nomor rekening, no rekening, nomor resi, no resi, kode booking, nomor pelanggan, ktp,
        nik, tanggal lahir, data pribadi, id pelanggan, nama saya
    """,
    Cue.MONEY: """
        refund, pengembalian dana, uang kembali, kembalikan uang, uang saya, uangku, duit, tagihan, ditagih,
        bayar, dibayar, pembayaran, sudah bayar, udah bayar, saldo, pulsa ~ kepotong, kepotong, dipotong,
        kompensasi, ganti rugi, denda, biaya, transfer, top up, topup, cicilan, bunga, cashback, voucher
    """,
    Cue.LEGAL: """
        pengacara, hukum, tuntut, menuntut, gugat, menggugat, polisi, lapor polisi, laporkan ke, ylki, ojk,
        kominfo, bpkn, ilegal, pengadilan, somasi, perlindungan konsumen, pidana, pelanggaran
    """,
    Cue.SAFETY: """
        bahaya, berbahaya, tidak aman, ga aman, terluka, luka, cedera, kecelakaan, kebakaran, terbakar, asap,
        meledak, ledakan, kesetrum, tersengat, keracunan, alergi, sesak napas, ambulans, masuk rumah sakit,
        pecahan kaca, jamur, belatung, kecoa, pelecehan, dilecehkan, ancam*, diancam, diserang, dipukul, bunuh
        diri, ugal ugalan
    """,
    Cue.DISCRIMINATION: """
        rasis, rasisme, diskriminasi, diskriminatif, seksis, homofobia, disabilitas, difabel, kursi roda, sara,
        ujaran kebencian
    """,
    Cue.PRESS_OR_EXECUTIVE: """
        wartawan, jurnalis, media massa, pers, reporter, koran, televisi, direktur, dirut, ceo, komisaris,
        pemegang saham, viralkan, viral
    """,
}
