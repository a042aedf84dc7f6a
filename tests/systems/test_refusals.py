"""What an operating system refuses, in words that say what to do."""

import errno

import pytest

from secondcoder.errors import CAUSES, SecondcoderError, of_the_disk, opened_in, what_to_do, why
from secondcoder.reading.files.text import read_bytes


def refused(number, winerror=None, path="study/coding.xlsx"):
    error = OSError(number, "strerror", path)
    if winerror is not None:
        error.winerror = winerror
    return error


@pytest.mark.parametrize(
    ("error", "says", "hint"),
    [
        (refused(errno.EACCES), "access is denied", "Close coding.xlsx in Excel"),
        (refused(errno.EACCES, 32), "another program holds", "Close coding.xlsx in Excel"),
        (refused(errno.EACCES, 5, "a.docx"), "access is denied", "Close a.docx in Word"),
        (refused(errno.EACCES, 5, "runs/x"), "access is denied", "Close the files of this folder"),
        (refused(errno.EINVAL), "online only", "available offline"),
        (refused(errno.EINVAL, 362), "online only", "available offline"),
        (refused(errno.ENOSPC), "the disk is full", "Make room"),
        (refused(errno.EROFS), "only be read", "Copy the study"),
        (refused(errno.ENAMETOOLONG), "longer than", "shorter path"),
        (refused(errno.ENOENT, 206), "longer than", "shorter path"),
        (refused(errno.ENOENT, 3, "C:/" + "x" * 250), "longer than", "shorter path"),
        (refused(errno.ENOENT, 3), "no such file", "moved or renamed"),
        (refused(errno.ENOENT, 53), "does not answer", "network drive"),
        (refused(errno.ENOENT, 126), "cannot be loaded", "Visual C++"),
        (refused(errno.EILSEQ), "these letters", "plain letters"),
        (refused(9999), "strerror", "Check that the disk"),
    ],
)
def test_cause_and_hint(error, says, hint):
    assert says in why(error)
    assert hint in what_to_do(error)
    told = of_the_disk(error)
    assert error.filename in told.message


def test_every_number_has_one_cause():
    for numbers in ([c.numbers for c in CAUSES], [c.of_windows for c in CAUSES]):
        held = [number for some in numbers for number in some]
        assert len(held) == len(set(held))


@pytest.mark.parametrize(
    ("lock", "file", "said"),
    [
        ("~$workbook.xlsx", "workbook.xlsx", "workbook.xlsx in Excel"),
        ("~$terview one.docx", "interview one.docx", "interview one.docx in Word"),
        (".~lock.coding.csv#", "coding.csv", "coding.csv in LibreOffice"),
    ],
)
def test_the_program_is_told_by_the_lock_file_it_left(tmp_path, lock, file, said):
    (tmp_path / file).touch()
    assert opened_in(tmp_path / file) == ""
    (tmp_path / lock).touch()
    assert opened_in(tmp_path / file) == opened_in(tmp_path) == said
    assert opened_in(tmp_path / "other.xlsx") == ""


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.EACCES, "Close a.docx in Word"), (errno.EINVAL, "offline")]
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, monkeypatch, number, hint):
    (tmp_path / "a.docx").touch()

    def refuse(path):
        raise OSError(number, "no", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(SecondcoderError, match=r"a\.docx: the file cannot be read") as caught:
        read_bytes(tmp_path / "a.docx", name="a.docx")
    assert hint in caught.value.hint
