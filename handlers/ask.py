"""What is pressed under answers: show it to the channel, open what is behind a number, keep saved replies."""

from collections.abc import Mapping
from typing import Any

from bot.desk import asking, behind, commands, home, saved, week
from bot.desk.asking import Place
from bot.desk.context import Desk
from bot.surfaces.answers import Answer
from handlers.knock import Door, Outcome, Press, number_of


def command(door: Door, body: Mapping[str, Any]) -> Answer:
    """`/desk …`: the answer, for this person alone."""
    place = Place(body.get("channel_id", ""))
    return commands.answer(door.desk, body.get("text", ""), body["user_id"], place, door.now())


def shortcut(desk: Desk, body: Mapping[str, Any], press: Press) -> Outcome:
    """Message shortcut “Ask the desk”: for threads, where Slack allows no commands."""
    message = body["message"]
    place = Place(body["channel"]["id"], message.get("thread_ts") or message["ts"])
    return asking.form(desk, place, press.person)


def question_asked(desk: Desk, press: Press) -> Outcome:
    """Dialog of that shortcut."""
    place = Place(str(press.facts["channel"]), str(press.facts["thread"]))
    return asking.ask(desk, press.values["question"], press.person, place, press.now)


def show_in_channel(desk: Desk, press: Press) -> Outcome:
    """Button Show in channel, under every answer."""
    place = Place(press.facts["channel"], press.facts["thread"])
    return asking.show_in_channel(desk, press.facts["value"], press.person, place, press.now)


def open_figure(desk: Desk, press: Press) -> Outcome:
    """The menu under figures: the tickets behind one of them."""
    return behind.form(desk, press.facts["value"], press.person, press.now)


def figure_ticket(desk: Desk, press: Press) -> Outcome:
    """In the dialog behind a number: a ticket was picked."""
    return behind.picked(desk, press.values.get(behind.TICKET_PART, ""), press.person)


def figure_page(desk: Desk, press: Press) -> Outcome:
    """In the dialog behind a number: another page was picked."""
    page = number_of(press.values.get(behind.PAGE_PART, "0"))
    return behind.form(desk, str(press.facts["figure"]), press.person, press.now, page)


def add_saved(desk: Desk, press: Press) -> Outcome:
    """Button Add a saved reply."""
    return saved.form(desk, 0, press.person)


def edit_saved(desk: Desk, press: Press) -> Outcome:
    """Button Edit, at a saved reply."""
    return saved.form(desk, number_of(press.facts["value"]), press.person)


def retire_saved(desk: Desk, press: Press) -> Outcome:
    """Button Retire, at a saved reply."""
    return saved.retire(desk, number_of(press.facts["value"]), press.person, press.now)


def saved_written(desk: Desk, press: Press) -> Outcome:
    """Dialog of a saved reply."""
    values = press.values
    language = values.get("language") or saved.ANY_LANGUAGE
    number = number_of(press.facts.get("saved", 0))
    return saved.keep(desk, number, values["title"], values["text"], language, press.person, press.now)


def home_figures(desk: Desk, press: Press) -> Outcome:
    """In App Home: the last 7 days."""
    return week.form(desk, press.person, press.now)


def week_open(desk: Desk, press: Press) -> Outcome:
    """In the dialog of the last 7 days: the tickets behind a number."""
    return week.opened(desk, press.values.get(week.OPEN_PART, ""), press.person, press.now)


def home_filter(desk: Desk, press: Press) -> Outcome:
    """In App Home: another part of the queue."""
    return home.turn(desk, press.person, press.now, word=press.facts["value"])


def home_back(desk: Desk, press: Press) -> Outcome:
    """In App Home: the page before."""
    return home.turn(desk, press.person, press.now, by=-1)


def home_on(desk: Desk, press: Press) -> Outcome:
    """In App Home: the next page."""
    return home.turn(desk, press.person, press.now, by=1)


def go_away(desk: Desk, press: Press) -> Outcome:
    """In App Home: I am away."""
    return home.set_away(desk, press.person, press.now, away=True)


def come_back(desk: Desk, press: Press) -> Outcome:
    """In App Home: I am back."""
    return home.set_away(desk, press.person, press.now, away=False)


ASKED = {
    "home_figures": home_figures,
    "home_filter": home_filter,
    "home_back": home_back,
    "home_on": home_on,
    "go_away": go_away,
    "come_back": come_back,
    "show_in_channel": show_in_channel,
    "open_figure": open_figure,
    "add_saved": add_saved,
    "edit_saved": edit_saved,
    "retire_saved": retire_saved,
}
"""What carries words of its own instead of a ticket's number."""
DIALOGS = {
    saved.FORM: saved_written,
    asking.FORM: question_asked,
    behind.FORM: figure_ticket,
    week.FORM: week_open,
}
TYPED = {behind.TICKET_PART: figure_ticket, behind.PAGE_PART: figure_page, week.OPEN_PART: week_open}
