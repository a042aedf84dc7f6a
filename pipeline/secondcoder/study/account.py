"""What was understood of a study: file by file what it was taken for, and by which signs."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from secondcoder.file_names import fits
from secondcoder.reading.documents.documents import CAPTION_SUFFIXES
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.records.account import (
    ABOUT,
    ANSWERS,
    CODEBOOK,
    CODING,
    KINDS,
    LEFT_OUT,
    MACHINE_CODING,
    TEXT,
    TRANSCRIPT,
    Account,
    FileAccount,
    Voice,
)
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Document, Passage
from secondcoder.study.beside import Beside
from secondcoder.study.concerns import concerns_of
from secondcoder.study.concerns_texts import Reading
from secondcoder.study.schema import CodebookSource, CodingSource, Documents, StudyConfig


def account_of(
    material: StudyMaterial,
    config: StudyConfig,
    notices: Sequence[Notice],
    *,
    beside: Sequence[Beside] = (),
    language: str = "",
    encoder_reads: str = "",
) -> Account:
    """Return what was understood, and what is probably wrong with it.

    ``notices`` are those of configuration and reading; ``beside`` the files of the folder that are
    not read; ``language`` that of the texts; ``encoder_reads`` the encoder's languages in words,
    empty where they are not known.
    """
    files = [
        *_documents(material, config, notices),
        *([_codebook(config.codebook, material)] if config.codebook else []),
        *_codings(config, material),
        *_left(beside),
    ]
    reading = Reading(
        material=material,
        config=config,
        notices=tuple(notices),
        beside=tuple(beside),
        language=language,
        encoder_reads=encoder_reads,
    )
    return Account(
        files=tuple(sorted(files, key=lambda file: KINDS.index(file.taken_for))),
        concerns=concerns_of(reading),
        language=language,
    )


def _documents(
    material: StudyMaterial, config: StudyConfig, notices: Sequence[Notice]
) -> Iterator[FileAccount]:
    by_file: dict[str, list[Document]] = defaultdict(list)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for document in material.documents:
        by_file[document.source].append(document)
    for passage in material.passages:
        passages[passage.document].append(passage)
    for file, documents in by_file.items():
        cut = [passage for document in documents for passage in passages[document.name]]
        voices = tuple(voices_of(documents))
        said = [notice for notice in notices if notice.where == file]
        kind, signs = _kind_and_signs(file, documents, sources_of(file, config))
        yield FileAccount(
            file=file,
            taken_for=kind,
            signs=signs,
            documents=len(documents),
            passages=len(cut),
            words=sum(len(passage.text.split()) for passage in cut),
            voices=voices,
            interviewer=_interviewer(voices, said, sources_of(file, config)),
            note=_note(kind, cut, said, sources_of(file, config)),
            key=_DOCUMENT_KEYS[kind],
        )


_ROLES = ("text", "id", "document", "case", "speaker", "question", "heading")
_DOCUMENT_KEYS = {
    TRANSCRIPT: "[[documents]] speakers",
    TEXT: "[[documents]] path, [passages] unit",
    ANSWERS: "[[documents]] text, headings, case",
}


def sources_of(file: str, config: StudyConfig) -> list[Documents]:
    """Return the entries of ``[[documents]]`` that name a file or find it by their pattern."""
    named = [source for source in config.documents if source.path.replace("\\", "/") == file]
    return named or [source for source in config.documents if fits(file, source.path)]


def voices_of(documents: Sequence[Document]) -> Iterator[Voice]:
    """Yield who speaks in documents, in the order in which they first do."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    asking: set[str] = set()
    for document in documents:
        for block in document.blocks:
            if block.speaker:
                turns[block.speaker] += 1
                words[block.speaker] += len(document.text[block.start : block.end].split())
                asking |= {block.speaker} if block.moderator else set()
    for name in turns:
        yield Voice(name=name, turns=turns[name], words=words[name], interviewer=name in asking)


def _kind_and_signs(
    file: str, documents: Sequence[Document], sources: Sequence[Documents]
) -> tuple[str, str]:
    suffix = PurePosixPath(file).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return ANSWERS, "; ".join(map(_columns, sources)) or "a table with a column of texts"
    turns = any(document.unit == "turn" for document in documents)
    if suffix in CAPTION_SUFFIXES:
        named = " and speakers" if turns else ", without speakers"
        return TRANSCRIPT, f"captions with times{named}"
    if not turns:
        return TEXT, "paragraphs; no speakers are named"
    speakers = any(block.speaker for document in documents for block in document.blocks)
    return TRANSCRIPT, (
        "turns that begin with a speaker" if speakers else "questions stand out, answers follow"
    )


def _columns(source: Documents) -> str:
    """Return which columns of a table are used, and for what."""
    sheet = f"sheet {source.sheet!r}: " if source.sheet else ""
    if source.headings:
        case = f", named by {source.case!r}" if source.case else ""
        return f"{sheet}a row a case{case}; texts in {_quoted(source.headings)}"
    named = {role: getattr(source, role) for role in _ROLES}
    used = ", ".join(f"{role} in {name!r}" for role, name in named.items() if name)
    return f"{sheet}{used or 'columns found by their headings'}"


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown


def _interviewer(
    voices: Sequence[Voice], notices: Sequence[Notice], sources: Sequence[Documents]
) -> str:
    names = [voice.name for voice in voices if voice.interviewer]
    if not names:
        emphasised = any("were read as questions" in notice.message for notice in notices)
        return "whoever asks the questions that stand out (a guess)" if emphasised else ""
    guessed = any("taken for the interviewer" in notice.message for notice in notices)
    rows = any(source.text or source.headings for source in sources)
    told = not rows and any(
        source.moderators
        or any(speaker.role == "interviewer" for speaker in (source.speakers or {}).values())
        for source in sources
    )
    sign = "a guess" if guessed else "named in study.toml" if told else "by name or legend"
    return f"{', '.join(names)} ({sign})"


def _note(
    kind: str,
    passages: Sequence[Passage],
    notices: Sequence[Notice],
    sources: Sequence[Documents],
) -> str:
    """Return what is to be known of a file beside the counts: columns, guesses, what is left."""
    used = {getattr(source, role) for source in sources for role in _ROLES}
    names = dict.fromkeys(name for passage in passages for name, _ in passage.attributes)
    kept = [name for name in names if name not in used]
    parts = []
    if kind == ANSWERS and kept:
        parts.append(f"kept beside the texts, not read as text: {_quoted(kept)}")
    kinds = {"moderator", "left out", "non-answers", "skipped", "same text", "speakers"}
    parts += [notice.message for notice in notices if notice.kind in kinds]
    return ". ".join(parts)


def _codebook(source: CodebookSource, material: StudyMaterial) -> FileAccount:
    codes = material.codebook.codes if material.codebook else ()
    defined = sum(bool(code.definition) for code in codes)
    tree = source.levels or [name for name in (source.parent, source.code) if name]
    columns = {"definitions": source.definition, "examples": source.examples}
    used = [f"{what} in {_quoted(_listed(name))}" for what, name in columns.items() if name]
    return FileAccount(
        file=source.path,
        taken_for=CODEBOOK,
        signs="; ".join([f"codes in {_quoted(tree)}", *used]),
        note=f"{_many(len(codes), 'code')}, {defined} with a definition",
        key="[codebook] levels, code, definition",
    )


def _listed(columns: str | list[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else columns


def _codings(config: StudyConfig, material: StudyMaterial) -> Iterator[FileAccount]:
    """Yield the tables of coding, those of machines told apart from people's."""
    people = material.coding
    counts = Counter(one.coder for one in people.codings) if people else Counter[str]()
    lost = list(people.unplaced) if people else []
    by_machine: Counter[tuple[str, str, str]] = Counter()
    for one in material.machines:
        machine = one.machine
        by_machine[machine.name, machine.version, machine.saw] = len(one.coding.codings)
        lost += one.coding.unplaced
    alone = len(config.coding_of_people) == 1
    for source in config.coding:
        own = [source.name if source.machine else source.coder]
        coders = [name for name in own if name] or source.coders or []
        if source.machine:
            made = sum(by_machine[name, source.version or "", source.saw or ""] for name in coders)
        else:
            coders = coders or (list(people.coders) if people and alone else [])
            made = sum(counts[coder] for coder in coders)
        left = sum(entry.source.startswith(source.path) for entry in lost)
        others = {one.coder for one in config.coding if one is not source and not one.machine}
        whole = (
            " with the coder’s other tables" if others & {*coders} and not source.machine else ""
        )
        placed = f"{_many(made, 'coding')} placed{whole}, {left} not"
        note = placed if coders else f"{left} not placed"
        yield FileAccount(
            file=source.path,
            taken_for=MACHINE_CODING if source.machine else CODING,
            signs=_coding_signs(source),
            coders=tuple(coders),
            note=note,
            key=_MACHINE_KEY if source.machine else "[[coding]] coder, code, passage, document",
        )


_MACHINE_KEY = "[[coding]] machine, name, version, saw, code, passage, document"


def _coding_signs(source: CodingSource) -> str:
    where = source.passage or f"{source.start} to {source.end}"
    if source.coders:
        what = f"a column a coder: {_quoted(source.coders)}"
    elif source.marks:
        what = f"a column a code: {_quoted(source.marks)}"
    else:
        what = f"codes in {_quoted(_listed(source.code or source.codes or []))}"
    kind = "machines" if source.machine else "coders"
    who = f"; {kind} in {source.coder_column!r}" if source.coder_column else ""
    document = f"; documents in {source.document!r}" if source.document else ""
    return f"{what}; passages in {where!r}{document}{who}"


def _left(beside: Sequence[Beside]) -> Iterator[FileAccount]:
    for left in beside:
        yield FileAccount(
            file=left.file,
            taken_for=ABOUT if left.about else LEFT_OUT,
            signs=left.why,
            key="[[documents]] path" if left.readable else "",
        )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
