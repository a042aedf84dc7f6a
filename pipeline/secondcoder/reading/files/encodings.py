"""Texts that are not UTF-8: the Windows code page, or a detector where that gives nonsense.

The Windows code page comes first, since it is right for nearly all short Western texts, where
detectors often err (charset-normalizer: 60 of 194 British snippets, “£20” became “ú20”).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

WINDOWS = "cp1252"
MOST_ODD = 0.1
"""Share of the words with letters beyond ASCII that may look like nonsense. Not measured; in the
194 snippets none did."""
FEWEST_LETTERS = 4
COVERED = 0.7
"""So many letters beyond ASCII, and so large a share of them that one Western language must have.
A Czech, Polish or Turkish text read by the Western code page reaches about 0.5. Not measured."""
MOST_BEYOND = 0.4
"""Share of a Western text's letters that may lie beyond ASCII; French has 0.04."""
MOST_BEYOND_LATIN = 0.7
"""The same in any text in Latin letters; Polish has 0.07, single words up to two thirds."""
_LOOKED_AT = 200_000
"""Bytes that are judged: enough for any text, and the detector stays under a second."""

_CANDIDATES = (
    *("mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "koi8_r", "cp850"),
    *("cp932", "gb18030", "euc_kr", "big5"),
)
"""What office programs and older systems wrote; where two fit equally, the first is taken."""
_WESTERN = tuple(
    map(
        frozenset,
        (
            "éèêëïîçñöüäôâàáóæœ",  # English, in loan words and names
            "àâäçéèêëîïôöùûüÿœæ",  # French
            "äöüßéèà",  # German
            "áéíóúüñçºª",  # Spanish
            "áâãàçéêíóôõúüºª",  # Portuguese
            "àèéìíîòóùú",  # Italian
            "àçèéíïòóúü",  # Catalan
            "éëïóöüèàêç",  # Dutch
            "æøåéèêóôäöü",  # Danish, Norwegian
            "åäöéàüæøšž",  # Swedish, Finnish
            "áðéíóúýþæö",  # Icelandic
            "õäöüšž",  # Estonian
        ),
    )
)
_WORD = re.compile(r"[^\W\d_](?:[^\s'’‘`\-–—…,;.!?\"“”()/]*[^\W\d_])?")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_INSIDE = frozenset("·\u00ad\u200d\u200c")
_ACCENTED_GREEK = re.compile("[άέήίόύώ]")
_GREEK = re.compile("[α-ω]")


def guess(data: bytes) -> tuple[str, str]:
    """Return the text of bytes that are not UTF-8, and the encoding that was guessed."""
    text = data.decode(WINDOWS, errors="replace")
    if looks_western(text[:_LOOKED_AT]):
        return text, WINDOWS
    encoding = _detected(data)
    return (data.decode(encoding, errors="replace"), encoding) if encoding else (text, WINDOWS)


def looks_western(text: str) -> bool:
    """Say whether a text read by the Western code page could be one of a Western language."""
    if not _is_plausible(text):
        return False
    letters = Counter(letter for letter in text.casefold() if letter.isalpha())
    beyond = {letter: count for letter, count in letters.items() if letter > "\x7f"}
    total = sum(beyond.values())
    if total > MOST_BEYOND * letters.total():
        return False
    covered = max(sum(beyond.get(letter, 0) for letter in known) for known in _WESTERN)
    return total < FEWEST_LETTERS or covered >= COVERED * total


def _is_plausible(text: str) -> bool:
    """Say whether few words look like nonsense: their case, signs inside them, control letters."""
    words = [word for word in _WORD.findall(text) if _BEYOND.search(word)]
    odd = sum(map(_is_odd, words)) + sum(map(_is_control, text))
    if _GREEK.search(text) and not _ACCENTED_GREEK.search(text):
        return False
    return odd <= MOST_ODD * len(words)


def _is_control(character: str) -> bool:
    return "\x80" <= character <= "\x9f" or character == "\ufffd"


def _is_odd(word: str) -> bool:
    letters = "".join(filter(str.isalpha, word))
    case = letters in {letters.lower(), letters.upper()} or letters[1:] == letters[1:].lower()
    return not case or any(_is_foreign(character) for character in word[1:-1])


def _is_foreign(character: str) -> bool:
    """Say whether a sign stands in no word: a currency, a fraction, a raised number."""
    if character <= "\x7f" or character in _INSIDE:
        return False
    return unicodedata.category(character)[0] in "SNPC" or character in "ºª"


def _detected(data: bytes) -> str:
    """Return the encoding that a detector finds among those whose text is plausible."""
    import charset_normalizer

    found = charset_normalizer.from_bytes(data[:_LOOKED_AT], cp_isolation=list(_CANDIDATES))
    fitting: list[tuple[float, float, int]] = []
    for match in found:
        for encoding in _known(match.could_be_from_charset):
            if _fits(data, encoding):
                place = _CANDIDATES.index(encoding)
                fitting.append((round(match.chaos, 2), -round(match.coherence, 2), place))
    return _CANDIDATES[min(fitting)[2]] if fitting else ""


def _known(encodings: list[str]) -> Iterator[str]:
    yield from (encoding for encoding in _CANDIDATES if encoding in encodings)


def _fits(data: bytes, encoding: str) -> bool:
    """Say whether all bytes have a meaning in an encoding, and its words are plausible."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    text = text[:_LOOKED_AT]
    latin = [letter for letter in text if letter.isalpha() and letter < "\u0250"]
    if sum(letter > "\x7f" for letter in latin) > MOST_BEYOND_LATIN * len(latin):
        return False
    return _is_plausible(text) and (encoding != "mac_roman" or looks_western(text))
