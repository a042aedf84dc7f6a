"""What is said of installing agrees, and what is installed is whole."""

import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from secondcoder.commands import doctor
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.publish.workbook import table_to_edit
from secondcoder.publish.zips import as_everywhere

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SAID = ("3.11", "3.12", "3.13")


def output(command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=True, **more).stdout


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_all_say_the_same_versions_of_python():
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    assert "not (3, 11) <= sys.version_info < (3, 14)" in text("Makefile")
    assert "Python 3.11 to 3.13" in text("Makefile")
    assert "Python 3.11, 3.12 or 3.13" in text("README.md")
    assert "Python 3.11, 3.12 or 3.13" in text("docs/windows-macos.md")
    (versions,) = re.findall(r"python: \[(.*)\]", text(".github/workflows/tests.yml"))
    assert tuple(versions.replace('"', "").split(", ")) == SAID
    systems = re.findall(r"(\w+)-latest", text(".github/workflows/tests.yml"))
    assert systems == ["ubuntu", "macos", "windows"]


def test_a_study_with_a_blank_in_its_name_is_one_argument():
    for target in "suggest reconcile synthesise review content report".split():
        done = subprocess.run(
            ["make", "--no-print-directory", "-n", target, "STUDY=My Study"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip().endswith(f'{target} "My Study"')


def test_what_click_brings_on_windows_is_pinned():
    assert '\ncolorama==0.4.6; sys_platform == "win32"\n' in text("constraints.txt")


def test_a_checkout_has_the_same_bytes_on_every_system():
    files = ["README.md", "pipeline/secondcoder/page/templates/report.css", "data/demo/study.toml"]
    done = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", *files, "a.docx", "b.xlsx", "c.png"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(line.rsplit(": ", 1) for line in done.stdout.splitlines())
    assert {found[f"{name}: eol"] for name in files} == {"lf"}
    assert {found[f"{name}: text"] for name in ("a.docx", "b.xlsx", "c.png")} == {"unset"}


def test_the_wheel_holds_the_demonstration_study_and_no_result_of_it():
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    held = {
        file.relative_to(ROOT).as_posix()
        for name in included
        for file in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
        if file.is_file()
    }
    listed = subprocess.run(
        ["git", "ls-files", "data/demo"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {name for name in held if name.startswith("data/")} == set(listed.stdout.split())
    assert all(included[name] == f"secondcoder/shipped/{name}" for name in included)


def test_the_demonstration_is_copied_whole_and_nothing_written_over(called, tmp_path):
    code, out, _ = called("demo", tmp_path / "new" / "study")
    assert (code, "17 files" in out) == (0, True)
    for file in (ROOT / "data" / "demo").glob("*.*"):
        assert (tmp_path / "new" / "study" / file.name).read_bytes() == file.read_bytes()
    (tmp_path / "new" / "study" / "codebook.csv").write_text("mine")
    code, _, err = called("demo", tmp_path / "new" / "study")
    assert code == 2
    assert "there is something here already" in err
    assert (tmp_path / "new" / "study" / "codebook.csv").read_text() == "mine"


@pytest.fixture
def told(monkeypatch, bag):
    """Return a function that lets doctor tell of a study, with a made encoder."""
    monkeypatch.setattr("secondcoder.procedures.shell.encoder_of", lambda *_: bag)

    def tell(study=None):
        lines = []
        return doctor.examine(study, lines.append), "\n".join(lines)

    return tell


def test_doctor_loads_encodes_and_writes(told, tmp_path):
    (tmp_path / "a.txt").write_text("Ann: We meet in the garden.\nBo: I like it there.\n")
    sound, said = told(tmp_path)
    assert sound
    assert "a sentence was encoded" in said
    assert "a file was written, renamed and removed" in said
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_doctor_says_what_does_not_load_and_what_to_do(told, monkeypatch):
    real = importlib.import_module

    def load(name, *rest):
        if name == "torch":
            error = OSError(22, "The specified module could not be found. Error loading c10.dll")
            error.winerror = 126
            raise error
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", load)
    sound, said = told()
    assert not sound
    assert "torch does not load" in said
    assert "Visual C++" in said


def test_doctor_says_that_a_study_cannot_be_written_into(told, tmp_path, monkeypatch):
    def refuse(old, new):
        raise PermissionError(13, "no", str(old))

    (tmp_path / "a.txt").write_text("Ann: We meet in the garden.\n")
    monkeypatch.setattr(os, "replace", refuse)
    sound, said = told(tmp_path)
    assert not sound
    assert "cannot be written into" in said
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_an_encoder_that_cannot_load_is_no_fault_of_the_file_of_vectors(bag, tmp_path):
    def fail(*_, **__):
        error = OSError(22, "Error loading c10.dll")
        error.winerror = 126
        raise error

    bag.encode_with_parts = fail
    with pytest.raises(OSError, match=r"c10\.dll"):
        CachedEncoder(bag, tmp_path).encode(["a"])


def test_workbooks_are_the_same_bytes_on_every_system(monkeypatch):
    here = table_to_edit("Sheet", ["a", "b"], [["1", "é"]])
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        there = table_to_edit("Sheet", ["a", "b"], [["1", "é"]])
    assert here == there == as_everywhere(there)


@pytest.mark.slow
def test_the_wheel_runs_the_demonstration_in_a_fresh_environment(tmp_path, demo):
    """What it proves: the wheel brings every file and entry point it needs, outside a checkout.

    The packages are those of this environment, named in a .pth: that they install is not tried.
    """
    source, wheels, fresh = tmp_path / "source", tmp_path / "wheels", tmp_path / "fresh"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", wheels, source], check=True)
    (wheel,) = wheels.glob("secondcoder-*-py3-none-any.whl")
    assert wheel.stat().st_size < 5_000_000
    assert not [n for n in zipfile.ZipFile(wheel).namelist() if "/runs/" in n]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", fresh], check=True)
    (packages,) = fresh.glob("lib/python*/site-packages")
    (own,) = [path for path in map(Path, sys.path) if path.name == "site-packages"]
    python = fresh / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", "-q", "--no-deps", wheel], check=True)
    (packages / "packages.pth").write_text(f"{own}\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}

    def call(*arguments):
        command = [fresh / "bin" / "secondcoder", *arguments]
        return output(command, cwd=tmp_path, env=environment)

    where = [python, "-c", "import secondcoder; print(secondcoder.__file__)"]
    found = output(where, cwd=tmp_path, env=environment)
    assert Path(found.strip()).is_relative_to(fresh)
    call("demo", "study")
    assert "a sentence was encoded" in call("doctor", "study")
    call("suggest", "study", "--quiet")
    (made,) = (tmp_path / "study" / "runs").glob("*/themes.csv")
    _, finished = demo
    assert made.parent.name == finished.folder.name
    for name in ("themes.csv", "suggestions.csv", "workbook.xlsx"):
        assert (made.parent / name).read_bytes() == (finished.folder / name).read_bytes(), name
