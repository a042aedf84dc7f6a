"""The coder of a table without a column of coders, by the name of its file."""

from collections.abc import Sequence

from secondcoder.names import loosely, plain

HUMAN = "human"
"""The coder's name where neither the table nor its file has one."""


def coder_names(stems: Sequence[str], documents: Sequence[str]) -> list[str]:
    """Return a coder's name for each file of coding without one, by what its own name adds.

    Words of coding and words that all the files share are no names. Files that are called after
    documents are one coder's.
    """
    if all(documents_of(stems, documents)):
        return [HUMAN] * len(stems)
    if len(stems) == 1:
        return [_name_in(stems[0], documents) or HUMAN]
    own = _own_names(stems)
    if len(set(own)) < len(own) or not all(own):
        return list(stems)
    return [stem if name.isdigit() else name for name, stem in zip(own, stems, strict=True)]


def _name_in(stem: str, documents: Sequence[str]) -> str:
    """Return the person whom the name of the only file of coding names: ``coding Mia``.

    That is one or two words with a capital, beside a word for coding; words that the texts are
    called by, and words for what was coded or when, are nobody's name.
    """
    every = "".join(letter if letter.isalnum() else " " for letter in stem).split()
    own = [word for word in every if plain(word) not in _CODING_WORDS]
    known = {plain(word) for name in documents for word in _words(name)} | _NO_NAMES
    named = [word for word in own if word[0].isupper() and word.isalpha()]
    others = [word for word in own if word not in named and not word[-1].isdigit()]
    if len(own) == len(every) or others or not 1 <= len(named) <= 2:
        return ""
    return "" if any(plain(word) in known for word in named) else " ".join(named)


def documents_of(stems: Sequence[str], documents: Sequence[str]) -> list[str]:
    """Return for each file of coding the document that it is called after, or nothing."""
    known = {loosely(name): name for name in documents}
    return [
        known.get(loosely(stem)) or known.get(loosely(" ".join(_words(stem))), "") for stem in stems
    ]


def _own_names(stems: Sequence[str]) -> list[str]:
    words = [_words(stem) for stem in stems]
    shared = set.intersection(*map(set, words))
    return [" ".join(word for word in one if word not in shared) for one in words]


def _words(stem: str) -> list[str]:
    parts = "".join(letter if letter.isalnum() else " " for letter in stem).split()
    return [part for part in parts if plain(part) not in _CODING_WORDS] or parts


_NO_NAMES = frozenset(
    "interview interviews transcript transcripts survey responses answers study project pilot "
    "round sample test draft version sheet master main all team consensus joint agreed reconciled "
    "human focus group groups text texts document documents passages sentences nvivo maxqda atlas "
    "taguette qualcoder dedoose excel results analysis reliability check new old english german "
    "umfrage antworten studie projekt".split()
)
_CODING_WORDS = frozenset(
    "coding codings coded codes code by from of the and file data kodierung codierung "
    "kodierungen kodning kodninger koding kodowanie kodovani koodaus kodlama kodolas codering "
    "coderingen codificacao codifica codifiche codierungen kodiert codiert von codage codifie "
    "par codificacion codificado por segments segmente highlights quotes quotations "
    "codierte codierter codierten kodierte kodierten retrieved excerpts codificados "
    "codificadas segmentos extraits annotations labels final export table".split()
)
