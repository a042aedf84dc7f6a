"""In which language a study's texts are, told from the texts themselves."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import relative_name
from secondcoder.passages.sentences import can_cut
from secondcoder.reading.documents.documents import find_files, read_documents
from secondcoder.reading.files.text import sha256_as_read
from secondcoder.study.schema import Documents, StudyConfig

ENGLISH, OTHER = "en", "xx"
"""The default, and spaCy's name for a language that it has no rules for."""
CHUNK, MOST_CHUNKS, FEWEST_BYTES = 300, 40, 60
"""Letters that are judged at a time, stretches judged, and bytes of UTF-8 from which there is a
judgement: of scripts that say more with a letter, fewer letters are enough. Single answers of
some ten words are often judged wrongly; stretches of this length were right for every case."""
AGREEING = 0.6
"""Share of the stretches that must be in one language. Not measured."""
SAMPLED = 6
"""Files of each entry of ``[[documents]]`` that are read to tell the language."""
_SPACY_NAMES = {"no": "nb"}
_NAMES = (
    "af Afrikaans; ar Arabic; bg Bulgarian; bn Bengali; ca Catalan; cs Czech; cy Welsh; da "
    "Danish; de German; el Greek; en English; es Spanish; et Estonian; eu Basque; fa Persian; "
    "fi Finnish; fr French; ga Irish; gl Galician; he Hebrew; hi Hindi; hr Croatian; hu "
    "Hungarian; id Indonesian; is Icelandic; it Italian; ja Japanese; ko Korean; lb "
    "Luxembourgish; lt Lithuanian; lv Latvian; mk Macedonian; nb Norwegian Bokmål; nl Dutch; "
    "nn Norwegian Nynorsk; no Norwegian; pl Polish; pt Portuguese; ro Romanian; ru Russian; "
    "sk Slovak; sl Slovenian; sq Albanian; sr Serbian; sv Swedish; sw Swahili; ta Tamil; th "
    "Thai; tl Tagalog; tr Turkish; uk Ukrainian; ur Urdu; vi Vietnamese; xx another language; "
    "zh Chinese"
)
NAMES = dict(pair.split(" ", 1) for pair in _NAMES.split("; "))
"""Languages by their code, as messages call them."""


def language_name(code: str) -> str:
    """Return what a language is called; its code where that is not known here."""
    return NAMES.get(code) or f"the language {code!r}"


def encoder_covers(encoder_reads: str, language: str) -> bool:
    """Say whether an encoder reads a language; where either is not known, it is not doubted."""
    said = encoder_reads.casefold()
    if not said or not language or "multilingual" in said:
        return True
    return language_name(language).casefold() in said


def language_of(texts: Iterable[str]) -> str:
    """Return the code of the language that most of the texts are in; empty if it is unclear."""
    stretches = list(_stretches(texts))
    if not stretches:
        return ""
    remembered = _REMEMBERED.get()
    votes = Counter(remembered(stretches, _judged) if remembered else _judged(stretches))
    code, times = votes.most_common(1)[0]
    return _SPACY_NAMES.get(code, code) if times >= AGREEING * len(stretches) else ""


Judge = Callable[[Sequence[str]], Sequence[str]]
_REMEMBERED: ContextVar[Callable[[Sequence[str], Judge], Sequence[str]] | None] = ContextVar(
    "languages that were told before", default=None
)


@contextmanager
def remembering(ask: Callable[[Sequence[str], Judge], Sequence[str]]) -> Iterator[None]:
    """Let ``ask`` say in which language each stretch is: it knows some, and is given what judges.

    The model that judges takes a second to load.
    """
    token = _REMEMBERED.set(ask)
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def _judged(stretches: Sequence[str]) -> list[str]:
    judge = _identifier()
    return [str(judge.classify(stretch)[0]) for stretch in stretches]


def _stretches(texts: Iterable[str]) -> Iterator[str]:
    """Yield stretches of the texts, joined, from which the language can be told."""
    whole = " ".join(" ".join(texts).split())
    step = max(CHUNK, len(whole) // MOST_CHUNKS)
    for start in range(0, len(whole), step):
        stretch = whole[start : start + CHUNK]
        if len(stretch.encode()) >= (FEWEST_BYTES if start == 0 else CHUNK // 2):
            yield stretch


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in identifier.labels if code in NAMES])
    return identifier


def sampled_language(folder: Path, sources: Sequence[Documents]) -> str:
    """Return the language for ``[model] language``, told from some of the study's files.

    English where it is unclear or a file cannot be read: whoever reads the whole study says so.
    Of the same files it is told once.
    """
    try:
        found = [
            source.model_copy(update={"path": relative_name(folder, file), "attributes": None})
            for source in sources
            for file in find_files(folder, source.path)[:SAMPLED]
        ]
        sums = [sha256_as_read(folder / one.path) for one in found]
    except SecondcoderError:
        return ENGLISH
    remembered = _REMEMBERED.get()
    if remembered is None:
        return _told(folder, found)
    files = " ".join(
        f"{total} {one.model_dump_json()}" for total, one in zip(sums, found, strict=True)
    )
    (code,) = remembered([files], lambda _: [_told(folder, found)])
    return code


def _told(folder: Path, found: Sequence[Documents]) -> str:
    """Return the language of some files; English where it is unclear or one cannot be read."""
    try:
        documents = read_documents(folder, found).documents
    except SecondcoderError:
        return ENGLISH
    code = language_of(
        document.text[block.start : block.end]
        for document in documents
        for block in document.blocks
    )
    if code in {"", ENGLISH}:
        return ENGLISH
    return code if can_cut(code) else OTHER


def with_language(config: StudyConfig, folder: Path) -> StudyConfig:
    """Return the configuration with the language of the texts, where it names none."""
    if "language" in config.model.model_fields_set:
        return config
    code = sampled_language(folder, config.documents)
    return config.model_copy(update={"model": config.model.model_copy(update={"language": code})})
