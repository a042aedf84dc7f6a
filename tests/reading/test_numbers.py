import pytest

from secondcoder.reading.codes.cells import as_list
from secondcoder.reading.files.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" -3 ", -3), ("+4", 4), ("", None), ("²", None), ("+-5", None), ("1.5", None),
     ("9" * 5_000, None)],
)  # fmt: skip
def test_whole_numbers(text, number):
    assert whole_number(text) == number


def test_lists_that_no_reader_takes():
    assert as_list(f"[{'9' * 5_000}]") == ["9" * 5_000]
    assert as_list("[" * 5_000 + "]" * 5_000) is not None
