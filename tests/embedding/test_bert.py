"""The plainest models are read without the library that made them, as it reads them."""

import json

import numpy as np
import pytest

from secondcoder.embedding import loading, products
from secondcoder.embedding.bert import Bert, is_plain_bert
from secondcoder.embedding.library import OfLibrary
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder

TEXTS = [
    *("The allotment fed the whole street.", "No bus runs after six.", "So.", "", " \n", "😂 …"),
    "[name] said [MASK] and [SEP]; we didn’t mind.",
    "Ünïcödé façade, ÀÉ\u200b and x\x00y",
    "食べ物" * 300,
    "unpronounceable" * 60,
    " ".join(f"We came to the hall on day {number} and talked." for number in range(90)),
]
PARTS = [[(0, len(text) // 2), (len(text) // 2, len(text))] for text in TEXTS]


def both(monkeypatch, precision):
    """Return rows and parts as they are read here, and as the library reads them."""
    files = find_model("all-MiniLM-L6-v2")
    own = SentenceTransformerEncoder(files, precision=precision)
    assert isinstance(own._model, Bert)
    monkeypatch.setattr(loading, "is_plain_bert", lambda _: False)
    theirs = SentenceTransformerEncoder(files, precision=precision)
    assert isinstance(theirs._model, OfLibrary)
    return zip(
        own.encode_with_parts(TEXTS, PARTS), theirs.encode_with_parts(TEXTS, PARTS), strict=True
    )


@pytest.mark.parametrize("precision", ["single", "bf16"])
def test_with_the_same_products_every_bit_is_that_of_the_library(monkeypatch, precision):
    monkeypatch.setattr(products, "_by_onednn", lambda _: False)
    for one, other in both(monkeypatch, precision):
        np.testing.assert_array_equal(one, other)


def test_with_other_products_vectors_differ_in_their_last_digits_at_most(monkeypatch):
    for one, other in both(monkeypatch, "single"):
        np.testing.assert_allclose(one, other, atol=1e-6)


def plain_folder(path):
    """Return a folder whose settings are those of the plainest model; its weights are empty."""
    (path / "1_Pooling").mkdir(parents=True)
    (path / "model.safetensors").write_bytes(b"")
    settings = {
        "tokenizer.json": {"normalizer": {"type": "BertNormalizer", "lowercase": True}},
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "hidden_act": "gelu",
        },
        "modules.json": [
            {"path": "", "type": "sentence_transformers.models.Transformer"},
            {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "1_Pooling/config.json": {"pooling_mode_mean_tokens": True, "pooling_mode_max": False},
        "tokenizer_config.json": {"tokenizer_class": "BertTokenizer"},
        "sentence_bert_config.json": {"max_seq_length": 128},
    }
    for name, value in settings.items():
        (path / name).write_text(json.dumps(value), "utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"model_type": "mpnet"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("tokenizer_config.json", {"do_lower_case": False}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("tokenizer_config.json", {"padding_side": "left"}),
        ("tokenizer_config.json", {"tokenizer_class": "XLMRobertaTokenizer"}),
        ("config_sentence_transformers.json", {"prompts": {"query": "query: "}}),
        ("sentence_bert_config.json", {"modality_config": {}}),
    ],
)
def test_what_changes_vectors_otherwise_is_left_to_the_library(tmp_path, file, changed):
    folder = plain_folder(tmp_path / "model")
    assert is_plain_bert(folder)
    path = folder / file
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**before, **changed}), "utf-8")
    assert not is_plain_bert(folder)


def test_a_further_module_is_left_to_the_library(tmp_path):
    folder = plain_folder(tmp_path / "model")
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    modules.append({"path": "2_Dense", "type": "sentence_transformers.models.Dense"})
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    assert not is_plain_bert(folder)
