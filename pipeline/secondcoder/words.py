"""Words and phrases of a text: what may stand in a key phrase or a label."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from secondcoder.errors import SecondcoderError
from secondcoder.libraries import spacy_library

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CLAUSE = re.compile(r"[^.!?;:,()\[\]\"“”…\n–—]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]")
_LATIN = re.compile(r"[a-zà-ɏ]")
_JOINERS = frozenset({"of", "for", "to", "and", "in", "with", "on", "at", "by"})
_SPOKEN = frozenset(
    """
    actually absolutely ah alright anyway basically bit blah course definitely don't er erm
    exactly gonna gosh got guess hmm honest honestly i'd i'll i'm i've isn't it'd it'll it's
    kind know like literally lot lots maybe mean mm obviously oh ok okay perhaps pretty probably
    quite really right said say saying says sort stuff suppose sure thank thanks that's there's
    they're thing things think thought um uh wanna want we'd we'll we're we've well what's yeah
    yep yes you'd you'll you're you've can't couldn't didn't doesn't hadn't hasn't haven't let's
    shouldn't wasn't weren't won't wouldn't just going go gone went come came get gets getting
    make makes made one way
    """.split()
)
_YES_AND_NO = frozenset(
    """
    aha huh mhm hmm nah nope yup yeah yes no oui non si sí ja nein doch nej jo nei nee sim não tak
    nie ano ne да нет igen nem evet hayır
    """.split()
)
"""Words and sounds that answer and say nothing else; not every list of stop words has them."""


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Return words without a theme of their own: function words and, in English, talk words."""
    words = {word.lower() for word in _listed(language)}
    return frozenset(words | _SPOKEN) if language == "en" else frozenset(words)


def _listed(language: str) -> Collection[str]:
    """Return spaCy's list, from its file where it has one: importing spaCy takes a while."""
    installed = find_spec("spacy")
    folder = Path(installed.origin).parent if installed and installed.origin else Path()
    path = folder / "lang" / language / "stop_words.py"
    if language.isalpha() and path.is_file():
        return frozenset(run_path(str(path))["STOP_WORDS"])
    spacy = spacy_library()

    try:
        return frozenset(spacy.blank(language).Defaults.stop_words)
    except (ImportError, ValueError) as error:
        raise SecondcoderError(
            f"model -> language: there are no stop words for the language {language!r}",
            hint='Use a two-letter code such as "en", "de" or "fr", or "xx" for any other.',
        ) from error


def is_content(word: str, stops: frozenset[str]) -> bool:
    """Say whether a word carries meaning of its own."""
    plain = word.lower().replace("’", "'")
    return plain not in stops and plain.split("'")[0] not in stops and len(plain) > 2


def says_something(text: str, stops: frozenset[str]) -> bool:
    """Say whether a text holds a word with a theme of its own, which «No.» and «mm-hm» do not.

    In scripts other than the Latin one, a word may be as short as one letter.
    """
    parts = {part for word in words_of(text) for part in word.split("-")} - _YES_AND_NO
    return any(
        is_content(part, stops) or not (_LATIN.match(part) or part in stops) for part in parts
    )


def asks(text: str) -> bool:
    """Say whether a text ends by asking."""
    return text.rstrip(" \n\"'”’»)").endswith(("?", "？"))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in order."""
    return [word for word, _, _ in places_of_words(text)]


def places_of_words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in lower case, in order, each with its start and end."""
    return [
        (match.group().lower().replace("’", "'"), *match.span()) for match in _WORD.finditer(text)
    ]


def phrases(text: str, stops: frozenset[str], *, longest: int = 4) -> Iterator[str]:
    """Yield the content words of a text and its phrases, in lower case, as they stand there.

    A phrase begins and ends with a content word, stays inside a clause, repeats no word, and
    holds no function word but a joining one between content words ("lack of funding").
    """
    for clause in _CLAUSE.findall(_ADDRESS.sub(".", text)):
        words = words_of(clause)
        content = [is_content(word, stops) for word in words]
        for start, word in enumerate(words):
            if not content[start]:
                continue
            yield word
            for end in range(start + 1, min(start + longest, len(words))):
                if content[end]:
                    span = words[start : end + 1]
                    if len(set(span)) == len(span):
                        yield " ".join(span)
                elif words[end] not in _JOINERS or not content[end - 1]:
                    break


def analyser(stops: frozenset[str]) -> Callable[[str], list[str]]:
    """Return a function that lists a text's phrases, for a vectoriser."""
    return lambda text: list(phrases(text, stops, longest=3))
