import shutil
from pathlib import Path

import openpyxl
import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.load import load_config
from secondcoder.study.write import config_text, write_config

SHARED = Path(__file__).resolve().parents[2] / "../shared"
GIVEN = sorted([*SHARED.glob("studies/*"), *SHARED.glob("benchmarks/*")])
PROSE = "We met every week and it helped us a great deal to talk."


def fill(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    return folder


def reads(config):
    """What a configuration reads, without words of the author's choice."""
    dumped = config.model_dump(exclude_none=True, exclude_defaults=True)
    codings = [{**c, "coder": "?"} if "coder" in c else c for c in dumped.get("coding", [])]
    return dumped["documents"], dumped.get("codebook"), codings


@pytest.mark.skipif(not GIVEN, reason="the material beside the checkout is not there")
@pytest.mark.parametrize("given", GIVEN, ids=lambda path: path.name)
def test_reads_real_folders_as_their_authors_configured_them(tmp_path, given):
    copy = tmp_path / given.name
    shutil.copytree(given, copy)
    (copy / "study.toml").unlink()
    assert reads(infer_config(copy).config) == reads(load_config(given).config)


def test_transcripts_codebook_and_coded_quotations(tmp_path):
    fill(
        tmp_path,
        README_dot_md="About this folder",
        transcripts__A_dot_txt=f"Anna: {PROSE}\n",
        transcripts__B_dot_txt=f"Ben: {PROSE}\n",
        consent_form_dot_txt="I agree to take part in this study.",
        frame_dot_csv="Theme,Sub-theme,Description\nCare,Time,About time\nCare,Place,About place\n",
        coded_dot_csv=f'File,Quotation,Code,Coder,Notes\nA,"{PROSE}",Time,Eva,sure\nB,"{PROSE}",Place,Eva,\n',
    )
    config = infer_config(tmp_path).config
    assert [source.path for source in config.documents] == ["transcripts/*.txt"]
    assert config.codebook.levels == ["Theme", "Sub-theme"]
    assert config.codebook.definition == "Description"
    (coding,) = config.coding
    assert (coding.passage, coding.document, coding.code) == ("Quotation", "File", "Code")
    assert (coding.coder_column, coding.coder, coding.memo) == ("Coder", None, "Notes")


def test_wide_table_of_cases(tmp_path):
    rows = "".join(f'case {n},{n},"{PROSE}","{PROSE}"\n' for n in "ABC")
    fill(tmp_path, answers_dot_csv="Site,Size,What went well?,What would you change?\n" + rows)
    (source,) = infer_config(tmp_path).config.documents
    assert source.case == "Site"
    assert source.headings == ["What went well?", "What would you change?"]
    assert source.text is None


def test_survey_with_unusual_headings_takes_the_longest_prose(tmp_path):
    rows = "".join(f'r{n},Yes please do,"{PROSE} {n}"\n' for n in range(4))
    fill(tmp_path, survey_dot_csv="Nr,Contact,Why is that so?\n" + rows)
    (source,) = infer_config(tmp_path).config.documents
    assert (source.text, source.id) == ("Why is that so?", "Nr")


def test_sheets_of_a_workbook(tmp_path):
    workbook = openpyxl.Workbook()
    answers = workbook.active
    answers.title = "Answers"
    answers.append(["ID", "Answer"])
    for number in range(3):
        answers.append([number, f"{PROSE} {number}"])
    codes = workbook.create_sheet("Codebook")
    codes.append(["Code", "Definition"])
    codes.append(["Care", "About care"])
    workbook.create_sheet("Empty")
    workbook.save(tmp_path / "all.xlsx")
    inferred = infer_config(tmp_path)
    assert inferred.config.documents[0].sheet == "Answers"
    assert inferred.config.codebook.sheet == "Codebook"
    assert any("cannot be read" in note for note in inferred.notes)


def test_report_alone_is_the_document(tmp_path):
    fill(tmp_path, report_dot_txt=PROSE)
    inferred = infer_config(tmp_path)
    assert [source.path for source in inferred.config.documents] == ["report.txt"]
    assert any("no other" in note for note in inferred.notes)


def test_says_what_was_left_out_and_why(tmp_path):
    fill(
        tmp_path,
        talk_dot_txt=PROSE,
        paper_dot_txt=PROSE,
        counts_dot_csv="theme,percent\nCare,20\nTime,80\n",
    )
    inferred = infer_config(tmp_path)
    assert inferred.config.codebook is None
    left = [note for note in inferred.notes if "left out, because" in note]
    assert [note.split(":")[0] for note in left] == ["counts.csv", "paper.txt"]


@pytest.mark.parametrize("files", [{}, {"photo_dot_jpg": "x"}, {"n_dot_csv": "a,b\n1,2\n"}])
def test_refuses_a_folder_without_text(tmp_path, files):
    with pytest.raises(SecondcoderError, match="no text to read") as caught:
        infer_config(fill(tmp_path, **files))
    assert ".docx" in caught.value.hint


def test_written_file_reads_as_inferred_and_is_never_overwritten(tmp_path):
    fill(tmp_path, talk_dot_txt=PROSE, codebook_dot_csv="code,definition\nCare,About care\n")
    inferred = infer_config(tmp_path)
    path = write_config(tmp_path, inferred)
    loaded = load_config(tmp_path)
    assert loaded.config == inferred.config
    assert not loaded.inferred
    assert path.read_text() == config_text(inferred)
    for note in inferred.notes:
        assert f"# - {note}" in path.read_text()
    path.write_text("# mine\n")
    with pytest.raises(SecondcoderError, match="exists already"):
        write_config(tmp_path, inferred)
    assert path.read_text() == "# mine\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["codebook.csv", "study.toml", "talk.txt"]


def test_a_coding_names_answers_by_the_respondent(tmp_path):
    """Each respondent is a document of their own, and one answer: no other id is needed."""
    said = [f"There is too much of number {n} to do in the time we have." for n in range(6)]
    rows = "".join(f"{who},{text}\n" for who, text in zip("abcdef", said, strict=True))
    fill(
        tmp_path,
        answers_dot_csv="Respondent,What is it like?\n" + rows,
        codebook_dot_csv="Code,Definition\nWork,Amount of it\nPay,What is paid\n",
        coding_Lena_dot_csv="Respondent,Codes\na,Work\nb,Work; Pay\nc,\nd,Pay\n",
    )
    config = infer_config(tmp_path).config
    (source,) = config.coding
    assert (source.passage, source.coder) == ("Respondent", "Lena")
    found = load_material(tmp_path, config)
    assert len(found.documents) == 6
    assert len(found.coding.codings) == 4
    assert len(found.coding.seen["Lena"]) == 4
    assert not found.coding.unplaced
