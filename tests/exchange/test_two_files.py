"""Two people's files of one text."""

import unicodedata

import pytest
from click.testing import CliRunner
from made_projects import CODE, LINES, SOURCE, USER, project_xml, selection, write_qdpx

from secondcoder.commands.main import cli
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.same_text import aligned, name_key

TEXT = "\n".join(LINES)


def file_of(path, coder, text, quotes, *, name="Interview 1", more=""):
    """Write one person's project: their codings of the quotations in the text."""
    body = "".join(
        selection(number, quote, text.index(quote), text.index(quote) + len(quote))
        for number, quote in enumerate(quotes)
    )
    xml = project_xml(body + more).replace('"Amara"', f'"{coder}"').replace("Interview 1", name)
    return write_qdpx(path, xml, {f"{SOURCE}.txt": text.encode()})


def of_coder(project):
    """Return the quotations by coder, as the texts that came in have them."""
    names = {user.guid: user.name for user in project.users}
    texts = {document.guid: document.text for document in project.documents}
    found = {}
    for one in project.codings:
        found.setdefault(names[one.coder], []).append(texts[one.document][one.start : one.end])
    return found


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("Interview 1", lambda text: text),
        ("Interview 1", lambda text: text + "\n"),
        ("interview 1.docx", lambda text: text.replace("\n", "\r\n")),
        ("Interview 1.txt", lambda text: "\ufeff" + text),
        ("Interview 1", lambda text: text.replace("\n", "  \n") + "\n\n\n"),
        ("Interview 1", lambda text: unicodedata.normalize("NFD", text)),
        ("Interview 1.rtf", lambda text: text.replace("\n", "\n\n")),
    ],
)
def test_copies_of_a_text_are_one_document(tmp_path, name, change):
    quotes = ["three neighbours", "Nobody else wanted to"]
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, quotes)
    b = file_of(tmp_path / "b.qdpx", "Omar", change(TEXT), quotes, name=name)
    for files in ([a, b], [b, a]):
        project = import_files(files)
        assert len(project.documents) == 1
        assert of_coder(project) == {"Nora": quotes, "Omar": quotes}
        assert not project.discarded
        assert not any("nearly the same" in note for note in project.notes)


def test_texts_that_are_nearly_the_same_are_aligned_and_that_is_said(tmp_path):
    other = "Oh, well. " + TEXT.replace("a great deal of tea", "much tea").replace("no twice", "no")
    quotes = ["three neighbours", "Nobody else wanted to", "said no"]
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, quotes)
    b = file_of(tmp_path / "b.qdpx", "Omar", other, [*quotes, "Oh, well."])
    project = import_files([a, b])
    assert [document.text for document in project.documents] == [TEXT]
    assert of_coder(project) == {"Nora": quotes, "Omar": quotes}
    assert [(one.kind, one.count) for one in project.discarded] == [("coding", 1)]
    assert sum("nearly the same text" in note for note in project.notes) == 1


def test_a_coding_keeps_the_word_that_one_of_two_files_corrects(tmp_path):
    wrong = TEXT.replace("neighbours", "nieghbours").replace("Nobody", "Noboddy")
    quotes = ["three neighbours", "neighbours", "Nobody else wanted to"]
    a = file_of(tmp_path / "a.qdpx", "Nora", wrong, ["three nieghbours"])
    b = file_of(tmp_path / "b.qdpx", "Omar", TEXT, quotes)
    project = import_files([a, b])
    kept = [one.replace("neigh", "niegh").replace("Nobody", "Noboddy") for one in quotes]
    assert of_coder(project) == {"Nora": ["three nieghbours"], "Omar": kept}
    assert not project.discarded


def test_a_coding_that_loses_its_last_words_is_named(tmp_path):
    other = TEXT.replace("three neighbours", "three neighbours from Quezon")
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, ["three neighbours"])
    b = file_of(tmp_path / "b.qdpx", "Omar", other, ["three neighbours from Quezon"])
    project = import_files([a, b])
    assert of_coder(project)["Omar"] == ["three neighbours"]
    assert [(one.kind, one.count) for one in project.discarded] == [("end of a coding", 1)]


def test_the_same_long_text_under_two_names_is_one_document(tmp_path):
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, ["tea"], name="int1 Nora")
    b = file_of(tmp_path / "b.qdpx", "Omar", TEXT + "\n", ["tea"], name="int1 Omar")
    project = import_files([a, b])
    assert [document.name for document in project.documents] == ["int1 Nora"]
    assert of_coder(project) == {"Nora": ["tea"], "Omar": ["tea"]}
    assert any("int1 Omar: another file holds the same text" in note for note in project.notes)
    short = [
        file_of(tmp_path / f"{who}.qdpx", who, "Tea, please.", ["Tea"], name=who)
        for who in ("Nora", "Omar")
    ]
    assert len(import_files(short).documents) == 2


def test_another_text_of_the_same_name_stays_another(tmp_path):
    other = " ".join(reversed(TEXT.split()))
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, ["tea"])
    project = import_files([a, file_of(tmp_path / "b.qdpx", "Omar", other, ["tea"])])
    assert len(project.documents) == 2
    assert [one.kind for one in project.discarded] == ["document"]


@pytest.mark.parametrize("nobody", ["default", "admin", "unknown", "Admin", "Windows User"])
def test_who_coded_is_asked_for_where_two_files_do_not_say(tmp_path, nobody):
    a = file_of(tmp_path / "a.qdpx", nobody, TEXT, ["tea"])
    b = file_of(tmp_path / "b.qdpx", nobody, TEXT, ["council"])
    with pytest.raises(SecondcoderError, match="do not say who coded") as error:
        import_files([a, b])
    assert '--coder "a.qdpx=NAME" --coder "b.qdpx=NAME"' in error.value.hint
    assert of_coder(import_files([a])) == {nobody: ["tea"]}
    both = import_files([a, b], coders=[f"{a}=Nora", "b=Omar"])
    assert of_coder(both) == {"Nora": ["tea"], "Omar": ["council"]}
    assert of_coder(import_files([a, b], coders=["a.qdpx=Nora"])) == {
        "Nora": ["tea"],
        nobody: ["council"],
    }
    same = import_files([a, b], coders=["a.qdpx=Nora", "b.qdpx=Nora"])
    assert of_coder(same) == {"Nora": ["tea", "council"]}


def test_names_given_for_files_are_checked(tmp_path):
    a = file_of(tmp_path / "a.qdpx", "Nora", TEXT, ["tea"])
    assert of_coder(import_files([a], coders=["a=Nora Berg"])) == {"Nora Berg": ["tea"]}
    for wrong in ("b.qdpx=Omar", "Omar", "a.qdpx="):
        with pytest.raises(SecondcoderError, match="FILE=NAME"):
            import_files([a], coders=[wrong])
    b = tmp_path / "b.txt"
    b.write_text(TEXT, encoding="utf-8")
    with pytest.raises(SecondcoderError, match="nobody coded"):
        import_files([b], coders=["b.txt=Omar"])


def test_the_command_asks_and_takes_names(tmp_path):
    files = [
        str(file_of(tmp_path / f"{name}.qdpx", "default", TEXT, ["tea"])) for name in ("a", "b")
    ]
    to = ["--to", str(tmp_path / "study")]
    refused = CliRunner().invoke(cli, ["import", *files, *to])
    assert refused.exit_code != 0
    assert not (tmp_path / "study").exists()
    named = ["--coder", "a.qdpx=Nora", "--coder", "b.qdpx=Omar"]
    taken = CliRunner().invoke(cli, ["import", *files, *named, *to])
    assert taken.exit_code == 0, taken.output
    assert "codings by Omar: 1" in taken.output


def test_what_two_files_know_of_a_document_and_a_code_is_kept_together(tmp_path):
    def file(name, coder, age, described):
        value = (
            f'<VariableValue><VariableRef targetGUID="8"/><TextValue>{age}</TextValue>'
            "</VariableValue>"
        )
        path = file_of(tmp_path / name, coder, TEXT, ["tea"], more=value)
        xml = project_xml(selection(1, "tea", TEXT.index("tea"), TEXT.index("tea") + 3) + value)
        xml = xml.replace('"Amara"', f'"{coder}"').replace(
            'isCodable="true"/>',
            f'isCodable="true"><Description>{described}</Description></Code>',
        )
        xml = xml.replace(
            "<Sources>",
            '<Variables><Variable guid="8" name="Age" typeOfVariable="Text"/></Variables><Sources>',
        )
        return write_qdpx(path, xml, {f"{SOURCE}.txt": TEXT.encode()})

    project = import_files(
        [file("a.qdpx", "Nora", "61", ""), file("b.qdpx", "Omar", "62", "How it began")]
    )
    assert [code.description for code in project.codes] == ["How it began"]
    assert [dict(one.attributes) for one in project.documents] == [{"Age": "61"}]
    assert [(one.kind, one.what) for one in project.discarded] == [
        ("attribute", "Interview 1, Age: 62")
    ]
    assert project.codes[0].guid == CODE


def test_the_same_code_again_on_the_same_words_is_said(tmp_path):
    body = "".join(selection(n, "tea", start, end) for n, start, end in ((1, 0, 9), (2, 0, 9)))
    body += selection(3, "tea", 4, 20)
    xml = project_xml(body)
    file = write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})
    project = import_files([file], offsets="codepoint")
    assert len(project.codings) == 3
    assert any("1 times a coder gave the same code" in note for note in project.notes)


def test_codes_given_again_are_counted_where_others_lie_between(tmp_path):
    body = "".join(
        selection(n, "tea", *at) for n, at in enumerate([(0, 9), (0, 9), (4, 7), (4, 7)])
    )
    file = write_qdpx(tmp_path / "p.qdpx", project_xml(body), {f"{SOURCE}.txt": TEXT.encode()})
    project = import_files([file], offsets="codepoint")
    said = "2 times a coder gave the same code to the same stretch again, and 1 times"
    assert any(said in note for note in project.notes)


def test_alignment_and_names():
    assert name_key("Straße 1.DOCX") == name_key("strasse  1")
    assert name_key("Dr. Berg") != name_key("Dr. Bach")
    assert aligned("one two three", "four five six") is None
    lying = aligned("one two  three four five", "one two three, four five")
    assert lying.span(8, 13) == (9, 14)
    assert aligned("", "") is not None


def with_dates(path, coder, user, number):
    """Write one person's copy of a project: their own coding, and one that both copies hold."""
    at = 'creationDateTime="2024-0{}-01T00:00:00Z" creatingUser="{}"'
    own = selection(number, "The council", 0, 11, user=user).replace(
        'endPosition="11"', 'endPosition="11" ' + at.format(number, user)
    )
    shared = selection(9, "said no twice", 12, 25, user=USER).replace(
        "</Coding>", '<NoteRef targetGUID="99999999-9999-4999-8999-999999999999"/></Coding>'
    )
    people = f'<User guid="{USER}" name="Amara"/><User guid="{user}" name="{coder}"/>'
    more = (
        '<Notes><Note guid="99999999-9999-4999-8999-999999999999" name="n"><PlainTextContent>'
        f"why? {coder}</PlainTextContent></Note></Notes>"
        f'<Sets><Set guid="8888888{number}-8888-4888-8888-888888888888" name="Talks">'
        f'<MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    )
    xml = project_xml(own + shared, more=more)
    xml = xml.replace(f'<User guid="{USER}" name="Amara"/>', people)
    case = (
        f'<Cases><Case guid="7777777{number}-7777-4777-8777-777777777777" name="Council">'
        f'<SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    )
    xml = xml.replace("<Sources>", f"{case}<Sources>")
    return write_qdpx(path, xml, {f"{SOURCE}.txt": b"The council said no twice."})


def test_what_only_the_second_file_has_keeps_its_identity(tmp_path):
    nora, omar = ("12121212-1111-4111-8111-111111111111", "13131313-1111-4111-8111-111111111111")
    files = [
        with_dates(tmp_path / "a.qdpx", "Nora", nora, 1),
        with_dates(tmp_path / "b.qdpx", "Omar", omar, 2),
    ]
    apart = [import_files([file]) for file in files]
    joined = import_files(files)
    assert {one.guid for one in joined.users} == {USER, nora, omar}
    assert {one.guid for one in joined.codings} == {
        one.guid for project in apart for one in project.codings
    }
    (own,) = [one for one in apart[1].selections if one.start == 0]
    assert own in joined.selections
    assert own.stamp.created == "2024-02-01T00:00:00Z"
    (case,), (group,) = joined.cases, joined.groups
    assert case.documents == group.documents == (SOURCE,)
    assert sorted(memo.text for memo in joined.memos) == ["why? Nora", "why? Omar"]
    assert len({memo.target for memo in joined.memos}) == 1
    assert [(line.kind, line.count) for line in joined.discarded] == [("coding", 1)]
