"""Models of other kinds, made small and at random: found by folder, read whole, parts as they can.

What is bundled reads the mean of word pieces in one language; these take the first word piece, put
words of their own before every text, know another script, or have no word pieces at all.
"""

import numpy as np
import pytest

from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder

WORDS = ["der", "bus", "kommt", "nie", "haus", "query", ":", "мост", "стар", "река", "."]
TEXTS = ["der bus kommt nie .", "мост стар .", "haus", "der bus kommt nie . мост стар ."]
LONG = " ".join(["der bus kommt nie .", "мост стар ."] * 20)


def model_folder(path, *, pooling, prompts=None):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    path.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    (path / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizerFast(str(path / "vocab.txt")).save_pretrained(path / "raw")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    torch.manual_seed(0)
    BertModel(config).save_pretrained(path / "raw")
    first = Transformer(str(path / "raw"), max_seq_length=32)
    modules = [first, Pooling(16, pooling_mode=pooling)]
    named = {"prompts": prompts, "default_prompt_name": "query"} if prompts else {}
    SentenceTransformer(modules=modules, device="cpu", **named).save(str(path))
    return path


def encoder_of(folder):
    return SentenceTransformerEncoder(find_model(folder.name, base=folder.parent))


@pytest.mark.parametrize("pooling", ["cls", "mean", "max"])
@pytest.mark.parametrize("prompts", [None, {"query": "query : "}])
def test_rows_are_those_of_the_library(tmp_path, pooling, prompts):
    from sentence_transformers import SentenceTransformer

    folder = model_folder(tmp_path / "small", pooling=pooling, prompts=prompts)
    encoder = encoder_of(folder)
    rows = encoder.encode(TEXTS)
    own = SentenceTransformer(str(folder), device="cpu").encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose(rows, own, atol=1e-5)
    np.testing.assert_allclose(encoder.encode(TEXTS[::-1])[::-1], rows, atol=1e-6)


@pytest.mark.parametrize("pooling", ["cls", "mean"])
@pytest.mark.parametrize("prompts", [None, {"query": "query : "}])
def test_long_texts_are_read_to_their_end(tmp_path, pooling, prompts):
    encoder = encoder_of(model_folder(tmp_path / "small", pooling=pooling, prompts=prompts))
    first, changed = encoder.encode([LONG, LONG[: -len("стар .")] + "река ."])
    assert np.abs(first - changed).max() > 1e-6


def test_parts_are_read_in_their_text_where_rows_are_means_and_by_themselves_elsewhere(tmp_path):
    text, spans = TEXTS[3], [(0, 19), (20, len(TEXTS[3]))]
    alone = {}
    for pooling in ("mean", "cls"):
        encoder = encoder_of(model_folder(tmp_path / pooling, pooling=pooling))
        rows, parts = encoder.encode_with_parts([text, "haus"], [spans, []])
        np.testing.assert_allclose(rows, encoder.encode([text, "haus"]), atol=1e-6)
        own = encoder.encode([text[start:end] for start, end in spans])
        alone[pooling] = np.allclose(parts, own, atol=1e-5)
    assert alone == {"mean": False, "cls": True}


def test_parts_are_the_same_with_words_that_stand_before_every_text(tmp_path):
    """What a model's makers put before a text belongs to none of its parts."""
    prompts = {"query": "query : "}
    encoder = encoder_of(model_folder(tmp_path / "small", pooling="mean", prompts=prompts))
    _, parts = encoder.encode_with_parts([LONG], [[(0, 3), (0, len(LONG))]])
    read = encoder.encode_with_parts(["haus"], [[(0, 4)]])[1]
    assert parts.shape == (2, 16)
    _, pieces = encoder._model.forward(encoder._model.features(["haus"], 8))
    own = pieces[0, 3]  # [CLS] query : haus
    np.testing.assert_allclose(read[0], own / np.linalg.norm(own), atol=1e-5)


def test_a_model_without_word_pieces_is_asked_whole(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {word: place for place, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a token, not a password
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(0).normal(size=(len(vocabulary), 8)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(tmp_path / "static"))
    encoder = encoder_of(tmp_path / "static")
    rows, parts = encoder.encode_with_parts(TEXTS, [[(0, 3)], [], [], []])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(parts, encoder.encode(["der"]), atol=1e-6)
    assert encoder.encode([LONG]) @ encoder.encode([LONG + " haus"]).T < 1 - 1e-6
