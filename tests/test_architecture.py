"""The table of ARCHITECTURE.md, read from the imports of the code itself."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline" / "secondcoder"
HEAVY = {
    *("torch", "spacy", "bertopic", "matplotlib", "docx", "webvtt", "openpyxl", "xlsxwriter"),
    *("sentence_transformers", "transformers", "sklearn", "sknetwork", "jinja2", "mpl_toolkits"),
}
BASE = {"errors", "records"}
STAGES = {
    *("passages", "themes", "matching", "suggesting", "agreement", "coding"),
    *("procedures.second_coder.steps", "procedures.content.steps", "procedures.synthesis.steps"),
}
"""From frozen records and arrays to frozen records and arrays: no disk, no clock, no screen."""
BELOW_PROCEDURES = {
    *BASE,
    *(
        "protocols",
        "resources",
        "names",
        "file_names",
        "non_answers",
        "words",
        "wording",
        "passages",
        "themes",
        "matching",
    ),
    *("suggesting", "agreement", "coding", "embedding", "reading", "study", "publish", "page"),
    *("decisions", "terminal", "__version__", "libraries", "beside"),
}
ABOVE_PROCEDURES = BELOW_PROCEDURES | {"procedures", "exchange", "serving"}
STAGE_BASE = BASE | {"protocols", "words", "wording"}
MAY_IMPORT = {
    "errors": set(),
    "libraries": set(),
    "beside": {"protocols"},
    "records": set(),
    "protocols": set(),
    "resources": {"errors"},
    "names": set(),
    "file_names": set(),
    "non_answers": {"names"},
    "words": {"errors", "libraries"},
    "wording": {"protocols"},
    "terminal": {"protocols", "publish"},
    "passages": BASE | {"protocols", "libraries"},
    "themes": STAGE_BASE | {"libraries"},
    "agreement": BASE | {"protocols"},
    "coding": BASE,
    "suggesting": STAGE_BASE,
    "matching": BASE | {"protocols", "agreement", "suggesting.entries"},
    "embedding": BASE | {"protocols", "resources", "publish", "file_names"},
    "reading": BASE
    | {"names", "file_names", "non_answers", "passages", "study.schema", "study.walk"},
    "study": BASE
    | {"publish", "names", "file_names", "non_answers", "passages", "reading", "resources"},
    "page": {"errors", "publish"},
    "publish": BASE | {"__version__"},
    "decisions": BASE | {"publish", "study.toml"},
    "procedures": BELOW_PROCEDURES,
    "exchange": BELOW_PROCEDURES | {"procedures"},
    "serving": {"errors", "publish"},
    "review": ABOVE_PROCEDURES,
    "app": ABOVE_PROCEDURES | {"review"},
    "commands": ABOVE_PROCEDURES | {"review", "app"},
}
"""What each part may import of the package; itself always."""
PROCEDURES = ("second_coder", "content", "synthesis")
SHELL = {
    *("procedures", "publish", "page", "commands", "review", "exchange", "study", "reading"),
    *("embedding", "decisions", "terminal", "serving", "app"),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def part_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield every module that a file imports and whether that is at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = {
        id(node)
        for outer in ast.walk(tree)
        if isinstance(outer, functions)
        for node in ast.walk(outer)
    }
    for node in ast.walk(tree):
        top = id(node) not in inside
        if isinstance(node, ast.Import):
            yield from ((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module, top
            yield from ((f"{node.module}.{alias.name}", top) for alias in node.names)


def ours(path):
    """Return the parts of the package that a file imports, as dotted names below it."""
    names = {name for name, _ in imports(path) if name.startswith("secondcoder.")}
    return {name.removeprefix("secondcoder.") for name in names}


def allowed(name, rules):
    return any(
        name == rule or name.startswith(f"{rule}.") or rule.startswith(f"{name}.") for rule in rules
    )


def test_every_part_of_the_package_has_its_rule():
    parts = {part_of(path) for path in FILES} - {"__init__", "__main__"}
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_go_one_way(part):
    rules = MAY_IMPORT[part] | {part}
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in FILES
        if part_of(path) == part
        for name in sorted(ours(path))
        if not allowed(name, rules)
    ]
    assert wrong == []


def test_the_rules_allow_no_circle():
    """Between whole parts; a single module (``study.schema``) may be shared."""
    below = {
        part: {rule for rule in rules if rule in MAY_IMPORT} for part, rules in MAY_IMPORT.items()
    }
    done = set()
    while free := {part for part in below if part not in done and below[part] <= done}:
        done |= free
    assert done == set(MAY_IMPORT)


def test_the_shared_form_of_a_study_stands_alone():
    own = ours(PACKAGE / "study" / "schema.py")
    assert {name for name in own if not name.startswith("study.settings")} == set()
    assert ours(PACKAGE / "study" / "settings.py") == set()


def files_of(part):
    return [path for path in FILES if path.is_relative_to(PACKAGE / part.replace(".", "/"))]


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_stages_know_nothing_of_the_shell(stage):
    own = ".".join(stage.split(".")[:2]) if stage.startswith("procedures.") else stage
    for path in files_of(stage):
        foreign = {name for name in ours(path) if not f"{name}.".startswith(f"{own}.")}
        foreign = {name for name in foreign if not name.startswith("study.schema")}
        foreign -= {"procedures", "study"}
        assert not {name.split(".")[0] for name in foreign} & SHELL, path


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_stages_touch_neither_disk_nor_clock_nor_screen(stage):
    shell = {"pathlib", "os", "shutil", "time", "datetime", "tempfile", "sqlite3", "click", "sys"}
    assert files_of(stage)
    for path in files_of(stage):
        found = {name.split(".")[0] for name, _ in imports(path)}
        assert not found & shell, path
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            n.func.id
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert not calls & {"open", "print", "input"}, path


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_procedures_know_nothing_of_each_other(procedure):
    """But for the tables of the second coder, which the others may read."""
    own = f"procedures.{procedure}"
    for path in files_of(own):
        others = {
            name
            for name in ours(path)
            if name.startswith("procedures.") and not f"{name}.".startswith(f"{own}.")
            if name.split(".")[1] in PROCEDURES
        }
        assert all(allowed(name, {"procedures.second_coder.tables"}) for name in others), path


def test_heavy_libraries_are_imported_where_they_are_used():
    at_top = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in FILES
        for name, top in imports(path)
        if top and name.split(".")[0] in HEAVY
    ]
    assert at_top == []


def test_nothing_of_a_copyleft_licence_is_imported():
    for path in FILES:
        assert not {name.split(".")[0] for name, _ in imports(path)} & {"krippendorff", "igraph"}


def nodes(kind):
    """Yield every node of a kind with the file that it stands in."""
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield name, node


MOVES = {
    *("os.replace", "os.rename", "os.renames", "os.remove", "os.unlink", "os.rmdir", "os.link"),
    *("os.removedirs", "os.symlink"),
}
METHODS = {"rename", "unlink", "rmdir", "touch", "hardlink_to", "symlink_to"}
MOVER = "publish/moves.py"
WRITERS = {"publish/files.py", MOVER, "decisions/disk.py", "embedding/vector_file.py"}
"""The modules that write to the disk; all others call them."""
PIPES = {"beside/serve.py", "serving/multipart.py", "app/runs.py", "terminal/progress_file.py"}
"""Write what is no result: to the parent process, parts of a form as they come, a run's progress
and what it prints."""


def test_files_are_renamed_and_removed_in_one_place():
    """There what another program holds is tried again, and never ends in a lost result."""
    found = {
        f"{name}:{call.lineno}: {ast.unparse(call.func)}"
        for name, call in nodes(ast.Call)
        if name != MOVER and isinstance(call.func, ast.Attribute)
        if ast.unparse(call.func) in MOVES
        or call.func.attr in METHODS
        or (call.func.attr == "replace" and len(call.args) == 1 and not call.keywords)
    }
    modules = {
        path.relative_to(PACKAGE).as_posix(): {m for m, _ in imports(path)} for path in FILES
    }
    found |= {f"{name}: shutil" for name, held in modules.items() if "shutil" in held}
    assert found == set()


def test_files_are_written_in_few_places():
    def writes(call):
        what = ast.unparse(call.func)
        if what in {"os.open", "os.fdopen"} or what.endswith((".write_text", ".write_bytes")):
            return what != "os.open" or "devnull" not in ast.unparse(call)
        modes = [ast.unparse(one) for one in (*call.args, *(k.value for k in call.keywords))]
        opens = what == "open" or what.endswith(".open")
        return opens and any(re.fullmatch(r"'[rwaxbt+]*[wax+][rwaxbt+]*'", mode) for mode in modes)

    found = {f"{name}:{call.lineno}" for name, call in nodes(ast.Call) if writes(call)}
    assert {one for one in found if one.partition(":")[0] not in WRITERS | PIPES} == set()


def test_no_call_passes_six_positional_arguments():
    """Two texts or two numbers that change places are seen by no check; names are."""
    by_position = {f"{name}:{call.lineno}" for name, call in nodes(ast.Call) if len(call.args) > 5}
    assert by_position == set()


def positional(record):
    """Return the fields of a dataclass that stand before ``_: KW_ONLY``, if it has that mark."""
    found = [part for part in record.body if isinstance(part, ast.AnnAssign)]
    marks = [at for at, part in enumerate(found) if ast.unparse(part.annotation) == "KW_ONLY"]
    return found[: marks[0]] if marks else found


def test_large_records_are_keyword_only():
    """Every dataclass of more than four fields, for the same reason."""
    unnamed = {
        f"{name}: {record.name}"
        for name, record in nodes(ast.ClassDef)
        for decorator in map(ast.unparse, record.decorator_list)
        if decorator.startswith("dataclass") and "kw_only=True" not in decorator
        if len(positional(record)) > 4
    }
    assert unnamed == set()


def test_modules_stay_small():
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= 300
    }
    assert long == {}


def test_functions_fit_on_a_screen():
    long = {
        f"{name}: {function.name}": lines
        for name, function in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if (lines := function.end_lineno - function.lineno + 1) > 60
    }
    assert long == {}
