"""A project of other software to a study's folder, written as a whole or not at all."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import tomlkit

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.exchange.distinct_names import of_distinct_names
from secondcoder.exchange.identity import IDENTITY, Identity, identity_json
from secondcoder.exchange.import_report import report_json, report_text
from secondcoder.exchange.other_machines import divided
from secondcoder.exchange.own_machine import MACHINE_CODING, apart, is_apart
from secondcoder.exchange.project import Discarded, Project, ProjectCode, merged
from secondcoder.exchange.safe_names import LONGEST_FILE, code_name, file_stems, without_ending
from secondcoder.exchange.study_tables import (
    CASES,
    Path_,
    attribute_columns,
    cases_csv,
    codebook_csv,
    coding_csv,
    documents_csv,
    memos_csv,
    sets_csv,
)
from secondcoder.publish.files import kept_beside, write_folder
from secondcoder.publish.moves import clear_away, refuse_long, remove_empty, rename
from secondcoder.reading.documents.lines import plain_lines
from secondcoder.reading.documents.reader import text_document
from secondcoder.records.codes import SEPARATOR

MACHINES = "other-machines.csv"
"""The codes of machines that a study had read from tables before it was exported."""
_CASES_NOTE = (
    f"{CASES} is there to be read: an export takes cases as they came in and as the column 'case' "
    f"of documents.csv says, so change that column; changes in {CASES} itself do not go out."
)
_SHOWN = 10
"""Documents that are named where none came in."""


def study_files(project: Project, *, files: Sequence[str]) -> tuple[dict[str, bytes], Project]:
    """Return the files of a study by their path, and the project with what changed on the way.

    ``files`` are the names of the files it came from, for the report.
    """
    project = of_distinct_names(project)
    came_in = project
    project, every_path = _named_apart(_with_text(project))
    project, machine = apart(project)
    paths = {code.guid: every_path[code.guid] for code in project.codes}
    stems = dict(
        zip(
            (document.guid for document in project.documents),
            file_stems(document.name for document in project.documents),
            strict=True,
        )
    )
    project = replace(project, discarded=merged([*project.discarded, *_called(project, stems)]))
    found = {
        f"documents/{stems[document.guid]}.txt": document.text.encode("utf-8", "replace")
        for document in project.documents
    }
    if project.documents:
        found["documents.csv"], left = documents_csv(project, stems)
        project = replace(project, discarded=merged([*project.discarded, *left]))
    if paths:
        found["codebook.csv"] = codebook_csv(project, paths)
    people, machines = divided(project)
    if people.codings:
        found["coding.csv"] = coding_csv(people, stems, paths)
    if machines.codings:
        found[MACHINES] = coding_csv(machines, stems, paths)
    if machine.codings:
        found[MACHINE_CODING] = coding_csv(machine, stems, every_path)
    if project.memos:
        found["memos.csv"] = memos_csv(project, stems, paths)
    if project.cases:
        found[CASES] = cases_csv(project, stems)
        project = replace(project, notes=(*project.notes, _CASES_NOTE))
    if project.groups:
        found["sets.csv"] = sets_csv(project, stems, paths)
    found[IDENTITY] = identity_json(_identity(came_in, stems, paths))
    found["study.toml"] = _config(project, paths).encode("utf-8", "replace")
    found["import-report.md"] = report_text(project, files).encode("utf-8", "replace")
    found["import-report.json"] = report_json(project, files)
    return found, project


def _called(project: Project, stems: Mapping[str, str]) -> Iterator[Discarded]:
    """Yield a line for each document whose name could not stay as it is."""
    for document in project.documents:
        name = without_ending(" ".join(unicodedata.normalize("NFC", document.name).split()))
        stem = stems[document.guid]
        if stem == name:
            continue
        own = file_stems([document.name]) == [stem]
        why = "its name cannot be that of a file" if own else "another document has this name"
        yield Discarded("document name", document.name, f"{why}; it is called {stem!r} here")


def _identity(came_in: Project, stems: Mapping[str, str], paths: Mapping[str, Path_]) -> Identity:
    """Return what the study's tables do not hold of a project, documents without text included."""
    names = {code.guid: code.name for code in came_in.codes}
    whole, _ = apart(_named_apart(came_in)[0])
    authors = {memo.author for memo in whole.memos}
    attributes = [one.attributes for one in whole.documents]
    attributes += [one.attributes for one in whole.cases]
    return Identity(
        project=replace(
            whole,
            users=tuple(u for u in whole.users if u.guid in authors or not is_apart(u.name)),
            codes=tuple(replace(one, name=names[one.guid]) for one in whole.codes),
        ),
        documents=stems,
        codes=paths,
        columns=attribute_columns(dict.fromkeys(name for some in attributes for name, _ in some)),
    )


def write_study(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files as a new folder; one that holds anything is refused and left as it is."""
    check_folder(folder.resolve())
    write_whole_folder(folder, files, folders=("documents",), hint="Choose another with --to.")


def write_whole_folder(
    folder: Path, files: Mapping[str, bytes], *, folders: Sequence[str] = (), hint: str
) -> None:
    """Write the files as a new folder, whole or not at all; an empty one may be there."""
    folder = folder.resolve()
    temporary = folder.with_name(f".{folder.name}.{uuid4().hex[:12]}.part")

    def write(place: Path) -> None:
        write_folder(place, files)
        for name in folders:
            (place / name).mkdir(exist_ok=True)

    try:
        write(temporary)
        try:
            if folder.exists():
                remove_empty(folder)
            rename(temporary, folder)  # the one step that makes it a study
        except PermissionError as error:
            raise kept_beside(temporary, folder, write, error) from error
    except OSError as error:
        raise SecondcoderError(
            f"{folder}: the folder cannot be written ({why(error)})",
            hint=f"{what_to_do(error)} {hint}",
        ) from error
    finally:
        clear_away(temporary)


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything, or a file; worth a call before a long import."""
    if folder.is_file():
        raise SecondcoderError(f"{folder}: this is a file", hint="Name a new folder with --to.")
    if folder.is_dir() and any(folder.iterdir()):
        raise SecondcoderError(
            f"{folder}: the folder holds files already; nothing was written",
            hint="Name a new folder with --to.",
        )
    longest = len("documents/.txt") + LONGEST_FILE
    refuse_long(folder.resolve(), longest, hint="Name a folder with a shorter path with --to.")


def _with_text(project: Project) -> Project:
    """Leave out documents in which nothing is said, and what was attached to them."""
    empty = {d.guid: d.name for d in project.documents if not _says_something(d.text)}
    if len(empty) == len(project.documents) and not project.codes:
        lost = [one for one in project.discarded if one.kind == "document"]
        why = "".join(f"\n  {one.what}: {one.reason}" for one in lost[:_SHOWN])
        more = f"\n  and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        raise SecondcoderError(
            f"{project.name}: no document with text came in, and no code: nothing to make a study "
            f"of{why}{more}",
            hint="See what the file holds: export it with its sources.",
        )
    if not empty:
        return project
    codings = Counter(c.document for c in project.codings if c.document in empty)
    kept = f"kept in {IDENTITY} for export"
    left = [Discarded("document", name, f"it holds no words; {kept}") for name in empty.values()]
    left += [
        Discarded("coding", empty[guid], f"its document holds no words; {kept}", number)
        for guid, number in codings.items()
    ]
    gone = {c.guid for c in project.codings if c.document in empty} | set(empty)
    return replace(
        project,
        documents=tuple(d for d in project.documents if d.guid not in empty),
        codings=tuple(c for c in project.codings if c.document not in empty),
        memos=tuple(memo for memo in project.memos if memo.target not in gone),
        discarded=merged([*project.discarded, *left]),
    )


def _says_something(text: str) -> bool:
    """Say whether the reader of the study's documents will find anything in a text."""
    try:
        (document,) = text_document(text, plain_lines(text), stem="", source="").documents
    except SecondcoderError:
        return False
    return any(map(str.isalnum, "".join(document.text[b.start : b.end] for b in document.blocks)))


def _named_apart(project: Project) -> tuple[Project, dict[str, Path_]]:
    """Return each code's path as the codebook names it; codes of one path become one code."""
    changed: list[Discarded] = []
    paths: dict[str, Path_] = {}
    first: dict[Path_, str] = {}
    same: dict[str, str] = {}
    codes: list[ProjectCode] = []
    for code in project.codes:
        name = code_name(code.name)
        if name != code.name:
            changed.append(Discarded("code name", code.name, f"it is written {name!r} here"))
        path = (*paths.get(code.parent, ()), name)
        paths[code.guid] = path
        known = first.setdefault(path, code.guid)
        same[code.guid] = known
        if known == code.guid:
            codes.append(replace(code, name=name, parent=same.get(code.parent, "")))
        else:
            reason = "another code stands at the same place with the same name; they became one"
            changed.append(Discarded("code", SEPARATOR.join(path), reason))
            codes = [_joined(one, code) if one.guid == known else one for one in codes]
    memos = tuple(
        replace(memo, target=same.get(memo.target, memo.target)) for memo in project.memos
    )
    codings = tuple(replace(one, code=same[one.code]) for one in project.codings)
    project = replace(
        project,
        codes=tuple(codes),
        codings=codings,
        memos=memos,
        discarded=merged([*project.discarded, *changed]),
    )
    return project, {guid: paths[guid] for guid in first.values()}


def _joined(one: ProjectCode, other: ProjectCode) -> ProjectCode:
    texts = dict.fromkeys(text for text in (one.description, other.description) if text)
    return replace(one, description="\n".join(texts), codable=one.codable or other.codable)


def _config(project: Project, paths: Mapping[str, Path_]) -> str:
    """Return the ``study.toml``."""
    text = tomlkit.document()
    text.add(tomlkit.comment("Made by secondcoder import; see import-report.md."))
    text.add(tomlkit.nl())
    text.add("title", tomlkit.item(" ".join(project.name.split()) or "Imported study"))
    documents = tomlkit.aot()
    source = tomlkit.table()
    source.add("path", "documents/*.txt" if project.documents else "documents/*")
    if project.documents:
        source.add("attributes", "documents.csv")
    else:
        source.comment("no document came in: put yours into this folder")
    documents.append(source)
    text.add("documents", documents)
    if paths:
        depth = max(map(len, paths.values()))
        book = tomlkit.table()
        book.add("path", "codebook.csv")
        book.add("levels", [f"level {number}" for number in range(1, depth + 1)])
        for column in ("definition", "include", "exclude", "examples"):
            book.add(column, column)
        text.add("codebook", book)
    people, machines = divided(project)
    codings = tomlkit.aot()
    for path, held in (("coding.csv", people.codings), (MACHINES, machines.codings)):
        if not held:
            continue
        coding = tomlkit.table()
        coding.add("path", path)
        if path == MACHINES:
            coding.add("machine", tomlkit.item(True))
        for key in ("coder_column", "document", "start", "end", "passage", "code", "memo"):
            coding.add(key, {"coder_column": "coder", "passage": "quote"}.get(key, key))
        codings.append(coding)
    if codings:
        text.add("coding", codings)
    return tomlkit.dumps(text)
