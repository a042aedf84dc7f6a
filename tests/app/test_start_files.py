"""The start file for Linux and macOS, as far as it goes without a network; what all three share."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "start" / "secondcoder.sh"
BATCH = ROOT / "start" / "secondcoder-windows.bat"
TOOLS = "sh env curl tar gzip sha256sum cut uname dirname mkdir chmod rm rmdir cp cat tr".split()
FAKE_UV = """#!/bin/sh
# Stands for uv: an environment is a folder with a python in it, packages are noted.
case "$1" in
  venv) for last; do :; done; mkdir -p "$last/bin"
    printf '#!/bin/sh\\nprintf "ran %%s\\\\n" "$*"\\n' > "$last/bin/python"
    chmod 755 "$last/bin/python" ;;
  pip) printf '%s\\n' "$@" > "$UV_CACHE_DIR.asked" ;;
esac
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the file for Linux")


@pytest.fixture
def download(tmp_path):
    """Return the unpacked download, and a site with uv."""
    folder = tmp_path / "My download"
    folder.mkdir()
    shutil.copy(SCRIPT, folder / "secondcoder-linux.sh")
    (folder / "constraints.txt").write_text("")
    (folder / "secondcoder-0.1.0-py3-none-any.whl").write_bytes(b"a package")
    return folder


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    kind = f"uv-{os.uname().machine}-unknown-linux-gnu"
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as whole:
        entry = tarfile.TarInfo(f"{kind}/uv")
        entry.mode, entry.size = 0o755, len(FAKE_UV)
        whole.addfile(entry, io.BytesIO(FAKE_UV.encode()))
    (folder / f"{kind}.tar.gz").write_bytes(made.getvalue())
    total = hashlib.sha256(made.getvalue()).hexdigest()
    (folder / f"{kind}.tar.gz.sha256").write_text(f"{total} *{kind}.tar.gz\n")
    return folder


@pytest.fixture
def start(tmp_path, download, site):
    """Return a function that starts the file with nothing but a few tools on the path."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not here")
        (tools / name).symlink_to(found)
    home = tmp_path / "home"
    home.mkdir()

    def run(*arguments, file="secondcoder-linux.sh"):
        return subprocess.run(
            [str(tools / "sh"), str(download / file), *arguments],
            env={
                "PATH": str(tools),
                "HOME": str(home),
                "SECONDCODER_UV_SITE": site.as_uri(),
            },
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    run.app = home / ".local" / "share" / "secondcoder-app"
    run.home = home
    return run


def test_it_installs_starts_and_removes_itself(start):
    done = start()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ran -m secondcoder app" in done.stdout
    asked = (start.app / "cache.asked").read_text().split("\n")
    assert asked[asked.index("--torch-backend") + 1] == "cpu"
    assert any(one.endswith(".whl") for one in asked)
    again = start()
    assert "is installed into" not in again.stdout
    assert "ran -m secondcoder app" in again.stdout
    assert {path.name for path in start.home.iterdir()} == {".local"}
    removed = start("remove")
    assert removed.returncode == 0
    assert not start.app.exists()
    assert start("remove").returncode == 1


def test_a_newer_package_takes_the_place_of_the_older(start, download):
    start("install")
    first = (start.app / "installed").read_text()
    (download / "secondcoder-0.1.0-py3-none-any.whl").write_bytes(b"a newer package")
    assert "is installed into" in start("install").stdout
    assert (start.app / "installed").read_text() != first


def test_what_breaks_off_is_begun_anew(start):
    start("install")
    (start.app / "installed").unlink()
    assert "is installed into" in start("install").stdout


def test_uv_that_was_changed_on_the_way_is_refused(start, site):
    (archive,) = site.glob("*.gz")
    archive.write_bytes(archive.read_bytes() + b"x")
    done = start("install")
    assert done.returncode == 1
    assert "uv did not come as it should" in done.stdout
    assert not (start.app / "installed").exists()


def test_without_the_package_or_the_network_it_says_what_to_do(start, site, download):
    for path in site.iterdir():
        path.unlink()
    done = start()
    assert done.returncode == 1
    assert "Check the network" in done.stdout
    (download / "secondcoder-0.1.0-py3-none-any.whl").unlink()
    done = start()
    assert done.returncode == 1
    assert "Unpack the whole download into one folder" in done.stdout


def test_a_folder_that_it_did_not_make_is_never_removed(start):
    start.app.mkdir(parents=True)
    (start.app / "mine.txt").write_text("mine")
    assert start("remove").returncode == 1
    assert (start.app / "mine.txt").exists()


def test_a_copy_with_another_name_removes_it_by_a_double_click(start, download):
    start("install")
    shutil.copy(SCRIPT, download / "secondcoder-linux-remove.sh")
    assert start(file="secondcoder-linux-remove.sh").returncode == 0
    assert not start.app.exists()
    made = (ROOT / "Makefile").read_text()
    for name in ("windows-remove.bat", "macos-remove.command", "linux-remove.sh"):
        assert f"secondcoder-{name}" in made


def test_nor_does_it_install_over_one(start):
    start.app.mkdir(parents=True)
    (start.app / "mine.txt").write_text("mine")
    done = start("install")
    assert done.returncode == 1
    assert "did not make" in done.stdout
    assert [path.name for path in start.app.iterdir()] == ["mine.txt"]
    (start.app / "mine.txt").unlink()
    assert start("install").returncode == 0


def test_of_two_packages_none_is_taken(start, download):
    (download / "secondcoder-0.2.0-py3-none-any.whl").write_bytes(b"another package")
    done = start("install")
    assert done.returncode == 1
    assert "Keep the newer one alone" in done.stdout
    assert not start.app.exists()


def test_the_windows_file_is_as_its_command_prompt_reads_it():
    """Line ends of Windows, ASCII; no path stands where ``&``, ``)`` or ``!`` in it would act."""
    data = BATCH.read_bytes()
    lines = data.decode("ascii").split("\r\n")
    assert not any("\n" in line for line in lines)
    assert "DisableDelayedExpansion" in data.decode("ascii")
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if not line.startswith("rem ")]
    assert {name for line in bare for name in re.findall(r"%([A-Z]\w+)", line)} <= {"TORCH"}
    said = data.decode("ascii").lower()
    for label in re.findall(r"goto (\w+)", said):
        assert f"\r\n:{label}\r\n" in said
    removed = [place for place, line in enumerate(lines) if 'rmdir /s /q "%APP%"' in line]
    for place in removed:  # only what bears the file's own mark
        assert any('exist "%MARK%"' in line for line in lines[place - 3 : place + 1])


def test_the_files_agree():
    shell, batch = SCRIPT.read_text(), BATCH.read_text()
    for name in ("PYTHON", "UV"):
        one = re.search(rf"^{name}=(\S+)$", shell, re.MULTILINE)[1]
        other = re.search(rf'^set "{name}=([^"]+)"$', batch, re.MULTILINE)[1]
        assert one == other
    assert "UNTRIED" in batch
