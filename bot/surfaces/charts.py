"""BarChart → PNG, as wide as Slack shows pictures, legible on a phone, told apart without colour by hatching.

The drawing library is slow to import, so it is loaded with the first chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.surfaces.answers import BarChart, Chart, GridChart, Series
from bot.surfaces.lettering import families, lettered

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

NOTHING = "Nothing to show yet"
INCHES = (8.0, 4.5)
DOTS_PER_INCH = 150
"""1200 by 675 dots: sharp at twice the width Slack gives a picture in a channel."""
_MOST_LABELS = 24
_LONGEST_LABEL = 24
_CROWDED = 12
"""From so many labels on, only every third is written."""
_DARK = 0.55
"""From this strength on, what stands in a cell is written in the colour of the paper."""
_HATCHES = ("", "///", "...")


@dataclass(frozen=True)
class Theme:
    """Colours for light or dark surroundings; neighbours differ in lightness as well as in hue."""

    paper: str
    ink: str
    grid: str
    bars: tuple[str, str, str]


LIGHT = Theme("#ffffff", "#1d1c1d", "#d5d5d8", ("#1d5fa8", "#e08a1e", "#6b7280"))
DARK = Theme("#1a1d21", "#e8e8e8", "#3f4449", ("#6fb1f2", "#f2b25c", "#9aa3af"))


def beside(chart: Chart) -> list[str]:
    """The labels that cannot be drawn with the fonts of this machine, to stand beside the picture."""
    return lettered(chart.labels)[1] if isinstance(chart, BarChart) else []


def png(chart: Chart, theme: Theme = LIGHT) -> bytes:
    """Draw a chart."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # slow to import, and only charts need it
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, layout="constrained", facecolor=theme.paper)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    if isinstance(chart, GridChart):
        _title(axes, chart, theme)
        _grid(axes, chart, theme)
    else:
        _frame(axes, chart, theme)
        _bars(axes, chart, theme)
    for text in figure.findobj(Text):
        text.set_fontfamily(list(families()))
    written = BytesIO()
    figure.savefig(written, format="png", facecolor=theme.paper, metadata={"Software": None})
    return written.getvalue()


def _title(axes: Axes, chart: Chart, theme: Theme) -> None:
    axes.set_facecolor(theme.paper)
    axes.set_title(_plain(chart.title, 60), color=theme.ink, fontsize=21, loc="left", pad=14, weight="bold")
    axes.tick_params(colors=theme.ink, labelsize=17, length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _grid(axes: Axes, chart: GridChart, theme: Theme) -> None:
    """Cells whose strength says how much; the greatest in each row is written, so that no colour has to be compared."""
    most = max((max(row) for row in chart.cells), default=0) or 1
    for at, row in enumerate(chart.cells):
        for hour, count in enumerate(row):
            strength = count / most
            axes.bar(hour, 0.9, 0.9, at - 0.45, color=theme.bars[0], alpha=0.08 + 0.92 * strength)
            if count and count == max(row):
                ink = theme.paper if strength > _DARK else theme.ink
                axes.text(
                    hour, at, f"{count:,}", color=ink, fontsize=12, ha="center", va="center", weight="bold"
                )
    axes.set_xlim(-0.5, len(chart.columns) - 0.5)
    axes.set_ylim(len(chart.rows) - 0.5, -0.5)
    axes.set_yticks(range(len(chart.rows)), list(chart.rows))
    axes.set_xticks(range(0, len(chart.columns), 3), list(chart.columns[::3]))


def _frame(axes: Axes, chart: BarChart, theme: Theme) -> None:
    from matplotlib.ticker import MaxNLocator  # comes with what is loaded already

    _title(axes, chart, theme)
    axes.grid(visible=True, axis="x" if chart.horizontal else "y", color=theme.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    counting = axes.xaxis if chart.horizontal else axes.yaxis
    counting.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _bars(axes: Axes, chart: BarChart, theme: Theme) -> None:
    places = range(len(chart.labels[:_MOST_LABELS]))
    width = 0.8 if chart.stacked else 0.8 / len(chart.series)
    below = [0.0] * len(places)
    for number, series in enumerate(chart.series):
        offset = 0 if chart.stacked else (number - (len(chart.series) - 1) / 2) * width
        drawn = _series(axes, chart, series, (theme, number), ([at + offset for at in places], width, below))
        if len(chart.labels) <= _CROWDED and not chart.stacked:
            shown = ["" if not value else f"{value:,.0f}" for value in series.values[:_MOST_LABELS]]
            axes.bar_label(drawn, shown, color=theme.ink, fontsize=16, padding=3)
        if chart.stacked:
            below = [start + value for start, value in zip(below, series.values, strict=False)]
    _labels(axes, chart, places)
    _from_zero(axes, chart)
    if len(chart.series) > 1:
        axes.legend(
            fontsize=16,
            frameon=False,
            labelcolor=theme.ink,
            loc="lower right",
            bbox_to_anchor=(1, 1),
            ncols=len(chart.series),
        )


def _from_zero(axes: Axes, chart: BarChart) -> None:
    """Bars stand on zero, and a chart of nothing says so."""
    (axes.set_xlim if chart.horizontal else axes.set_ylim)(0)
    if not any(value for series in chart.series for value in series.values):
        (axes.set_xlim if chart.horizontal else axes.set_ylim)(0, 1)
        axes.text(0.5, 0.5, NOTHING, transform=axes.transAxes, ha="center", fontsize=16, color="gray")


def _series(
    axes: Axes,
    chart: BarChart,
    series: Series,
    look: tuple[Theme, int],
    place: tuple[Sequence[float], float, Sequence[float]],
) -> BarContainer:
    theme, number = look
    at, width, below = place
    style: dict[str, Any] = {
        "color": theme.bars[number % len(theme.bars)],
        "hatch": _HATCHES[number % len(_HATCHES)],
        "edgecolor": theme.paper,
        "label": _plain(series.name, _LONGEST_LABEL),
    }
    values = series.values[:_MOST_LABELS]
    if chart.horizontal:
        return axes.barh(at, values, height=width, left=below, **style)
    return axes.bar(at, values, width=width, bottom=below, **style)


def _labels(axes: Axes, chart: BarChart, places: Sequence[int]) -> None:
    words = [_plain(label, _LONGEST_LABEL) for label in lettered(chart.labels[:_MOST_LABELS])[0]]
    if chart.horizontal:
        axes.set_yticks(places, words)
        axes.invert_yaxis()
        return
    step = 3 if len(words) > _CROWDED else 1
    axes.set_xticks(list(places)[::step], words[::step])


def _plain(text: str, most: int) -> str:
    """Words in which a dollar sign begins no formula (the library's own mark-up)."""
    return (text if len(text) <= most else f"{text[: most - 1]}…").replace("$", r"\$")
