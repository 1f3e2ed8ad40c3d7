"""Pictures can be read by everybody: in any script, on paper of any colour, and without a picture at all."""

from __future__ import annotations

import struct
import warnings

import pytest

from bot.surfaces import charts, lettering
from bot.surfaces.answers import BarChart, GridChart, NumbersView, Series
from bot.surfaces.page import page

WORDS = ("complaint", "จัดส่ง", "گارانتی", "退款", "доставка")
TOPICS = BarChart("Topics", WORDS, (Series("tickets", (9, 7, 5, 3, 2)),), "Tickets by topic", horizontal=True)
HOURS = tuple(f"{at:02}:00" for at in range(24))
WEEK = GridChart("Load", ("Mon", "Tue"), HOURS, (tuple(range(24)), (0,) * 24), "Tickets by hour and weekday")


@pytest.mark.parametrize("chart", [TOPICS, WEEK], ids=["topics", "week"])
def test_every_script_is_drawn_without_a_missing_letter_in_light_and_dark(chart) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        light, dark = charts.png(chart, charts.LIGHT), charts.png(chart, charts.DARK)
    assert struct.unpack(">II", light[16:24]) == (1200, 675)
    assert light != dark


def test_what_no_font_can_draw_is_numbered_and_stands_beside_the_picture() -> None:
    only_bundled = [word for word in WORDS if not word.isascii() and not lettering.drawable(word)]
    shown, beside = lettering.lettered(WORDS)
    assert len(shown) == len(WORDS)
    assert [line.split(": ")[1] for line in beside] == only_bundled
    assert all(lettering.drawable(label) for label in shown)
    written = page(NumbersView("Figures", ()), [TOPICS], {})
    assert all(line in written for line in beside)


def test_persian_and_russian_are_always_drawn() -> None:
    assert lettering.drawable("گارانتی")
    assert lettering.drawable("доставка")
    assert lettering.lettered(["𒀀"]) == (["no. 1"], ["no. 1: 𒀀"])
