"""What is probably wrong with a study as it was read: alarms, and what is to be checked."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from secondcoder.names import loosely
from secondcoder.reading.documents.reader import FEWEST_WORDS
from secondcoder.records.account import ALARM, CHECK, Concern
from secondcoder.records.text import Document
from secondcoder.study.beside import CODING_NAME, is_suspect
from secondcoder.study.codebooks import is_named_codebook
from secondcoder.study.coder_names import HUMAN
from secondcoder.study.concerns_files import marks_unread, misread_letters, versions
from secondcoder.study.concerns_texts import (
    SHOWN,
    Reading,
    long_columns,
    long_passages,
    names_unread,
    questions_unlabelled,
    repeated,
    tables_as_text,
    twice,
)
from secondcoder.study.files import OTHER_KINDS
from secondcoder.study.language import OTHER, encoder_covers, language_name
from secondcoder.study.programs import is_program
from secondcoder.study.schema import StudyConfig

UNPLACED = 0.05
"""Share of codings that are not placed from which it is said first: a few slips are usual."""
REPEATED = 0.3
"""Share of a file's codings that repeat another from which its coders seem to be mixed. Measured:
none of the 13,680 codings of the public studies and corpora at hand (focus groups, bills,
coal_crowd, nhs_px, scrum) repeats another; with the 114 coders of coal_crowd taken for one, 78 %
do. Two coders who mark other stretches repeat little (the demonstration study: 2 %)."""
SAVE_AS = {
    **dict.fromkeys((".doc", ".pages", ".wpd", ".wps", ".dot", ".docm", ".fodt"), ".docx"),
    **dict.fromkeys((".xls", ".ods", ".numbers", ".xlsm", ".xlsb", ".sav", ".dta"), ".xlsx"),
}
"""Endings of text and spreadsheet programs that are not read, and what they can save as."""
FEWEST_REPEATED = 3
"""Repeated codings below which nothing is made of the share."""


def concerns_of(reading: Reading) -> tuple[Concern, ...]:
    """Return what is probably wrong, alarms first."""
    found = [
        *_no_passage(reading),
        *_moderated(reading),
        *tables_as_text(reading),
        *_unread(reading),
        *_other_kinds(reading),
        *_mixed_coders(reading),
        *_programs_as_people(reading),
        *long_columns(reading),
        *misread_letters(reading),
        *marks_unread(reading, CODING_NAME),
        *_unplaced(reading),
        *long_passages(reading),
        *repeated(reading),
        *names_unread(reading),
        *questions_unlabelled(reading),
        *_language(reading),
        *twice(reading),
        *versions(reading),
        *_nobody_asks(reading),
    ]
    return tuple(sorted(found, key=lambda concern: concern.kind != ALARM))


def _no_passage(reading: Reading) -> Iterator[Concern]:
    cut = {passage.document for passage in reading.material.passages}
    by_file: dict[str, list[Document]] = defaultdict(list)
    for document in reading.material.documents:
        by_file[document.source].append(document)
    for file, documents in by_file.items():
        if any(d.text.strip() for d in documents) and not any(d.name in cut for d in documents):
            yield Concern(
                kind=ALARM,
                file=file,
                about="no passage",
                names=_speakers(documents),
                message="holds text, but no passage came of it",
                way_out='say who takes part, speakers = { NAME = { role = "participant" } } '
                "under [[documents]], lower min_words under [passages], or leave the file out",
            )


def _speakers(documents: Sequence[Document]) -> tuple[str, ...]:
    names = dict.fromkeys(block.speaker for one in documents for block in one.blocks)
    return tuple(name for name in names if name)


def _moderated(reading: Reading) -> Iterator[Concern]:
    if reading.config.passages.moderator == "passage":
        return
    told = _told_interviewers(reading.config)
    for document in reading.material.documents:
        words: Counter[bool] = Counter()
        for block in document.blocks:
            words[block.moderator] += len(document.text[block.start : block.end].split())
        if words[True] <= words[False] or words.total() < FEWEST_WORDS or not words[False]:
            continue
        names = dict.fromkeys(block.speaker for block in document.blocks if block.moderator)
        named = all(name.casefold() in told for name in names)
        yield Concern(
            kind=CHECK if named else ALARM,
            file=document.source,
            about="moderated",
            names=tuple(names),
            message=f"{words[True]:,} of {words.total():,} words are by an interviewer "
            f"({', '.join(names)}) and become no passages",
            way_out=f'write speakers = {{ "{next(iter(names))}" = {{ role = "participant" }} }} '
            'under [[documents]], or role = "interviewer" to confirm it',
        )


def _told_interviewers(config: StudyConfig) -> set[str]:
    """Return who is named in ``study.toml`` as one who asks."""
    told = set()
    for source in config.documents_with_speakers:
        told |= {name.casefold() for name in source.moderators or ()}
        for key, speaker in (source.speakers or {}).items():
            if speaker.role == "interviewer":
                told |= {key.rpartition(": ")[2].casefold(), (speaker.name or "").casefold()}
    return told


def _unread(reading: Reading) -> Iterator[Concern]:
    """Yield files that are a codebook or a coding by their names and were not read as one."""
    config = reading.config
    for left in reading.beside:
        name = PurePosixPath(left.file).name
        if left.meant or not (left.readable or left.why == OTHER_KINDS):
            continue
        if not config.codebook and is_named_codebook(name):
            what, section = "a codebook", "[codebook]"
        elif not config.coding_of_people and (
            CODING_NAME.fullmatch(loosely(PurePosixPath(name).stem))
            or "no column of codes" in left.why
        ):
            what, section = "a coding", "[[coding]]"
        else:
            continue
        yield Concern(
            kind=CHECK if left.usable else ALARM,
            file=left.file,
            about=f"{what.partition(' ')[2]} unread" if left.readable else "other kind",
            message=f"looks like {what} and was not read as one ({left.why})",
            way_out=(
                f"describe its columns under {section}, or write "
                if left.readable
                else "save it as .csv or .xlsx, or write "
            )
            + f'leave_out = ["{left.file}"] if it is none',
        )


def _other_kinds(reading: Reading) -> Iterator[Concern]:
    """Yield files of programs that hold texts or tables, and are of no kind that is read."""
    over = [one.file for one in reading.beside if one.why == OTHER_KINDS and not one.meant]
    files = [file for file in over if PurePosixPath(file).suffix.lower() in SAVE_AS]
    files = [file for file in files if not is_suspect(file)]  # said by `_unread`, as an alarm
    for suffix in dict.fromkeys(PurePosixPath(file).suffix.lower() for file in files):
        alike = [file for file in files if PurePosixPath(file).suffix.lower() == suffix]
        others = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
        yield Concern(
            kind=CHECK,
            file=alike[0],
            about="other kind",
            message=f"is not read, as no {suffix} file is{others}",
            way_out=f"save it as {SAVE_AS[suffix]}, or write leave_out = "
            f'["{alike[0]}"] if it is no material',
        )


def _mixed_coders(reading: Reading) -> Iterator[Concern]:
    sources, coding = reading.config.coding_of_people, reading.material.coding
    if coding is None:
        return
    known = {loosely(document.name) for document in reading.material.documents}
    unnamed = [source.path for source in sources if source.coder == HUMAN]
    strange = [path for path in unnamed if loosely(PurePosixPath(path).stem) not in known]
    if len(set(unnamed)) > 1 and strange:
        yield Concern(
            kind=ALARM,
            file=strange[0],
            about="coders unnamed",
            names=tuple(unnamed),
            message=f"{len(unnamed)} files of coding name no coder and would count as one person's",
            way_out='write coder = "her name" under each [[coding]]',
        )
    by_coder = Counter(one.coder for one in coding.codings)
    for source in sources:
        repeated = sum(
            int(notice.message.split()[0].replace(",", ""))
            for notice in reading.notices
            if notice.kind == "repeated"
            and " another and " in notice.message
            and "coding" in notice.message
            and notice.where.startswith(source.path)
        )
        made = by_coder[source.coder or ""]
        if source.coder and repeated >= max(FEWEST_REPEATED, REPEATED * (made + repeated)):
            yield Concern(
                kind=ALARM,
                file=source.path,
                about="coders mixed",
                message=f"{repeated} of {made + repeated} codings repeat another: several people "
                f"seem to have coded, and all would count as {source.coder!r}",
                way_out='name the column of coders, coder_column = "…" under [[coding]], or give '
                "each person a file",
            )


def _programs_as_people(reading: Reading) -> Iterator[Concern]:
    """Yield programs that count as people, as far as their names tell."""
    coding = reading.material.coding
    for coder in filter(is_program, coding.coders if coding else ()):
        source = next((one for one in reading.config.coding_of_people if one.coder == coder), None)
        yield Concern(
            kind=CHECK,
            file=source.path if source else "",
            about="program",
            names=(coder,),
            message=f"{coder!r} counts as a person and seems to be a program",
            way_out=f'if it is one, write machine = true and name = "{coder}" under [[coding]] '
            "instead of its coder, in a table of its own",
        )


def _unplaced(reading: Reading) -> Iterator[Concern]:
    material = reading.material
    codings = [material.coding, *(one.coding for one in material.machines)]
    for coding in filter(None, codings):
        lost = len(coding.unplaced)
        total = lost + len(coding.codings)
        if lost > UNPLACED * total:
            first = coding.unplaced[0]
            yield Concern(
                kind=CHECK,
                file=first.source.partition(",")[0],
                about="unplaced",
                message=f"{lost:,} of {total:,} codings could not be placed, such as "
                f"{first.source}: {first.reason}",
                way_out="unplaced.csv lists them; correct the quotations, or document and passage "
                "under [[coding]]",
            )


def _language(reading: Reading) -> Iterator[Concern]:
    code, stated = reading.language, reading.config.model.language
    if not encoder_covers(reading.encoder_reads, code):
        yield Concern(
            kind=CHECK,
            message=f"the texts are in {language_name(code)}; the encoder "
            f"{' + '.join(reading.config.model.names)} reads {reading.encoder_reads}, so themes "
            "and suggestions will be poor",
            way_out="name the folder of a multilingual sentence-transformers model under [model] "
            "name",
        )
    if code and stated not in {code, OTHER}:
        yield Concern(
            kind=CHECK,
            about="language",
            names=(code,),
            message=f"the texts seem to be in {language_name(code)}, and study.toml says "
            f"{language_name(stated)}",
            way_out=f'write language = "{code}" under [model]',
        )


def _nobody_asks(reading: Reading) -> Iterator[Concern]:
    """Yield who seems to ask and was not taken for an interviewer, once for all their files."""
    asking: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for notice in reading.notices:
        begins = notice.message.startswith("nobody was recognised")
        if notice.kind == "moderator" and begins and " asks " in notice.message:
            asks = notice.message.rpartition("; ")[2]
            asking[asks.partition(" asks ")[0]].append((notice.where, asks))
    for name, found in asking.items():
        where, asks = found[0]
        several = len(found) > 1
        yield Concern(
            kind=CHECK,
            file="" if several else where,
            about="nobody asks",
            names=(name,),
            message=f"nobody was recognised as interviewer in {len(found)} files, but {name} asks "
            f"most of the questions there ({', '.join(file for file, _ in found[:SHOWN])}"
            + (", …)" if len(found) > SHOWN else ")")
            if several
            else f"nobody was recognised as interviewer, but {asks}",
            way_out=f'write speakers = {{ "{name}" = {{ role = "interviewer" }} }} '
            + ("at the top of study.toml" if several else "under [[documents]]")
            + ", if that is so",
        )
