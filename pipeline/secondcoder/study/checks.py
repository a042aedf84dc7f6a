"""What no single key shows: keys that need, exclude or contradict each other."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from secondcoder.file_names import as_on_disk
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.study.problems import Problem, nearest
from secondcoder.study.schema import CodebookSource, CodingSource, Documents, Passages, StudyConfig

_PATTERN = frozenset("*?[")
_TABLE_KEYS = (
    *("sheet", "text", "id", "document", "case", "question", "heading", "headings"),
    *("keep", "once"),
)
_CODE_KEYS = ("code", "codes", "coders", "marks")
_CODE_HINT = (
    'Write one of: code = "column"; codes = ["code 1", "code 2"]; coders = ["Ana", "Ben"] for a '
    "column a coder; marks = [...] for a column a code with 1 or x."
)
_CODER_HINT = 'Write coder = "her name" for a table by one coder, or coder_column = "column".'
_MACHINE_HINT = (
    'Write name = "what the program or model is called"; a table of several machines has '
    'coder_column = "column" or coders = ["column", "column"] instead.'
)


def check(config: StudyConfig, folder: Path) -> list[Problem]:
    """Return the problems of a file whose every key is well formed, in the file's order."""
    return [*_problems(config, folder)]


def _problems(config: StudyConfig, folder: Path) -> Iterator[Problem]:
    for place, source in enumerate(config.documents, start=1):
        yield from _documents(source, f"documents[{place}]")
        yield from _exists(folder, source.path, f"documents[{place}]")
    yield from _passages(config.passages)
    if config.codebook:
        yield from _codebook(config.codebook)
        yield from _exists(folder, config.codebook.path, "codebook")
    for name, one in config.rounds.items():
        if one.codebook:
            yield from _exists(folder, one.codebook.path, f"rounds -> {name} -> codebook")
    for place, coding in enumerate(config.coding, start=1):
        yield from _coding(coding, f"coding[{place}]")
        yield from _exists(folder, coding.path, f"coding[{place}]")
    if not config.coding_of_people:
        yield from _needs_coding(config, folder)


def _exists(folder: Path, path: str, where: str) -> Iterator[Problem]:
    if not path.strip():
        yield Problem(f"{where} -> path", "is empty", "Name the file, such as interviews.csv.")
    elif not _PATTERN & set(path) and not as_on_disk(folder / path).is_file():
        files = sorted(file.name for file in (folder / path).parent.glob("*") if file.is_file())
        near = nearest(PurePosixPath(path).name, files)
        hint = f"Did you mean {near!r}? " if near else ""
        hint += "Paths count from the folder of study.toml."
        yield Problem(f"{where} -> path", f"there is no file {path!r}", hint)


def _documents(source: Documents, where: str) -> Iterator[Problem]:
    suffix = PurePosixPath(source.path).suffix.lower()
    if suffix and suffix != ".*" and suffix not in TABLE_SUFFIXES:
        for key in _TABLE_KEYS:
            if getattr(source, key) is not None:
                hint = "Leave the key out, or name a table (.csv, .xlsx)."
                yield Problem(f"{where} -> {key}", f"{source.path} is not a table", hint)
    if source.attributes is not None and suffix in TABLE_SUFFIXES:
        hint = "Leave the key out: the other columns of a table are attributes already."
        yield Problem(f"{where} -> attributes", "is for texts, not for tables", hint)
    if source.headings is not None:
        for key in ("text", "heading", "question"):
            if getattr(source, key) is not None:
                hint = (
                    f"Keep 'headings' for a row a case and a column a heading, otherwise {key!r}."
                )
                yield Problem(f"{where} -> {key}", "cannot stand beside 'headings'", hint)
        if not source.headings:
            yield Problem(f"{where} -> headings", "is empty", "Name at least one column.")


def _passages(passages: Passages) -> Iterator[Problem]:
    if passages.max_words is not None and passages.max_words < passages.min_words:
        what = f"is {passages.max_words}, less than min_words ({passages.min_words})"
        yield Problem("passages -> max_words", what, "Raise max_words or lower min_words.")
    if passages.stride is not None and passages.stride > passages.window:
        what = f"is {passages.stride}, more than window ({passages.window}): sentences are skipped"
        yield Problem("passages -> stride", what, "Set stride to the window's length or less.")


def _codebook(source: CodebookSource) -> Iterator[Problem]:
    hint = 'Name the columns of the tree, levels = ["theme", "subtheme"], or one, code = "code".'
    if source.levels is None and source.code is None:
        yield Problem("codebook", "needs 'levels' or 'code'", hint)
    if source.levels is not None and source.code is not None:
        yield Problem("codebook -> code", "cannot stand beside 'levels'", hint)
    if source.levels == []:
        yield Problem("codebook -> levels", "is empty", hint)
    if source.parent is not None and source.code is None:
        yield Problem("codebook -> parent", "needs 'code'", "Name the column of the code as well.")
    tree = {*(source.levels or ()), source.code, source.parent}
    for facet in source.facets:
        if facet in tree:
            what = f"{facet!r} is part of the tree"
            yield Problem("codebook -> facets", what, "A facet is a column beside the tree.")


def _coding(source: CodingSource, where: str) -> Iterator[Problem]:
    yield from _code_columns(source, where)
    yield from _coder(source, where)
    if (source.start is None) != (source.end is None):
        yield Problem(where, "needs both 'start' and 'end', or neither", "Name both columns.")
    if source.start is not None and source.document is None:
        what = "needs 'document' beside 'start' and 'end'"
        yield Problem(where, what, "Name the column with the document's name.")
    if source.passage is None and source.start is None:
        what = "needs 'passage', or 'start' and 'end'"
        hint = "Name the column with the passage's id or its quoted text; where a document is one "
        hint += "answer, the column that names the document."
        yield Problem(where, what, hint)


def _coder(source: CodingSource, where: str) -> Iterator[Problem]:
    """Yield what is wrong with who coded: a person is a ``coder``, a machine has a ``name``."""
    own, hint = "coder", _CODER_HINT
    if source.machine:
        own, hint = "name", _MACHINE_HINT
        if source.coder is not None:
            yield Problem(f"{where} -> coder", "is for people, and machine = true", hint)
            return
    else:
        yield from _for_machines(source, where)
    named = getattr(source, own)
    if source.mark_coders is not None and source.marks is None:
        yield Problem(f"{where} -> mark_coders", "needs 'marks'", "List the columns under marks.")
    for key in ("coders", "mark_coders"):
        if getattr(source, key) is not None and (named or source.coder_column):
            what = f"cannot stand beside '{own}' or 'coder_column'"
            yield Problem(f"{where} -> {key}", what, hint)
    whose = (named, source.coder_column, source.coders, source.mark_coders)
    if all(one is None for one in whose):
        yield Problem(where, f"needs '{own}' or 'coder_column'", hint)
    if named is not None and source.coder_column is not None:
        yield Problem(f"{where} -> {own}", "cannot stand beside 'coder_column'", hint)
    if named is not None and not named.strip():
        yield Problem(f"{where} -> {own}", "is empty", hint)


def _for_machines(source: CodingSource, where: str) -> Iterator[Problem]:
    for key in ("name", "version", "saw"):
        if getattr(source, key) is not None:
            hint = "Add machine = true if a program made the codes, or leave the key out."
            yield Problem(f"{where} -> {key}", "is for machines", hint)


def _code_columns(source: CodingSource, where: str) -> Iterator[Problem]:
    ways = [key for key in _CODE_KEYS if getattr(source, key) is not None]
    if len(ways) != 1:
        what = f"cannot have {' and '.join(ways)} together" if ways else "needs 'code'"
        yield Problem(where, what, _CODE_HINT)
    for key in ways:
        if getattr(source, key) == []:
            yield Problem(f"{where} -> {key}", "is empty", "Name the column with the code.")


def _needs_coding(config: StudyConfig, folder: Path) -> Iterator[Problem]:
    hint = "Add a section [[coding]], or leave the key out."
    if unread := _tables_unnamed(config, folder):
        hint = (
            f"Of the tables in this folder no section names {' or '.join(map(repr, unread))}: if "
            "it holds the coding, describe its columns in a section [[coding]] of study.toml "
            "(`secondcoder init` writes the file, docs/tables.md has the keys). Otherwise leave "
            "the key out."
        )
    if config.suggest.basis == "coding":
        yield Problem("suggest -> basis", 'is "coding", but there is no human coding', hint)
    if config.suggest.learn_from:
        yield Problem("suggest -> learn_from", "there is no human coding to learn from", hint)
    if config.reconcile.coders:
        yield Problem("reconcile -> coders", "there is no human coding to compare with", hint)


def _tables_unnamed(config: StudyConfig, folder: Path) -> list[str]:
    """Return the tables beside ``study.toml`` that no section reads and nobody left out."""
    named = [one.path for one in config.documents] + [one.path for one in config.coding]
    named += [config.codebook.path] if config.codebook else []
    named += [one.codebook.path for one in config.rounds.values() if one.codebook]
    named = [path for path in (*named, *config.leave_out) if path.strip()]
    return sorted(
        file.name
        for file in folder.glob("*")
        if file.is_file()
        and file.suffix.lower() in TABLE_SUFFIXES
        and not any(file.match(path) for path in named)
    )
