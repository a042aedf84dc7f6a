"""What was understood: file by file, alarms first."""

import pytest

from made import CONFIG, write_study
from secondcoder.errors import SecondcoderError
from secondcoder.records.account import ALARM, CHECK
from secondcoder.study.account_lines import file_lines, short_lines
from secondcoder.study.assemble import load_material
from secondcoder.study.concerns_texts import _names_at_start
from secondcoder.study.language import language_of
from secondcoder.study.load import load_config
from secondcoder.study.understand import refuse_alarms, understood

TALK = (
    "INT: How did you come to the garden, and what did you do there first?\n"
    "Ann: I came with my sister and we dug the beds for the beans in spring.\n"
    "INT: And what would you change about it?\n"
    "Ann: I would ask for a tap that is nearer to the beds, as the cans are heavy.\n"
)
GERMAN = (
    "nr,antwort\n1,Ich fand die Betreuung sehr gut aber die Wartezeiten waren zu lang.\n"
    "2,Das Essen war nicht gut und immer kalt.\n3,Die Ärztin hat mir alles gut erklärt.\n"
)


def account(folder, reads="English"):
    loaded = load_config(folder)
    material = load_material(loaded.folder, loaded.config)
    return understood(loaded, material, encoder_reads=lambda _: reads)


def study(folder, **files):
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def test_every_file_has_its_kind_its_signs_and_its_key(tmp_path):
    write_study(tmp_path)
    (tmp_path / "interview guide.txt").write_text("1. How did it begin?\n", encoding="utf-8")
    found = account(tmp_path)
    kinds = {file.file: file.taken_for for file in found.files}
    assert kinds == {
        **dict.fromkeys(("talk0.txt", "talk1.txt", "talk2.txt"), "transcript"),
        "codebook.csv": "codebook",
        "eva.csv": "coding",
        "interview guide.txt": "guide or memo",
    }
    assert all(file.signs and file.key for file in found.files)
    talk = found.files[0]
    assert [(voice.name, voice.turns) for voice in talk.voices] == [("Ann", 4), ("Bo", 4)]
    assert (talk.documents, talk.passages) == (1, 8)
    assert found.of_kind("coding")[0].coders == ("Eva",)
    assert found.language == "en"
    assert found.alarms == ()
    assert len(list(short_lines(found))) <= 12
    assert any("change it with [[documents]] speakers" in line for line in file_lines(found))


def test_an_interviewer_is_named_with_the_sign(tmp_path):
    (file,) = account(study(tmp_path, int_txt=TALK)).files
    assert file.interviewer == "INT (by name or legend)"


def test_people_whose_names_repeat_are_said_to_be_told_apart_by_name(tmp_path):
    study(tmp_path, int_txt=TALK)
    said = ["\n".join(short_lines(account(tmp_path)))]
    study(tmp_path, int2_txt=TALK.replace("garden", "allotment"))
    said.append("\n".join(short_lines(account(tmp_path))))
    assert ["told apart by name" in one for one in said] == [False, True]


def test_a_coder_with_two_tables_is_not_said_to_have_all_codings_in_each(tmp_path):
    line = next(one for one in TALK.splitlines() if one.startswith("Ann:")).removeprefix("Ann: ")
    study(tmp_path, int_txt=TALK, codebook_csv="code,definition\nCare,help\n")
    for name in ("pilot", "main"):
        (tmp_path / f"{name}.csv").write_text(f'quote,code\n"{line}",Care\n')
    table = '[[coding]]\npath = "{}.csv"\ncoder = "Ana"\npassage = "quote"\ncode = "code"\n'
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "int.txt"\n[codebook]\npath = "codebook.csv"\n'
        + table.format("pilot")
        + table.format("main")
    )
    notes = [one.note for one in account(tmp_path).files if one.coders]
    assert notes == ["1 coding placed with the coder’s other tables, 0 not"] * 2


def test_a_document_of_the_interviewers_own_words_stops_the_run(tmp_path):
    text = TALK.replace("INT", "Ann2").replace("Ann:", "INT:").replace("Ann2", "Ann")
    found = account(study(tmp_path, int_txt=text))
    (alarm,) = found.alarms
    assert "words are by an interviewer (INT)" in alarm.message
    with pytest.raises(SecondcoderError, match="would be void") as refused:
        refuse_alarms(found)
    assert "--anyway" in refused.value.hint
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "int.txt"\nspeakers = { INT = { role = "interviewer" } }\n'
    )
    assert [concern.kind for concern in account(tmp_path).concerns] == [CHECK]


def test_a_codebook_by_name_that_is_not_read_stops_the_run_until_it_is_left_out(tmp_path):
    study(tmp_path, int_txt=TALK, codebook_csv="a,b\n1,2\n3,4\n")
    (alarm,) = account(tmp_path).alarms
    assert alarm.file == "codebook.csv"
    text = 'leave_out = ["codebook.csv"]\n[[documents]]\npath = "int.txt"\n'
    (tmp_path / "study.toml").write_text(text)
    assert account(tmp_path).concerns == ()


def test_a_codebook_that_study_toml_does_not_name_is_only_asked_about(tmp_path):
    write_study(tmp_path, config=CONFIG.split("[codebook]")[0])
    assert {concern.kind for concern in account(tmp_path).concerns} == {CHECK}


def test_mixed_coders_stop_the_run(tmp_path):
    quotes = [line.partition(": ")[2] for line in TALK.splitlines()[1::2]]
    rows = [f'"{quote}",Land' for quote in quotes for _ in range(3)]
    study(tmp_path, int_txt=TALK, coded_csv="quote,code\n" + "\n".join(rows) + "\n")
    assert [concern.kind for concern in account(tmp_path).concerns] == [ALARM]


def test_codings_that_are_not_placed_are_said_first(tmp_path):
    write_study(tmp_path)
    with (tmp_path / "eva.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"talk0,Nobody ever said the words {n},Land,Soil\n" for n in range(5))
    (concern,) = account(tmp_path).concerns
    assert concern.message.startswith("5 of 25 codings could not be placed")


def test_the_language_is_detected_written_and_held_against_the_encoder(tmp_path):
    study(tmp_path, antworten_csv=GERMAN)
    assert load_config(tmp_path).config.model.language == "de"
    (concern,) = account(tmp_path).concerns
    assert "the texts are in German" in concern.message
    assert "multilingual" in concern.way_out
    assert account(tmp_path, "more than 50 languages, multilingual").concerns == ()
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "antworten.csv"\ntext = "antwort"\n[model]\nlanguage = "en"\n'
    )
    assert any('language = "de"' in c.way_out for c in account(tmp_path).concerns)


def test_the_same_text_twice_is_said(tmp_path):
    talk = (  # too short to be taken for a copy, which is left out
        "INT: What did you do there?\nAnn: We dug the beds for beans in spring.\n"
    )
    found = account(study(tmp_path, one_txt=talk, two_txt=talk))
    assert ["the same text stands in 2 documents" in c.message for c in found.concerns] == [True]
    assert 'path = ["one.txt", …] under [[documents]], without two.txt' in found.concerns[0].way_out


def test_answers_that_a_table_repeats_are_one_concern(tmp_path):
    words = "of what we would change about the buses in our town before winter"
    rows = "".join(f'R{n},"Answer {n % 3} {words}"\n' for n in range(6))
    study(tmp_path, a_csv=f"Case,What would you change?\n{rows}")
    said = [c.message for c in account(tmp_path).concerns if c.about == "twice"]
    assert said == ["3 texts stand in several documents of a.csv: R0 and R3; R1 and R4; R2 and R5"]


def test_the_same_answers_in_two_rows_of_a_table_are_no_matter_of_files(tmp_path):
    same = "We dug the beds for beans in spring", "The gate is locked at six every evening"
    other = "I went there by bus and it was full", "Nobody told us when the walk begins"
    answers = ((1, *same), (2, *other), (3, *same))
    rows = "".join(f'{n},"{one}","{two}"\n' for n, one, two in answers)
    study(tmp_path, a_csv=f"Case,What helped you?,What was hard?\n{rows}")
    columns = 'case = "Case"\nheadings = ["What helped you?", "What was hard?"]\n'
    (tmp_path / "study.toml").write_text(f'[[documents]]\npath = "a.csv"\n{columns}')
    ways = [c.way_out for c in account(tmp_path).concerns if "the same text stands" in c.message]
    assert len(ways) == 1
    assert ways[0].startswith("take the repeated rows out of a.csv")
    assert "[[documents]]" not in ways[0]


def test_a_long_column_beside_the_texts_is_said(tmp_path):
    rows = "".join(
        f'{n},"I went there by bus in the {w} and it was full","We met {w} people at the gate"\n'
        for n, w in enumerate(("morning", "evening", "night"))
    )
    study(tmp_path, a_csv="id,text,remark\n" + rows)
    (tmp_path / "study.toml").write_text('[[documents]]\npath = "a.csv"\ntext = "text"\n')
    assert ["'remark'" in c.message for c in account(tmp_path).concerns] == [True]


def test_very_long_passages_and_repeated_texts_are_said(tmp_path):
    long = "We waited in the rain and the bus was late again. " * 100
    rows = "".join(f"{n},The bus was late and full\n" for n in range(9))
    study(tmp_path, a_csv=f"id,response\n{rows}10,{long}\n")
    said = [concern.message for concern in account(tmp_path).concerns]
    assert any("10 passages hold only 2 different texts" in one for one in said)
    assert any("1 of 10 passages has 1,000 words or more" in one for one in said)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I went to the bus stop in the morning and it was late again, as it always is.", "en"),
        ("Die Wartezeit war lang und niemand hat uns informiert, das war nicht gut.", "de"),
        ("El autobús llega siempre tarde y la gente no sabe cuándo va a salir.", "es"),
        ("Le bus est toujours en retard et personne ne nous dit quand il arrive.", "fr"),
        ("Short.", ""),
    ],
)
def test_language_of_texts(text, code):
    assert language_of([text]) == code


def test_names_at_the_start_are_told_as_before_and_in_one_pass():
    """20,000 paragraphs, compared each with each, would take minutes."""
    texts = [f"{name} Says That" for name in ("Anna Berg", "P1", "Anna", "Bo")] * 5_000
    assert _names_at_start([f"{text} he came late." for text in texts]) == {
        "Anna": 10_000,
        "P1 Says That": 5_000,
        "Bo Says That": 5_000,
    }
