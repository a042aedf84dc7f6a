import doctest
import re
from pathlib import Path

from secondcoder.agreement import library, library_intervals
from secondcoder.agreement.study.definitions import DEFINITIONS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"


def test_the_examples_of_the_documentation_run_and_give_what_they_say():
    blocks = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    ratings, counts = {}, {}
    exec(blocks[0], ratings)  # noqa: S102 - our own documentation
    assert abs(ratings["interval"].low) < 1
    assert 0 < ratings["kappa"].value < 1
    assert 0 < ratings["sets"].value < 1
    exec(blocks[1], counts)  # noqa: S102
    assert abs(counts["kappa"].value - 0.4) < 1e-12
    assert counts["interval"].low < counts["interval"].high
    assert 0 < counts["alpha"].value < 1


def test_the_example_of_the_readme_runs(capsys):
    text = (DOCS.parents[1] / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(block, {})  # noqa: S102 - our own documentation
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"mv-alpha 0\.\d\d", said[0])
    assert f"# {said[1]}" in block


def test_the_examples_in_docstrings_run():
    for module in (library, library_intervals):
        found = doctest.testmod(module)
        assert found.attempted
        assert found.failed == 0


def test_whatever_a_methods_paragraph_rests_on_has_its_definition():
    defined = {name for one in DEFINITIONS for name in one.table.split(", ")}
    assert defined >= {
        *("agreement", "agreement_overall", "agreement_units", "agreement_differences"),
        *("agreement_baselines", "agreement_consensus", "agreement_panel", "non_inferiority"),
        *("conclusions", "conclusions_reviewed", "errors_by_group", "alt_test", "alignment"),
        *("calibration", "risk_coverage"),
    }
