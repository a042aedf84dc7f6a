"""Several encoders as one: cosines are means of theirs, and each keeps a file of its own."""

import json

import numpy as np
import pytest

from made import CONFIG, BagEncoder, write_study
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.side_by_side import SideBySide
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.study.load import load_config

TEXTS = ["The bus was late.", "Digging the allotment", "A late bus to the allotment"]


class Turned(BagEncoder):
    """Another encoder: fewer dimensions, other likenesses."""

    name = "turned"

    def encode(self, texts, *, progress=None):
        rows = super().encode(texts)[:, 10:50]
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def both(folder, *, may=True):
    one, other = BagEncoder("one"), Turned("other")
    cached = [CachedEncoder(e, folder, encoder_allowed=may) for e in (one, other)]
    return SideBySide(cached), one, other


def test_the_cosine_is_the_mean_of_the_encoders_cosines(tmp_path):
    joined, one, other = both(tmp_path)
    rows = joined.encode(TEXTS)
    assert rows.shape == (3, 96 + 40)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    own = [e.encode(TEXTS) for e in (one, other)]
    mean = sum(part @ part.T for part in own) / 2
    np.testing.assert_allclose(rows @ rows.T, mean, atol=1e-6)
    texts, parts = joined.encode_with_parts(TEXTS, [[(0, 7)], [], [(2, 10), (11, 13)]])
    np.testing.assert_array_equal(texts, rows)
    assert parts.shape == (3, 136)
    np.testing.assert_allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-6)


def test_each_encoder_keeps_a_file_and_is_not_asked_again(tmp_path):
    joined, *_ = both(tmp_path)
    joined.encode(TEXTS)
    assert joined.encoded == 3
    assert len(list(tmp_path.glob("*.vectors"))) == 2
    again, one, other = both(tmp_path, may=False)
    again.encode(TEXTS)
    assert (one.asked, other.asked, again.encoded) == ([], [], 0)
    alone = CachedEncoder(BagEncoder("one"), tmp_path, encoder_allowed=False)
    assert alone.encode(TEXTS).shape == (3, 96)


def test_name_and_fingerprint_are_those_of_all_in_order(tmp_path):
    joined, *_ = both(tmp_path)
    assert (joined.name, joined.fingerprint) == ("bag of words + turned", "one + other")


def named(folder, *, base):
    """Write folders that look like two models; return their names."""
    for name in folder:
        (base / name).mkdir()
        (base / name / "modules.json").write_text(json.dumps({"of": name}))
    return json.dumps(list(folder))


def test_a_study_names_one_encoder_or_several(tmp_path, fake_model):
    study = write_study(tmp_path / "study")
    names = named(["small", "large"], base=study)
    (study / "study.toml").write_text(f"{CONFIG}\n[model]\nname = {names}\n", encoding="utf-8")
    done = run_study(study)
    model = done.record["model"]
    assert model["name"] == "small + large"
    assert [one["name"] for one in model["side_by_side"]] == ["small", "large"]
    assert len(fake_model) == 2
    (study / "study.toml").write_text(f'{CONFIG}\n[model]\nname = ["small"]\n', encoding="utf-8")
    alone = run_study(study)
    assert alone.record["model"]["name"] == "small"
    assert alone.record["run_id"] != done.record["run_id"]
    for place in ("pages/settings.html", "methods.md"):
        assert "small + large" in (done.folder / place).read_text(encoding="utf-8"), place


@pytest.mark.parametrize("names", ['["small", "small"]', "[]"])
def test_a_list_that_cannot_be_meant_is_refused(tmp_path, names):
    study = write_study(tmp_path / "study")
    (study / "study.toml").write_text(f"{CONFIG}\n[model]\nname = {names}\n", encoding="utf-8")
    with pytest.raises(SecondcoderError, match=r"name"):
        load_config(study)
