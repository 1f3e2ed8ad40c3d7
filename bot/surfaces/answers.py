"""What `/desk` answers with: a note, a list, or numbers, each frozen and without a platform's words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.surfaces.view import Button, ListView, NoteView, Option


@dataclass(frozen=True)
class NumberLine:
    """One number. `about` is what else there is to know of it, `means` what starts, stops and pauses it."""

    label: str
    value: str
    about: str = ""
    means: str = ""
    person: str = ""
    """Somebody of the team, by id, in whose place `label` would stand; "" where it is no person."""


@dataclass(frozen=True)
class NumbersView:
    """Figures of one period. `openable` names the numbers whose tickets can be listed."""

    title: str
    lines: tuple[NumberLine, ...]
    note: str = ""
    openable: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Series:
    """One kind of bar: its name, and a value for each label of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class BarChart:
    """Bars side by side, or one above the other where they are parts of a whole."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    """The same in a sentence, for those who cannot see it."""
    stacked: bool = False
    horizontal: bool = False


@dataclass(frozen=True)
class GridChart:
    """A number for each row and column, darker the greater it is."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    alt: str


Chart = BarChart | GridChart


@dataclass(frozen=True)
class ChartsView:
    """Pictures of one period."""

    title: str
    charts: tuple[Chart, ...]


AnswerView = NoteView | ListView | NumbersView | ChartsView


@dataclass(frozen=True)
class Answer:
    """The answer to one question. `question` is how to ask it again in the channel; "" where it is not for there."""

    view: AnswerView
    question: str = ""
    buttons: tuple[Button, ...] = ()


class AnswerButtons:
    """Buttons under answers. Their value is no ticket's number but says itself what it is about."""

    SHOW_IN_CHANNEL = Button("show_in_channel", "Show in channel")
    OPEN_FIGURE = Button("open_figure", "Open the tickets behind …")
    ADD_SAVED = Button("add_saved", "Add a saved reply")
    EDIT_SAVED = Button("edit_saved", "Edit")
    RETIRE_SAVED = Button(
        "retire_saved", "Retire", confirm="Retire this saved reply? Nobody can start from it any more."
    )


class HomeButtons:
    """Buttons of App Home."""

    FILTER = Button("home_filter", "Show")
    BACK = Button("home_back", "Back")
    ON = Button("home_on", "Next page")
    FIGURES = Button("home_figures", "The last 7 days")
    GO_AWAY = Button("go_away", "I am away")
    COME_BACK = Button("come_back", "I am back", style="primary")
