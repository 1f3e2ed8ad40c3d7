import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.listening import Kind, ListeningPolicy, Term, match

POLICY = ListeningPolicy(
    terms=(
        Term("@acmehelp", Kind.HANDLE),
        Term("Acmephone", Kind.PRODUCT, fuzzy=True, never=("acmezone",)),
        Term("Blue Kettle", Kind.PRODUCT, fuzzy=True),
        Term("Mango", near=("shop", "dress", "order*"), not_near=("juice", "fruit"), within=6),
        Term("Kappa", Kind.NICKNAME, languages=frozenset({"it"})),
        Term("แอคมี่"),
        Term("青壶"),
    ),
    never_about=("parody account",),
)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("ask @AcmeHelp maybe", "en", "@acmehelp"),
        ("my ACMEPHONE died", "en", "Acmephone"),
        ("Acmephone's battery", "en", "Acmephone"),
        ("#acmephonefail again", "en", "Acmephone"),
        ("the acmefone died", "en", "Acmephone"),
        ("the acme phone died", "en", "Acmephone"),
        ("I love my blue kettle!", "en", "Blue Kettle"),
        ("bluekettle is loud", "en", "Blue Kettle"),
        ("the dress from Mango tore", "en", "Mango"),
        ("ordered twice at mango", "en", "Mango"),
        ("la kappa non funziona", "it", "Kappa"),
        ("โทรศัพท์แอคมี่เสีย", "th", "แอคมี่"),
        ("我的青壶坏了", "zh", "青壶"),
    ],
)
def test_a_post_that_names_us_is_found(text, language, name):
    found = match(text, language, POLICY)
    assert found
    assert found.term.text == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nothing of interest", "en"),
        ("mango juice from the shop", "en"),
        ("a mango, please", "en"),
        ("mango is sweet, and much later in this long sentence came a shop", "en"),
        ("kappa is a Greek letter", "en"),
        ("the acmezone opened", "en"),
        ("parody account: my acmephone died", "en"),
        ("see https://example.com/acmephone", "en"),
        ("macmephones", "en"),
        ("", "en"),
    ],
)
def test_a_post_about_something_else_is_left_alone(text, language):
    assert match(text, language, POLICY) is None


def test_a_misspelling_says_what_it_was_taken_for():
    found = match("my acmphone is slow", "en", POLICY)
    assert found.found == "acmphone"
    assert found.why == "'acmphone' is 1 letter away from the product 'Acmephone'"


def test_a_condition_that_held_is_shown():
    assert match("the dress from Mango", "en", POLICY).why == "names the brand 'Mango', with 'dress' near it"


def test_a_post_in_an_unknown_language_is_let_pass():
    assert match("kappa", "und", POLICY)


def test_a_short_name_is_never_guessed():
    policy = ListeningPolicy((Term("Asos", fuzzy=True),))
    assert match("asus laptop", "en", policy) is None


def test_the_first_term_that_matches_is_reported():
    assert match("@acmehelp my acmephone", "en", POLICY).term.kind is Kind.HANDLE


@given(st.text(max_size=200))
def test_any_text_can_be_listened_to(text):
    found = match(text, "en", POLICY)
    assert found is None or found.why


@given(st.text(alphabet="abcdefghij ", max_size=60), st.text(alphabet="abcdefghij ", max_size=60))
def test_a_name_is_found_wherever_it_stands(before, after):
    assert match(f"{before} acmephone {after}", "en", POLICY)
