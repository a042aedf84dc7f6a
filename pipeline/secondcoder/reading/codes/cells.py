"""What a cell of a coding holds: one code, several, none, or a mark below a code's name."""

import json
import re
from collections.abc import Iterator, Sequence

from secondcoder.names import plain
from secondcoder.non_answers import is_no_code

NOT_HTML = "".join(
    f"(?<!&{name})" for name in ("amp", "lt", "gt", "quot", "apos", "nbsp", "#39", "#039", "#34")
)
"""Before a semicolon: it does not end a character that is spelled as HTML, such as ``&amp;``."""
STRONG = re.compile(rf"(?:{NOT_HTML};|[|\n])+")
"""Signs that part codes whatever they are."""
WEAK = re.compile(r"[,/#+&·•]+")
"""Signs that do so where all the parts are codes."""
_WEAK_SIGNS = (
    re.compile(r",(?:\s+(?:and|und|et|y|e|og|och|en)\s+)?"),
    *map(re.compile, ("#", "/", r"\+", "&", r"[·•‣]", r"\s(?:→|->)\s")),
    re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s"),
    re.compile(r"^[(\[]|[)\]]\s*[(\[]|[)\]]$"),
    re.compile(r"\s(?:and|und|et|y|e|og|och|en)\s"),
)
"""Among them the numbers of a list, brackets around each code, and words for «and»."""
_YES = frozenset("1 x xx true yes y ja j wahr oui o si s v + applied coded ✓ ✔ ☑".split())
_NO = frozenset({"", "0", "false", "no", "n", "nein", "falsch", "non", "f", "-", "☐"})
_LIST = re.compile(r"\s*[\[({].*[\])}]\s*", re.DOTALL)
BETWEEN = " _-–.:/|()[]"
"""Signs between code and coder in the heading of a column of marks."""
_DECORATED = re.compile(
    r"(?i)(?:code|tag|label|theme|kode)s?\s*[:_/]\s*(?P<name>.*?)(?:\s+applied)?"
)


def code_parts(cell: str) -> list[str]:
    """Return every stretch of a cell that could be a code by itself, however it is parted."""
    parts = as_list(cell)
    if parts is None:
        parts = [part.strip() for part in STRONG.split(cell)]
    finer = [piece.strip() for part in parts for piece in WEAK.split(part)]
    return [part for part in dict.fromkeys([*parts, *finer]) if part]


def as_list(cell: str) -> list[str] | None:
    """Return the entries of a list such as ``["Calm", "Bus"]``, or nothing if it is none."""
    if not _LIST.fullmatch(cell):
        return None
    inner = cell.strip()
    for form in (inner, f"[{inner[1:-1]}]"):
        try:
            found = json.loads(form)
        except (ValueError, RecursionError):  # also a number of thousands of digits, a deep list
            continue
        if isinstance(found, list | dict):
            return _entries(found)
    quoted = re.findall(r"'((?:[^'\\]|\\.|(?<=\w)'(?=\w))*)'|\"([^\"]*)\"", inner)
    if quoted:
        return [one or other for one, other in quoted if one or other]
    if inner[0] == "[" and not re.search(r"\]\s*\[", inner):
        return [part.strip() for part in re.split(r"[,;]", inner[1:-1]) if part.strip()]
    return None


def _entries(entry: object) -> list[str]:
    """Return the codes of an entry of a JSON list: text, a number, or Label Studio's choices."""
    if isinstance(entry, dict):
        for key in ("choices", "labels", "label", "code", "tag", "name"):
            if key in entry:
                return _entries(entry[key])
        return []
    if isinstance(entry, list):
        return [one for inner in entry for one in _entries(inner)]
    return [str(entry).strip()] if entry not in (None, "") else []


def weak_partings(cell: str) -> Iterator[list[str]]:
    """Yield the parts of a cell between each of the signs that may also stand in a code's name."""
    for sign in _WEAK_SIGNS:
        parts = [part.strip() for part in sign.split(cell) if part.strip()]
        if parts != [cell]:
            yield parts


def is_mark(cell: str) -> bool:
    """Say whether a cell says only that a code was given or not."""
    return is_given(cell) or cell.strip().casefold() in _NO or is_no_code(cell)


def is_given(cell: str) -> bool:
    """Say whether a mark means that the code was given."""
    return cell.strip().casefold() in _YES


def says_code(heading: str) -> bool:
    """Say whether a heading itself says that marks of a code stand below it; weights are none."""
    found = _DECORATED.fullmatch(heading.strip())
    return bool(found and found["name"]) and not heading.casefold().endswith((" weight", " range"))


def mark_name(heading: str) -> str:
    """Return the code that a column of marks stands for: ``Bus`` of ``Code: Bus Applied``."""
    found = _DECORATED.fullmatch(heading.strip())
    return found["name"] if found and found["name"] else heading.strip()


def code_and_coder(heading: str, coders: Sequence[str]) -> tuple[str, str]:
    """Return code and coder of a column of marks: ``Water`` and ``Kim`` of ``Water_Kim``.

    The coder's name, one of ``coders``, stands last or first, behind or before a sign or blank; a
    heading with none of them has no coder.
    """
    inner = heading.strip(BETWEEN)
    for coder in sorted(coders, key=len, reverse=True):
        for code in (
            inner.removesuffix(coder) if inner.endswith(coder) else "",
            inner.removeprefix(coder) if inner.startswith(coder) else "",
        ):
            bare = code.strip(BETWEEN)
            if bare and bare != code:
                return mark_name(bare), coder
    return mark_name(heading), ""


def coder_of(heading: str) -> str:
    """Return whose codes a column holds: ``Ana`` of ``Ana's codes``."""
    bare = re.sub(
        r"(?i)[\s_]*[(\[]?(?<![^\W_])(codes?|coding|labels?|kodierung|codierung)(?![^\W_])[)\]]?[\s_]*",
        " ",
        heading,
    )
    bare = re.sub(r"(?i)^(?:by|von|par|por)\s|['’]s?\s*$", "", bare.strip(" :_-"))
    return bare.strip() or heading if plain(bare) else heading
