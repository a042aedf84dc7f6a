import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"


def test_the_example_of_the_documentation_runs_and_gives_what_it_says():
    code = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[1]
    names = {}
    exec(code, names)  # noqa: S102 - our own documentation
    assert abs(names["kappa"].value - 0.4) < 1e-12
    assert names["interval"].low < names["interval"].high
    assert 0 < names["alpha"].value < 1
