"""Figures and charts as one HTML page that needs nothing but itself, for light, dark, phone and paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from bot.surfaces import charts
from bot.surfaces.answers import Chart, NumberLine, NumbersView

HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1d1c1d; --paper: #fff; --line: #d5d5d8; --quiet: #5c5c60 }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8e8e8; --paper: #1a1d21; --line: #3f4449; --quiet: #a9abaf }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  padding: 1rem; max-width: {width} }}
"""
"""How every page of ours begins; its own styles follow."""
PAGE = (
    HEAD
    + """h1 {{ font-size: 1.5rem }} p.note, dd small {{ color: var(--quiet) }}
dl {{ display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)) }}
dl > div {{ border-top: 1px solid var(--line); padding-top: .5rem }}
dt {{ font-weight: 600 }} dd {{ margin: 0 }} dd strong {{ font-size: 1.4rem; display: block }}
dd small {{ display: block }} img {{ width: 100%; height: auto }}
figure {{ margin: 1.5rem 0 }} summary {{ cursor: pointer }}
</style>
<h1>{title}</h1>
<p class="note">{note}</p>
<dl>
{numbers}
</dl>
{charts}
"""
)
NUMBER = "<div><dt>{label}</dt><dd><strong>{value}</strong>{about}<small>{means}</small>{tickets}</dd></div>"
TICKETS = "<details><summary>{count:,} tickets</summary>{numbers}</details>"
CHART = (
    '<figure><picture><source media="(prefers-color-scheme: dark)" srcset="data:image/png;base64,{dark}">'
    '<img alt="{alt}" src="data:image/png;base64,{light}"></picture>{beside}</figure>'
)
_MOST_TICKETS = 1_000


def page(view: NumbersView, pictures: Sequence[Chart], tickets: dict[str, tuple[int, ...]]) -> str:
    """The page. `tickets` are those behind each number, by its label."""
    numbers = "\n".join(_number(one, tickets.get(one.label, ())) for one in view.lines)
    drawn = "\n".join(_chart(one) for one in pictures)
    return PAGE.format(
        width="60rem", title=escape(view.title), note=escape(view.note), numbers=numbers, charts=drawn
    )


def _number(one: NumberLine, numbers: tuple[int, ...]) -> str:
    listed = ", ".join(map(str, numbers[:_MOST_TICKETS]))
    tickets = TICKETS.format(count=len(numbers), numbers=listed) if numbers else ""
    return NUMBER.format(
        label=escape(one.label),
        value=escape(one.value),
        about=escape(one.about),
        means=escape(one.means),
        tickets=tickets,
    )


def _chart(one: Chart) -> str:
    light, dark = (b64encode(charts.png(one, theme)).decode() for theme in (charts.LIGHT, charts.DARK))
    words = "; ".join(charts.beside(one))
    beside = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    return CHART.format(alt=escape(one.alt, quote=True), light=light, dark=dark, beside=beside)
