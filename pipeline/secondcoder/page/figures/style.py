"""The look that all figures share, and SVG that is the same bytes on every machine.

Layout is measured with the font that comes with matplotlib; text stays text in the SVG and is
shown in the reader's own sans-serif, so that every script and emoji can be drawn.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
"""Colours that people with any colour vision can tell apart (Okabe and Ito)."""
INK, QUIET, RULE, PALE = "#1d2733", "#5b6673", "#d5dae0", "#e9edf1"
RELATION_COLOURS = {"matches": BLUE, "splits": ORANGE, "merges": GREEN, "overlaps": "#9aa5b1"}

WIDTH = 4.7
"""Inches; the text stays readable when a phone shows the figure at its own width."""
SIZE = 9.0
"""Points, of ordinary text."""
SMALL = 8.0
_MEASURED = "DejaVu Sans"
_SHOWN = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def canvas(height: float) -> tuple[Any, Any]:
    """Return a figure of the common width and ``height`` inches, and its axes over all of it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)  # inches from the top left
    return figure, axes


def write(axes: Any, x: float, y: float, text: str, **more: Any) -> None:
    """Write plain text; a dollar sign in it is no formula."""
    look = {"fontsize": SIZE, "color": INK, "va": "center", "parse_math": False}
    axes.text(x, y, text, **(look | more))


def short(text: str, limit: int) -> str:
    """Return a label that fits about ``limit`` Latin characters, without control characters."""
    kept = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text)
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawn figure, and the name that makes its inner ids always equal."""

    figure: Any
    name: str

    def svg(self) -> str:
        """Return it as SVG text."""
        buffer = io.StringIO()
        with _settings(self.name):
            metadata = {"Date": None, "Creator": None}
            self.figure.savefig(buffer, format="svg", metadata=metadata)
        svg = re.sub(rf"'?{_MEASURED}'?(, [^;\"]*)?(?=[;\"])", _SHOWN, buffer.getvalue())
        return svg.replace("\r\n", "\n")

    def pdf(self) -> bytes:
        """Return it as PDF, with the font inside; for articles."""
        metadata = {"CreationDate": None, "Creator": None, "Producer": None}
        return self._bytes("pdf", metadata=metadata)

    def png(self) -> bytes:
        """Return it as PNG at 300 dots an inch."""
        return self._bytes("png", dpi=300, metadata={"Software": None})

    def _bytes(self, kind: str, **more: Any) -> bytes:
        buffer = io.BytesIO()
        with _settings(self.name):
            self.figure.savefig(buffer, format=kind, **more)
        return buffer.getvalue()


def as_svg(sketch: Sketch | None) -> str:
    """Return SVG text, or an empty string where nothing was drawn."""
    return sketch.svg() if sketch else ""


@contextmanager
def _settings(name: str) -> Iterator[None]:
    import matplotlib as mpl

    fonts = {"svg.fonttype": "none", "font.family": _MEASURED, "pdf.fonttype": 42}
    with mpl.rc_context({"svg.hashsalt": name, **fonts}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield
