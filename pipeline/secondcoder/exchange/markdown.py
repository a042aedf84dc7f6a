"""Words of others in Markdown: nothing in them is taken for a heading, a list or a link."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LIST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def escaped(text: str) -> str:
    r"""Return the text with a backslash before what would be a sign; ``\n`` stays."""
    return _LIST.sub(_parted, _SPECIAL.sub(r"\\\1", text))


def lines(text: str) -> str:
    """Return the text with every line on a line of its own, as Markdown shows it."""
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "  \n", text)


def quoted(text: str) -> str:
    """Return words as a quotation, escaped."""
    return "\n".join(f"> {line}".rstrip() for line in lines(escaped(text)).split("\n"))


def one_line(text: str) -> str:
    """Return words on one line, escaped."""
    return escaped(" ".join(text.split()))


def _parted(found: re.Match[str]) -> str:
    blank, sign = found.groups()
    return f"{blank}{sign}\\" if sign[0].isdigit() else f"{blank}\\{sign}"
