"""Files with changed bytes are read or refused, never more than that."""

import pytest
from fuzz_corpus import corpus
from fuzz_readers import finding, fuzz, read

SHORT, LONG = 300, 50_000


def test_the_whole_files_are_read(tmp_path):
    for name, data in corpus(tmp_path).items():
        (tmp_path / name).write_bytes(data)
        read(tmp_path / name)


def test_findings_are_found(tmp_path, monkeypatch):
    (tmp_path / "document-a.txt").write_text("Words.")
    assert finding(tmp_path / "document-a.txt") == ""
    monkeypatch.setattr("fuzz_readers.read", lambda path: 1 / 0)
    assert "ZeroDivisionError" in finding(tmp_path / "document-a.txt")


def test_files_with_changed_bytes(tmp_path):
    assert list(fuzz(SHORT, 0, tmp_path)) == []


@pytest.mark.slow
def test_very_many_files_with_changed_bytes(tmp_path):
    assert list(fuzz(LONG, 1, tmp_path)) == []
