import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.resources import resource_folder
from secondcoder.study.load import load_config
from secondcoder.study.presets import preset_names, preset_path

DOCUMENTS = '[[documents]]\npath = "talk.txt"\n'
CODEBOOK = DOCUMENTS + '[codebook]\npath = "codes.csv"\n'
CODING = DOCUMENTS + '[[coding]]\npath = "codes.csv"\npassage = "quote"\ncode = "code"\n'

REFUSALS = [
    # file, part of the message, part of the hint
    (CODEBOOK + 'lables = ["a"]\ncode = "c"\n', "codebook -> lables: unknown key", "'levels'"),
    (DOCUMENTS + "[[documents]]\n", "documents[2] -> path: is missing", "path = …"),
    (
        DOCUMENTS + '[[documents]]\npath = "tlak.txt"\n',
        "documents[2] -> path: there is no",
        "'talk.t",
    ),
    ("", "documents: is missing", "[[documents]]"),
    ("documents = []\n", "documents: is empty", "[[documents]]"),
    ('[documents]\npath = "talk.txt"\n', "documents: is a section", "double brackets"),
    (
        DOCUMENTS + "[passages]\nmin_words = 2.5\n",
        "passages -> min_words: is 2.5",
        "a whole number",
    ),
    (DOCUMENTS + '[themes]\nresolution = "high"\n', 'themes -> resolution: is "high"', "a number"),
    (DOCUMENTS + "[themes]\nresolution = 0\n", "themes -> resolution: is 0", "more than 0"),
    (DOCUMENTS + "[themes]\nseeds = 1\n", "themes -> seeds: is 1", "2 or more"),
    (DOCUMENTS + "[suggest]\nthreshold = 2\n", "suggest -> threshold: is 2", "1 or less"),
    ('stance = "loose"\n' + DOCUMENTS, 'stance: is "loose"', "'reflexive'"),
    ("passages = true\n" + DOCUMENTS, "passages: is true", "[passages]"),
    ("seeds = 1\n" + DOCUMENTS, "seeds: unknown key", "'seed'"),
    (DOCUMENTS + "[model]\nmin_size = 3\n", "model -> min_size: unknown key", "[themes]"),
    (DOCUMENTS + "[model]\nzzz = 3\n", "model -> zzz: unknown key", "batch_size"),
    (CODEBOOK, "codebook: needs 'levels' or 'code'", "levels = ["),
    (
        CODEBOOK + 'levels = "theme"\n',
        'codebook -> levels: is "theme"',
        'put it in brackets, as ["theme"]',
    ),
    (CODEBOOK + 'code = "a"\nlevels = ["a"]\n', "codebook -> code: cannot stand", "levels"),
    (CODEBOOK + "levels = []\n", "codebook -> levels: is empty", "theme"),
    (CODEBOOK + 'parent = "p"\nlevels = ["a"]\n', "codebook -> parent: needs 'code'", "column"),
    (CODEBOOK + 'levels = ["a"]\nfacets = ["a"]\n', "codebook -> facets: 'a' is part", "beside"),
    (
        CODEBOOK.replace("codes", "code") + 'code = "a"\n',
        "codebook -> path: there is no",
        "'codes.csv'",
    ),
    (CODING, "coding[1]: needs 'coder' or 'coder_column'", "coder = "),
    (CODING + 'coder = "A"\ncoder_column = "c"\n', "coding[1] -> coder: cannot stand", "coder"),
    (CODING + 'coder = " "\n', "coding[1] -> coder: is empty", "her name"),
    (CODING.replace('"code"', "3"), "coding[1] -> code: is 3", "quotation marks or a list"),
    (CODING.replace('"code"', '["a", 3]'), "coding[1] -> code[2]: is 3", "quotation marks"),
    (CODING.replace('"code"', "[]") + 'coder = "A"\n', "coding[1] -> code: is empty", "column"),
    (CODING.replace('"quote"', '""') + 'coder = "A"\n', "coding[1] -> passage: is empty", "column"),
    (DOCUMENTS + 'text = "t"\n', "documents[1] -> text: talk.txt is not a table", "table"),
    (
        '[[documents]]\npath = "codes.csv"\ntext = "t"\nheadings = ["a"]\n',
        "documents[1] -> text: cannot stand beside",
        "row a case",
    ),
    (DOCUMENTS + "[passages]\nmin_words = 30\nmax_words = 20\n", "max_words: is 20", "lower"),
    (DOCUMENTS + "[passages]\nwindow = 2\nstride = 3\n", "passages -> stride: is 3", "or less"),
    (DOCUMENTS + '[suggest]\nbasis = "coding"\n', "suggest -> basis:", "[[coding]]"),
    (DOCUMENTS + "[suggest]\nrisk = 0.2\n", "suggest: risk is estimated from", "Set basis = "),
    (
        DOCUMENTS + '[themes]\nmethod = "bertopic"\nbasis = "coding"\n',
        "themes: BERTopic groups by text alone",
        "Set basis = ",
    ),
    (DOCUMENTS + "[suggest]\nrisk = 1\n", "suggest -> risk: is 1", "less than 1"),
    (DOCUMENTS + '[reconcile]\ncoders = ["A"]\n', "reconcile -> coders: there is no", "[[coding]]"),
    ('preset = "focusgroups"\n' + DOCUMENTS, "there is no preset 'focusgroups'", "focus-groups"),
    ("preset = 3\n" + DOCUMENTS, "preset: is 3", "quotation marks"),
    ("title = Talks\n", "study.toml, line 1, column 9", "quotation marks"),
    ('title = "c:\\docs"\n', "study.toml, line 1, column", "instead of \\"),
    ("seed = 1\nseed = 2\n", "study.toml, line 2", "twice"),
    ("[passages\n", "study.toml, line 1", "[passages]"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "talk.txt").write_text("Anna: We talked about it.\n")
    (tmp_path / "codes.csv").write_text("code,quote\nCare,We talked\n")
    return tmp_path


def write(folder, text):
    (folder / "study.toml").write_text(text)
    return folder


@pytest.mark.parametrize(("text", "message", "hint"), REFUSALS)
def test_refuses_with_place_and_remedy(folder, text, message, hint):
    with pytest.raises(SecondcoderError) as caught:
        load_config(write(folder, text))
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in caught.value.message
    for jargon in ("Input should", "valid string", "Extra inputs", "constrained"):
        assert jargon not in str(caught.value)


def test_lists_several_problems_together(folder):
    with pytest.raises(SecondcoderError) as caught:
        load_config(
            write(folder, DOCUMENTS + "[themes]\nseeds = 1\nsedes = 2\n[model]\nname = 3\n")
        )
    message = caught.value.message
    assert message.startswith("study.toml has 3 problems:")
    for place in ("themes -> seeds:", "themes -> sedes:", "model -> name:"):
        assert place in message


def test_preset_fills_what_the_study_leaves_open(folder):
    text = 'preset = "interviews"\n[passages]\nmin_words = 9\n' + DOCUMENTS
    config = load_config(write(folder, text)).config
    assert config.passages.min_words == 9
    assert config.passages.max_words == 120
    assert load_config(write(folder, DOCUMENTS)).config.passages.max_words is None


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_fits_the_form(folder, name):
    assert load_config(write(folder, f'preset = "{name}"\n' + DOCUMENTS)).config.preset == name


def test_presets_are_found_in_a_checkout():
    assert preset_names() == ["case-studies", "focus-groups", "interviews", "survey"]
    assert preset_path("survey").is_file()
    with pytest.raises(SecondcoderError, match="incomplete"):
        resource_folder("no such folder")


def test_takes_a_folder_or_its_file(folder):
    write(folder, DOCUMENTS)
    by_folder, by_file = load_config(folder), load_config(folder / "study.toml")
    assert by_folder == by_file
    assert by_folder.folder == folder
    assert not by_folder.inferred


def test_refuses_what_is_not_there_or_no_study(folder):
    with pytest.raises(SecondcoderError, match="no such folder"):
        load_config(folder / "elsewhere")
    with pytest.raises(SecondcoderError, match=r"not a study\.toml"):
        load_config(folder / "talk.txt")


def test_infers_where_no_study_toml_is(folder):
    loaded = load_config(folder)
    assert loaded.inferred
    assert loaded.config.documents[0].path == "talk.txt"
    assert all(notice.kind == "inferred" for notice in loaded.notices)
