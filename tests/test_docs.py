"""What README, Makefile and docs say is held against what is there."""

import re
import tomllib
from pathlib import Path

from secondcoder import __version__
from secondcoder.commands.main import cli
from secondcoder.procedures.dictionary import ALL
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.publish.dictionary import data_dictionary

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_command_of_the_readme_exists_and_every_command_stands_there():
    named = set(re.findall(r"^\| `secondcoder ([a-z]+)", README, flags=re.MULTILINE))
    assert named == set(cli.commands)


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", README, flags=re.MULTILINE)) <= targets
    wanted = "help suggest reconcile report review test check bench-quality clean".split()
    assert set(wanted) <= targets


def test_every_dependency_is_pinned_and_explained():
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    extras = PROJECT["optional-dependencies"]
    for dependency in (
        *PROJECT["dependencies"],
        *extras["dev"],
        *extras["oracles"],
        *extras["bench"],
    ):
        name, _, pinned = dependency.partition("==")
        assert pinned, dependency
        assert re.search(rf"\b{re.escape(name)}\b", explained), name
        assert f"\n{name.lower()}=={pinned}\n" in constraints, dependency


def test_pictures_and_pages_that_documents_name_exist():
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
        for target in re.findall(r"`((?:docs|benchmarks|configs|models)/[\w./-]+)`", text):
            assert (ROOT / target).exists(), f"{page.name}: {target}"


def test_the_published_tables_stand_in_the_readme():
    named = set(re.findall(r"`([a-z_*]+)\.csv`", README))
    patterns = [re.compile(name.replace("*", "[a-z_]*") + r"\Z") for name in named]
    silent = [table.name for table in TABLES if not any(p.match(table.name) for p in patterns)]
    assert silent == []


def test_the_data_dictionary_is_that_of_the_declarations():
    """Fix it with: python -m secondcoder.procedures.dictionary > docs/data-dictionary.md."""
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(ALL)


def test_versions_agree():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["version"] == __version__
    assert f"\nversion: {__version__}\n" in citation
