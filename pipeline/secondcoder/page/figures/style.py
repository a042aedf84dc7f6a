"""The one look that all figures share, and files that are the same bytes on every machine.

Layout is measured with the font that comes with matplotlib; text stays text in the SVG and is
shown in the reader's own sans-serif, so that every script and emoji can be drawn.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
"""Colours that people with any colour vision can tell apart (Okabe and Ito)."""
LIGHT_BLUE = "#9CC9E3"
"""For bars that are the lesser of two kinds; hatched besides, so that grey print tells them."""
INK, QUIET, RULE, PALE = "#1d2733", "#5b6673", "#d5dae0", "#e9edf1"

WIDTH = 4.7
"""Inches; the text stays readable when a phone shows the figure at its own width."""
SIZE = 8.0
"""Points, of all text but that in the cells of a grid."""
FOLDER = "figures"
_MEASURED = "DejaVu Sans"
_SHOWN = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_LAYOUT = ("GSUB", "GPOS", "GDEF", "kern")
"""Tables of a font: matplotlib has placed every letter itself."""
_LOOK = {
    "font.family": _MEASURED,
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a label is no formula
    "figure.facecolor": "white",
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": SIZE,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": SIZE,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.frameon": False,
    "legend.fontsize": SIZE,
    "legend.borderpad": 0,
    "legend.borderaxespad": 0,
    "legend.handlelength": 2.2,
    "legend.labelspacing": 0.35,
    "lines.linewidth": 1.6,
    "lines.markersize": 5.5,
    "errorbar.capsize": 2,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "none",
    "pdf.fonttype": 42,  # outlines that journals accept and that can be searched
}


@contextmanager
def styled(salt: str = "") -> Iterator[None]:
    """Draw in the common look; ``salt`` makes the inner ids of an SVG always equal.

    A ``matplotlibrc`` of the user, or one in the folder that a command is called from, is no part.
    """
    import matplotlib as mpl

    plain = {key: of for key, of in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    look = {**plain, **_LOOK, "svg.hashsalt": salt}
    with mpl.rc_context(look), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


@contextmanager
def _outlines_alone() -> Iterator[None]:
    """Embed a font's outlines without its rules of layout, which a PDF does not use.

    To cut them down to the letters of a figure took most of a PDF's time.
    """
    from fontTools.subset import Options

    usual = Options._drop_tables_default  # noqa: SLF001 - matplotlib passes no other choice on
    Options._drop_tables_default = [*usual, *_LAYOUT]  # noqa: SLF001
    try:
        yield
    finally:
        Options._drop_tables_default = usual  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Files:
    """A figure as its files hold it."""

    svg: str
    pdf: bytes
    png: bytes


@dataclass(frozen=True)
class Drawn:
    """A drawn figure by the name of its files."""

    name: str
    figure: Any
    """As matplotlib drew it, or its ``Files``."""

    def as_files(self) -> "Drawn":
        """Return the same figure without what drew it."""
        return Drawn(self.name, Files(self.svg, self.pdf(), self.png()))

    @cached_property
    def svg(self) -> str:
        """The figure as SVG text."""
        if isinstance(self.figure, Files):
            return self.figure.svg
        data = self._bytes("svg", metadata={"Date": None, "Creator": None})
        svg = re.sub(rf"'?{_MEASURED}'?(, [^;\"]*)?(?=[;\"])", _SHOWN, data.decode())
        return svg.replace("\r\n", "\n")

    def pdf(self) -> bytes:
        """Return it as PDF, with the font inside; for articles."""
        if isinstance(self.figure, Files):
            return self.figure.pdf
        metadata = {"CreationDate": None, "Creator": None, "Producer": None}
        with _outlines_alone():
            return self._bytes("pdf", metadata=metadata)

    def png(self) -> bytes:
        """Return it as PNG at 300 dots an inch."""
        if isinstance(self.figure, Files):
            return self.figure.png
        return self._bytes("png", dpi=300, metadata={"Software": None})

    def _bytes(self, kind: str, **more: Any) -> bytes:
        buffer = io.BytesIO()
        with styled(self.name):
            self.figure.savefig(buffer, format=kind, **more)
        return buffer.getvalue()


def figure_files(drawn: Mapping[str, Drawn]) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the result's folder."""
    files = {}
    for name, figure in sorted(drawn.items()):
        files[f"{FOLDER}/{name}.svg"] = figure.svg.encode()
        files[f"{FOLDER}/{name}.pdf"] = figure.pdf()
        files[f"{FOLDER}/{name}.png"] = figure.png()
    return files
