"""What a lead does on Monday, clicked in a real browser: each of the five questions in at most two clicks.

With SCREENSHOTS set to a folder, a picture of each step is kept there, to be looked at.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_demo import PATIENCE, Screen, demo, screen

__all__ = ["demo", "screen"]

QUESTIONS = (
    "How many?",
    "How fast?",
    "What was late, and why?",
    "Who needs help?",
    "What keeps coming back?",
)


def test_a_lead_gets_five_answers_on_monday(screen: Screen) -> None:
    a_matter_in_private(screen)
    the_customer_is_asked_and_is_unhappy(screen)
    screen.become("Mira")
    figures_by_command(screen)
    charts_badge_and_replies(screen)
    five_questions_at_home(screen)


def a_matter_in_private(screen: Screen) -> None:
    screen.see("customers")
    expect(screen.by("customer-post").first).to_contain_text("cracked lid", timeout=PATIENCE)
    screen.by("samples-toggle").click()
    screen.by("outside-tab-private").click()
    says(screen, "Where is my parcel? It should be here by now.")
    screen.see("chat")
    card = screen.card("Where is my parcel")
    expect(card).to_be_visible(timeout=PATIENCE)
    card.locator("button[data-action-id=reply]").click()
    screen.part("text").fill("It comes tomorrow, promised.")
    screen.sends_dialog()
    expect(screen.card("Where is my parcel")).to_contain_text("Waiting for the customer", timeout=PATIENCE)
    screen.card("Where is my parcel").locator("button[data-action-id=resolve]").click()
    expect(screen.card("Where is my parcel")).to_contain_text("Resolved", timeout=PATIENCE)


def says(screen: Screen, text: str) -> None:
    """A customer writes in the pane that is open."""
    screen.by("customer-box").fill(text)
    screen.by("customer-send").click()


def the_customer_is_asked_and_is_unhappy(screen: Screen) -> None:
    screen.see("customers")
    screen.by("outside-tab-private").click()
    expect(screen.by("outside-private")).to_contain_text("from 1 (bad) to 5 (great)", timeout=PATIENCE)
    screen.picture("survey")
    says(screen, "1: nobody called me back.")
    screen.see("chat")
    card = screen.card("nobody called me back")
    expect(card).to_contain_text("2 posts so far", timeout=PATIENCE)
    card.get_by_test_id("open-thread").click()
    expect(screen.by("thread")).to_contain_text("1 of 5. It is open once more.", timeout=PATIENCE)
    screen.picture("unhappy-thread")
    screen.by("close-thread").click()


def ask(screen: Screen, question: str) -> None:
    """Type a command. The button waits for a page that is being drawn anew; a key would be lost in between."""
    screen.by("composer").fill(f"/desk {question}")
    screen.by("composer-send").click()
    expect(screen.by("composer")).to_have_value("")


def answer(screen: Screen, words: str):
    """The newest answer that says so."""
    found = screen.by("ephemeral").filter(has_text=words).last
    expect(found).to_be_visible(timeout=PATIENCE)
    found.scroll_into_view_if_needed()
    return found


def figures_by_command(screen: Screen) -> None:
    ask(screen, "stats 7d")
    told = answer(screen, "Figures of the last 7 days")
    expect(told).to_contain_text("First response in time")
    expect(told).to_contain_text("Satisfaction")
    screen.picture("stats")
    told.locator("[data-action-id=open_figure]").select_option(label="Tickets (2)")
    expect(screen.by("modal")).to_contain_text("nobody called me back", timeout=PATIENCE)
    screen.picture("tickets-behind")
    screen.by("modal-close").click()
    expect(screen.by("modal")).to_be_hidden()


def charts_badge_and_replies(screen: Screen) -> None:
    ask(screen, "badge")
    answer(screen, "badge, last 7 days: 1 of 1 private messages answered")
    screen.picture("badge")
    ask(screen, "replies")
    told = answer(screen, "There is no saved reply yet")
    told.locator("[data-action-id=add_saved]").click()
    screen.part("title").fill("Parcel")
    screen.part("text").fill("Hello {name}, it comes tomorrow. {sign_off}")
    screen.picture("saved-reply-dialog")
    screen.sends_dialog()
    ask(screen, "replies")
    answer(screen, "Parcel")
    screen.picture("replies")
    ask(screen, "charts 7d")
    answer(screen, "The charts are in your messages with me.")


def five_questions_at_home(screen: Screen) -> None:
    screen.see("list")
    screen.by("app").click()
    messages = screen.by("app-tab-messages")
    if messages.is_visible():
        messages.click()
    expect(screen.page.locator("img[alt*='Tickets by hour and weekday']")).to_be_visible(timeout=PATIENCE)
    screen.picture("charts")
    if screen.by("app-tab-home").is_visible():
        screen.by("app-tab-home").click()
    home = screen.by("app-home")
    button = home.locator("button[data-action-id=home_figures]")
    expect(button).to_be_visible(timeout=PATIENCE)
    screen.picture("home-of-a-lead")
    button.click()
    modal = screen.by("modal")
    for question in QUESTIONS:
        expect(modal).to_contain_text(question, timeout=PATIENCE)
    expect(modal).to_contain_text("Tickets: 2. Messages in them: 3. Answers out: 1.")
    screen.picture("five-answers")
    screen.part("week_open").select_option(label="Answered (1)")
    expect(modal).to_contain_text("cracked lid", timeout=PATIENCE)
    expect(modal).not_to_contain_text("nobody called me back")
    screen.picture("behind-an-answer")
