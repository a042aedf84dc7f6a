"""Colours as programs write them, in one spelling."""

import re

_HEX = re.compile(r"#?(?:[0-9a-f]{2})?(?P<six>[0-9a-f]{6})|#(?P<three>[0-9a-f]{3})")
_RGB = re.compile(
    r"(?:rgba?)?\(?\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*[\d.]+%?\s*)?\)?"
)


def as_hex(stated: str) -> str:
    """Return a colour as ``#RRGGBB``; empty if it is none.

    Read are ``#RGB``, ``#RRGGBB``, ``#AARRGGBB`` (the opacity is dropped), ``rgb(r, g, b)`` and
    the names of the web.
    """
    text = stated.strip().casefold()
    if found := _HEX.fullmatch(text):
        digits = found["six"] or "".join(2 * digit for digit in found["three"])
        return f"#{digits.upper()}"
    if found := _RGB.fullmatch(text):
        parts = [int(part) for part in found.groups()]
        return "#" + "".join(f"{part:02X}" for part in parts) if max(parts) < 256 else ""
    return _named(text.replace(" ", "")) if text.replace(" ", "").isalpha() else ""


def _named(name: str) -> str:
    from matplotlib.colors import CSS4_COLORS

    return str(CSS4_COLORS.get(name, "")).upper()
