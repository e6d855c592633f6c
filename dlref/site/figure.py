"""Plots for the pages: SVG that takes its colors and its font from the page around it."""

import re
from collections.abc import Callable
from html import escape
from io import StringIO
from typing import Any

from dlref._needs import needs

with needs("dlref.site", extra="site"):
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["figure"]

# Colors that no plot would choose by itself; each becomes a custom property of the style sheet.
_INK = "#010203"
_SERIES = ["#010211", "#010212", "#010213", "#010214"]
_STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.prop_cycle": cycler(color=_SERIES),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    **dict.fromkeys(["text.color", "axes.labelcolor", "axes.edgecolor"], _INK),
    **dict.fromkeys(["xtick.color", "ytick.color"], _INK),
}


def figure(draw: Callable[[Any], None], alt: str, caption: str = "", columns: int = 1) -> str:
    """Draw a figure and return its HTML.

    Args:
        draw: Draws on the axes that it is given, on an array of them when `columns` exceeds 1.
        alt: What the picture shows, in words, for readers who do not see it.
        caption: Text below the picture.
        columns: How many plots stand side by side.

    Returns:
        A `figure` element; its colors are those of the page, in the light and in the dark.
    """
    with mpl.rc_context({**_STYLE, "svg.hashsalt": alt, "svg.id": None}):
        width = 5.4 if columns == 1 else 3.6 * columns
        picture = Figure(figsize=(width, 3.1), layout="constrained")
        axes: Axes | Any = picture.subplots(1, columns)
        draw(axes)
        file = StringIO()
        picture.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    svg = _themed(file.getvalue(), alt)
    if columns > 1:  # on a phone it scrolls in a box of its own
        svg = f'<div class="plot-box" style="--width: {72 * width:.0f}px">{svg}</div>'
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="plot">{svg}{below}</figure>'


def _themed(svg: str, alt: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    label = escape(" ".join(alt.split()), quote=True)
    box = re.search(r'viewBox="[^"]*"', svg)
    opening = f'<svg {box[0] if box else ""} role="img" aria-label="{label}">'
    svg = opening + svg[svg.index(">") + 1 :]
    svg = svg.replace(_INK, "currentColor")
    for number, color in enumerate(_SERIES, 1):
        svg = svg.replace(color, f"var(--plot-{number})")
    return re.sub(r"\s*\n\s*", "\n", svg)
