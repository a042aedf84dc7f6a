"""Letters come in right, or the guess is said and can be set."""

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.reading.files.text import decode, encoding_notices, noting_files
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "“café”"),
        ("cp1252", "It cost £20 – “too much”, said Zoë. ½ a pint at 20°"),
        ("cp1252", "£20"),
        ("cp1252", "Anaïs, Müller, Søren and Peña"),
        ("cp1252", "L’École d’été à Noël, ça créée ÉCOLE"),
        ("cp1252", "¿Qué pasó? ¡Más años! El niño y la señora"),
        ("cp1252", "Þetta er íslenska og ég bý hér með öðrum"),
        ("cp1252", "Überraschung für Müßiggänger"),
        ("mac_roman", "“We couldn’t café”"),
        ("mac_roman", "I don’t know – it’s 5 o’clock"),
        ("mac_roman", "Nous avons planté des fleurs à côté de l’école"),
        ("mac_roman", "Die Nachbarn grüßen, schöne Gärten"),
        ("cp1250", "Příliš žluťoučký"),
        ("cp1250", "Zażółć gęślą jaźń, sąsiedzi przyszli"),
        ("cp1251", "Мы пришли"),
        ("cp1251", "Мы пришли в сад и увидели соседей."),
        ("cp1253", "Καλημέρα σας"),
        ("cp1254", "Bahçede komşularımız ağaç dikti, çok güzel"),
        ("cp932", "庭で隣の人に会いました"),
        ("gb18030", "我们在花园里遇到了邻居"),
        ("cp850", "señor años más café"),
    ],
)
def test_letters_come_in_right_and_the_guess_is_said(encoding, text):
    with noting_files():
        assert decode(text.encode(encoding), name="a.txt") == text
        (notice,) = encoding_notices()
    assert (notice.kind, notice.where) == ("encoding", "a.txt")
    assert 'encoding = "mac_roman"' in notice.message


def test_what_is_no_guess_is_not_said():
    with noting_files():
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            assert decode("“café” Мы".encode(encoding), name="a.txt") == "“café” Мы"
        assert decode(b"caf\x8e", name="a.txt", encoding="mac_roman") == "café"
        assert encoding_notices() == ()


def test_a_wrong_encoding_is_refused():
    with pytest.raises(SecondcoderError, match=r"a\.txt: the file is not in the encoding 'utf-8'"):
        decode(b"caf\xe9", name="a.txt", encoding="utf-8")


STUDY = """
title = "Gardens"
[[documents]]
path = "a.txt"
encoding = "mac_roman"
[[documents]]
path = "b.txt"
[codebook]
path = "codes.csv"
code = "code"
definition = "definition"
encoding = "cp1250"
[[coding]]
path = "coding.csv"
coder = "Ana"
passage = "quote"
code = "code"
encoding = "cp1251"
"""


def test_the_key_sets_it_and_guesses_reach_the_studys_notices(tmp_path):
    (tmp_path / "study.toml").write_text(STUDY)
    (tmp_path / "a.txt").write_bytes("Ωe met at the café in spring, all of us.".encode("mac_roman"))
    (tmp_path / "b.txt").write_bytes("We paid £20 for a bench near the gate.".encode("cp1252"))
    (tmp_path / "codes.csv").write_bytes("code,definition\nPříliš,a\n".encode("cp1250"))
    (tmp_path / "coding.csv").write_bytes("quote,code\na bench near,Мы\n".encode("cp1251"))
    loaded = load_config(tmp_path)
    material = load_material(loaded.folder, loaded.config)
    assert [one.text[:4] for one in material.documents] == ["Ωe m", "We p"]
    assert [code.path for code in material.codebook.codes] == [("Příliš",)]
    assert "Мы" in str(material.coding)
    assert [n.where for n in material.notices if n.kind == "encoding"] == ["b.txt"]


def test_an_unknown_encoding_is_refused(tmp_path):
    (tmp_path / "study.toml").write_text(STUDY.replace("cp1251", "windows1251x"))
    with pytest.raises(SecondcoderError, match=r"coding\[1\] -> encoding.*no known encoding"):
        load_config(tmp_path)


def test_imports_say_it_too(tmp_path):
    (tmp_path / "a.txt").write_bytes("We paid £20 for a bench.".encode("cp1252"))
    project = import_files([tmp_path / "a.txt"])
    assert any("a.txt: the file is not in UTF-8" in note for note in project.notes)
