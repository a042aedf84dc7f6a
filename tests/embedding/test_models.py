import hashlib
import shutil

import pytest

from secondcoder.embedding import models
from secondcoder.embedding.models import find_model, read_cards
from secondcoder.errors import SecondcoderError


def model_folder(path, weights=b"weights"):
    path.mkdir(parents=True)
    (path / "modules.json").write_text("[]")
    (path / "model.safetensors").write_bytes(weights)
    return path


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of cards with one for the model ``small``, whose weights are ``weights``."""
    folder = tmp_path / "models"
    folder.mkdir()
    total = hashlib.sha256(b"weights").hexdigest()
    (folder / "small.toml").write_text(
        'name = "small"\nsource = "made"\nlicence = "MIT"\ndimensions = 4\nmax_tokens = 8\n'
        f'[sha256]\n"model.safetensors" = "{total}"\n'
    )
    monkeypatch.setattr(models, "resource_folder", lambda _: folder)
    return folder


def test_a_model_with_the_sums_of_its_card_is_found(shelf):
    model_folder(shelf / "small")
    found = find_model("small")
    assert found.name == "small"
    assert found.card.dimensions == 4
    assert found.folder == shelf / "small"


def test_tampered_weights_are_refused_with_both_sums(shelf):
    model_folder(shelf / "small", b"weightz")
    with pytest.raises(SecondcoderError, match="is not the published file") as caught:
        find_model("small")
    assert hashlib.sha256(b"weightz").hexdigest() in caught.value.message
    assert hashlib.sha256(b"weights").hexdigest() in caught.value.message
    assert "Install the tool again" in caught.value.hint


def test_a_file_of_the_card_that_is_missing_is_refused(shelf):
    (model_folder(shelf / "small") / "model.safetensors").unlink()
    with pytest.raises(SecondcoderError, match="missing"):
        find_model("small")


def test_an_unknown_name_lists_the_known_ones_and_says_nothing_is_downloaded(shelf):
    with pytest.raises(SecondcoderError, match="no encoder 'smal'") as caught:
        find_model("smal")
    assert "small" in caught.value.hint
    assert "Nothing is downloaded" in caught.value.hint


def test_a_card_without_files_says_where_they_go(shelf):
    with pytest.raises(SecondcoderError) as caught:
        find_model("small")
    assert "models/small" in caught.value.hint.replace("\\", "/")


def test_a_folder_counts_from_the_study_and_has_no_card(tmp_path):
    model_folder(tmp_path / "study" / "mine")
    found = find_model("mine", base=tmp_path / "study")
    assert (found.name, found.card) == ("mine", None)


def test_the_fingerprint_follows_the_files_and_not_the_place(tmp_path):
    one = find_model(str(model_folder(tmp_path / "one")))
    (one.folder / "README.md").write_text("words")
    same = find_model(str(shutil.copytree(one.folder, tmp_path / "two")))
    other = find_model(str(model_folder(tmp_path / "three", b"other")))
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_the_bundled_model_is_here_and_fits_its_card():
    found = find_model("all-MiniLM-L6-v2")
    assert found.card == read_cards()["all-MiniLM-L6-v2"]
    assert set(found.card.sha256) == {"model.safetensors", "tokenizer.json"}
