"""No print fails, whatever the code page; what Excel saved is read; what it opens, it opens."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from secondcoder.exchange.csv_text import csv_bytes, csv_for_statistics
from secondcoder.publish.csv_files import csv_bytes as published
from secondcoder.reading.tables.tables import read_table
from secondcoder.terminal.console import as_argument, as_meant, let_every_print_pass

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, ROW = ["code", "quote"], ["Grüße", "“It’s 5,5; and – more”"]


@pytest.mark.parametrize("code_page", ["cp1252", "cp437", "cp850", "ascii", "utf-8"])
@pytest.mark.parametrize("text", ["Łódź: żółć", "Кириллица", "→ “a” … ≥ 2 🌱", "\ud800", "é"])
def test_no_print_fails(monkeypatch, code_page, text):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=code_page, errors="strict"))
    monkeypatch.setattr(sys, "stderr", io.StringIO())  # something else in its place
    let_every_print_pass()
    print(text)  # noqa: T201
    sys.stdout.flush()
    assert len(raw.getvalue()) > 1


def test_what_a_code_page_lacks_becomes_the_nearest_letters(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", newline="\n"))
    let_every_print_pass()
    print("Łódź – żółć → ≥ Ж é", end="")  # noqa: T201
    sys.stdout.flush()
    assert raw.getvalue().decode("cp1252") == "Lódz – zólc -> >= ? é"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (['C:\\My study"'], ["C:\\My study"]),
        (['C:\\My study" --out D:\\x'], ["C:\\My study", "--out", "D:\\x"]),
        (["--coder", 'a.csv="Ana"'], ["--coder", 'a.csv="Ana"']),
        (["suggest", "C:\\s", "--quiet"], ["suggest", "C:\\s", "--quiet"]),
        (['"'], ['"']),
    ],
)
def test_the_quotation_mark_that_windows_leaves_is_dropped(typed, meant):
    assert as_meant(typed) == meant


def test_a_folder_that_is_called_so_keeps_its_quotation_mark(tmp_path):
    (tmp_path / 'odd"').mkdir()
    assert as_meant([f'{tmp_path}/odd"']) == [f'{tmp_path}/odd"']


def saved_by_excel(columns, rows, *, form):
    """Return a CSV as Excel saves it: code page, separator and line ends of the system."""
    sign, encoding, said = form
    lines = [
        sign.join(f'"{c}"' if sign in c or "," in c else c for c in r) for r in [columns, *rows]
    ]
    return ("".join(f"{line}\r\n" for line in [*([f"sep={sign}"] if said else []), *lines])).encode(
        encoding
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("said", [False, True])
def test_what_excel_saved_is_read_back(tmp_path, sign, encoding, said):
    data = saved_by_excel(COLUMNS, [ROW, ["Z", "plain"]], form=(sign, encoding, said))
    (tmp_path / "t.csv").write_bytes(data)
    table = read_table(tmp_path / "t.csv", name="t.csv")
    assert table.columns == tuple(COLUMNS) or list(table.columns) == COLUMNS
    assert [[row[c] for c in COLUMNS] for row in table.rows] == [ROW, ["Z", "plain"]]
    assert [row.number for row in table.rows] == [2, 3]  # as Excel shows them


def test_a_separator_that_is_said_decides_where_another_would_be_guessed(tmp_path):
    (tmp_path / "t.csv").write_text("sep=;\na,b;c,d\n1,2;3,4\n", encoding="utf-8")
    assert list(read_table(tmp_path / "t.csv", name="t.csv").columns) == ["a,b", "c,d"]


@pytest.mark.parametrize("make", [published, csv_bytes])
def test_tables_for_people_open_rightly_by_a_double_click(make):
    data = make(COLUMNS, [ROW])
    assert data.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    assert b"\r" not in data


def test_pandas_and_a_plain_reader_take_the_mark(tmp_path):
    import pandas as pd

    (tmp_path / "t.csv").write_bytes(csv_bytes(COLUMNS, [ROW]))
    assert pd.read_csv(tmp_path / "t.csv").columns.tolist() == COLUMNS
    assert csv_for_statistics(COLUMNS, [ROW]).startswith(b"code,")  # R's read.csv knows no mark


def test_closing_the_window_ends_like_ctrl_c(tmp_path):
    """SIGHUP is what a closed terminal sends; on Windows it is SIGBREAK."""
    script = (
        "import sys, time; from secondcoder.terminal.console import let_closing_end_like_ctrl_c\n"
        "let_closing_end_like_ctrl_c()\n"
        "try:\n    print('ready', flush=True); time.sleep(60)\n"
        f"finally: open({str(tmp_path / 'put-away')!r}, 'w').close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGHUP)
        process.wait(timeout=60)
    assert (tmp_path / "put-away").exists()
    assert process.returncode != -signal.SIGHUP


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("demo-study", "demo-study"),
        ("C:\\studies\\one", "C:\\studies\\one"),
        ("My study", '"My study"'),
        ("a&b", '"a&b"'),
        ("Ötzi/one", "Ötzi/one"),
        ("it's (2)", '"it\'s (2)"'),
    ],
)
def test_a_command_to_copy_names_its_folder_as_a_terminal_takes_it(path, shown):
    assert as_argument(path) == shown
