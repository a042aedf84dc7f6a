"""Speakers of a whole study: corrections of ``study.toml``, and one person across documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from secondcoder.reading.documents.labels import speaker_key
from secondcoder.reading.documents.reader import Read
from secondcoder.reading.documents.roles import Told, is_one_person
from secondcoder.reading.documents.turns import asked_blocks, asks_something
from secondcoder.records.study import Notice
from secondcoder.records.text import Document
from secondcoder.study.schema import Documents, Speaker

_Reads = list[tuple[Documents, Read]]


def told_of(source: Documents, *documents: str) -> Told:
    """Return what is said of the speakers of a document, which may be named in several ways."""
    said = dict(_said(source, documents))
    named = None if source.moderators is None else frozenset(map(speaker_key, source.moderators))
    return Told(
        moderators=named,
        interviewers=frozenset(key for key, one in said.items() if one.role == "interviewer"),
        participants=frozenset(key for key, one in said.items() if one.role == "participant"),
        names={key: one.name for key, one in said.items() if one.name},
    )


def _said(source: Documents, documents: Sequence[str]) -> Iterator[tuple[str, Speaker]]:
    """Yield speakers and what is said of them; what is said for one document comes last."""
    for single in (False, True):
        for key, speaker in (source.speakers or {}).items():
            document, sign, name = key.rpartition(": ")
            if single and sign and document in documents:
                yield speaker_key(name), speaker
            elif not single and not sign:
                yield speaker_key(key), speaker


def with_speakers(reads: _Reads) -> tuple[_Reads, list[Notice]]:
    """Return the reads with one interviewer across documents and with corrected names."""
    asked, agreed = _one_person(reads)
    notices = [notice for _, read in asked for notice in read.notices]
    unmatched = list(_unmatched(asked))
    renamed = [(source, _renamed(source, read)) for source, read in asked]
    return renamed, [*notices, *agreed, *unmatched]


def _one_person(reads: _Reads) -> tuple[_Reads, list[Notice]]:
    """Let whoever was guessed to ask in two documents ask in the others where nobody was found."""
    guessed: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for _, read in reads:
        for key in read.asking.keys if read.asking.sign == "guess" else ():
            guessed[key] += 1
            names.setdefault(key, _spelling(read, key))
    people = frozenset(k for k, count in guessed.items() if count > 1 and is_one_person(names[k]))
    result: _Reads = []
    notices: list[Notice] = []
    for source, read in reads:
        told = told_of(source)
        asks = [key for key in people - told.participants if _asks_once(read, key)]
        if read.asking.sign or len(asks) != 1 or told.moderators is not None:
            result.append((source, read))
            continue
        documents = tuple(_asked(document, asks) for document in read.documents)
        kept = tuple(n for n in read.notices if not n.message.startswith("nobody was recognised"))
        result.append((source, replace(read, documents=documents, notices=kept)))
        message = f"{names[asks[0]]} was taken for the interviewer, as in other documents"
        notices.append(Notice("moderator", message, read.documents[0].source))
    return result, notices


def _spelling(read: Read, key: str) -> str:
    speakers = (block.speaker for document in read.documents for block in document.blocks)
    return next((speaker for speaker in speakers if speaker_key(speaker) == key), key)


def _asks_once(read: Read, key: str) -> bool:
    """Say whether somebody asks in a document in which others speak too."""
    return any(
        len({block.speaker for block in document.blocks}) > 1
        and any(
            speaker_key(block.speaker) == key
            and asks_something(document.text[block.start : block.end])
            for block in document.blocks
        )
        for document in read.documents
    )


def _asked(document: Document, keys: Iterable[str]) -> Document:
    blocks = asked_blocks(document.text, document.blocks, moderators=frozenset(keys))
    return replace(document, blocks=blocks)


def _renamed(source: Documents, read: Read) -> Read:
    """Return the read with the names that are told for its speakers."""
    documents = []
    for document in read.documents:
        stem = document.source.rsplit("/", 1)[-1]
        names = told_of(source, document.name, document.source, stem).names
        blocks = tuple(
            replace(block, speaker=names.get(speaker_key(block.speaker), block.speaker))
            for block in document.blocks
        )
        documents.append(replace(document, blocks=blocks) if names else document)
    return replace(read, documents=tuple(documents))


def _unmatched(reads: _Reads) -> Iterator[Notice]:
    """Yield a notice for everybody named in the study file whom no document of the entry has."""
    met: dict[int, set[str]] = defaultdict(set)
    sources = {id(source): source for source, _ in reads}
    for source, read in reads:
        for document in read.documents:
            met[id(source)] |= {speaker_key(block.speaker) for block in document.blocks}
    for source in sources.values():
        for name in source.moderators or ():
            if speaker_key(name.strip()) not in met[id(source)]:
                message = f"nobody is called {name!r}, who is named as moderator"
                yield Notice("moderator", message, source.path)
        for key in source.speakers or ():
            name = key.rpartition(": ")[2]
            if speaker_key(name) not in met[id(source)]:
                message = f"nobody is called {name!r}, who is named under speakers"
                yield Notice("speakers", message, source.path)
