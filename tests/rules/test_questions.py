"""Which questions keep coming back."""

from bot.rules.questions import frequent

ASKED = [
    (9, "When do you open on Sunday?"),
    (8, "Where is my parcel?"),
    (7, "@acme when do you open on sundays"),
    (6, "สินค้าจะเข้าเมื่อไหร่ครับ"),
    (5, "hi, where is my parcel please?"),
    (4, "When do you open on Sunday, please?"),
    (3, "สินค้าจะเข้าเมื่อไหร่คะ"),
    (2, "Do you sell spare lids?"),
    (1, "https://example.com/ !!"),
]


def test_the_same_asked_in_other_words_is_one_question_the_most_frequent_first() -> None:
    found = frequent(ASKED, 10)
    assert [one.tickets for one in found] == [[9, 7, 4], [8, 5], [6, 3]]
    assert found[0].text == "When do you open on Sunday?"


def test_what_was_asked_once_does_not_come_back() -> None:
    assert frequent([(1, "Do you sell spare lids?"), (2, "Where is my parcel?")], 10) == []


def test_only_so_many_are_told() -> None:
    assert len(frequent(ASKED, 1)) == 1
