"""A checkout in which Git turned every line end into CRLF makes the same results."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from secondcoder.page.template import rendered
from secondcoder.procedures.second_coder.recompute import recompute_files
from secondcoder.publish.record import made_by
from secondcoder.study.presets import preset_names, preset_path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {".py", ".j2", ".css", ".R", ".toml", ".md", ".js", ".svg"}
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from test_checkout import shown
print(shown())
"""


def shown():
    """Return what decides and fills results, as far as it comes from files of the checkout."""
    scripts = {name: data.decode() for name, data in recompute_files().items()}
    page = rendered("secondcoder.page", "report.css", {})
    configs = [tomllib.loads(preset_path(name).read_text("utf-8")) for name in preset_names()]
    parts = [made_by(), scripts, page, configs]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def test_line_ends_of_a_checkout_change_no_result(tmp_path):
    for name in ("pipeline", "configs", "models"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    changed = 0
    for path in tmp_path.rglob("*"):
        if path.suffix in TEXTS:
            data = path.read_bytes()
            path.write_bytes(data.replace(b"\n", b"\r\n"))
            changed += b"\n" in data
    assert changed > 300
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, Path(__file__).parent],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "pipeline")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == shown()
