"""A run loads what its stages use: nothing that encodes or finds themes where both are known."""

import pytest

from made import in_a_process_of_its_own, write_study
from secondcoder.procedures.second_coder.run import run_study

UNUSED = "torch transformers sentence_transformers bertopic umap numba plotly hdbscan".split()
SCRIPT = """
import sys
sys.argv = ["secondcoder", "suggest", {study!r}]
from secondcoder.commands.main import main
main()
print(sorted({{name.split(".")[0] for name in sys.modules}}))
"""


@pytest.fixture
def study(tmp_path, bundled):
    folder = write_study(tmp_path / "study")
    run_study(folder)
    return folder


def loaded_by(study):
    """Return the modules that a run in a process of its own loaded, and what it said."""
    done = in_a_process_of_its_own(SCRIPT.format(study=str(study)))
    return done.stdout.splitlines()[-1], done.stderr


def test_a_changed_coding_loads_nothing_that_encodes_or_finds_themes(study):
    coding = study / "eva.csv"
    coding.write_text(coding.read_text().replace("Land,Soil", "Song,Concerts", 1))
    loaded, said = loaded_by(study)
    assert "Reconciling with human coding" in said
    assert "'numpy'" in loaded
    assert [name for name in (*UNUSED, "spacy", "sklearn") if f"'{name}'" in loaded] == []


def test_texts_that_are_new_load_pytorch_and_nothing_that_finds_other_themes(study):
    (study / "talk9.txt").write_text("Ann: The bus was late. The driver had no ticket.\n")
    loaded, _ = loaded_by(study)
    assert [name for name in UNUSED if f"'{name}'" in loaded] == ["torch"]


def test_spacy_comes_without_pytorch_which_can_still_be_loaded():
    done = in_a_process_of_its_own(
        "import sys\n"
        "from secondcoder.libraries import spacy_library\n"
        "print(len(spacy_library().blank('en')('Two words')), 'torch' in sys.modules)\n"
        "import torch\n"
        "print(int(torch.ones(2).sum()))\n"
    )
    assert done.stdout.split() == ["2", "False", "2"]
