"""Whatever the schema allows beside texts and codings comes in or is named, with its number."""

import itertools

import pytest
from made_projects import CODE, SOURCE, USER, project_xml, write_qdpx

from secondcoder.exchange.importing import import_files

TEXT = "Anna: the bus was late 🌱.\r\nBen: no “money” in May."
OTHER = "12121212-2222-4222-8222-222222222222"


def numbered():
    """Return what yields GUIDs, each another."""
    numbers = itertools.count(1)
    return lambda: f"abababab-0000-4000-8000-{next(numbers):012d}"


def coding(guid, code=CODE):
    return f'<Coding guid="{guid()}" creatingUser="{USER}"><CodeRef targetGUID="{code}"/></Coding>'


def left(project):
    return {(line.kind, line.what): line.count for line in project.discarded}


def test_recordings_pictures_and_sets(tmp_path):
    guid = numbered()
    note, first, second, variable = guid(), guid(), guid(), guid()
    noted = f'<NoteRef targetGUID="{note}"/>'
    value = (
        f'<VariableValue><VariableRef targetGUID="{variable}"/><IntegerValue>61</IntegerValue>'
        "</VariableValue>"
    )
    said = "<Description>what is said of it</Description>"
    transcript = (
        f'<Transcript guid="{guid()}" name="Talk" plainTextPath="internal://talk.txt">'
        f'<SyncPoint guid="{first}" timeStamp="1" position="6"/>'
        f'<SyncPoint guid="{second}" timeStamp="2" position="22"/>'
        f'<TranscriptSelection guid="{guid()}" fromSyncPoint="{first}" toSyncPoint="{second}">'
        f'{coding(guid)}</TranscriptSelection><TranscriptSelection guid="{guid()}">{said}'
        f"{coding(guid)}</TranscriptSelection></Transcript>"
    )
    sources = (
        f'<AudioSource guid="{guid()}" name="talk.mp3">{said}{transcript}'
        f'<AudioSelection guid="{guid()}" begin="1" end="2">{said}{coding(guid)}{noted}'
        f"</AudioSelection>{coding(guid)}{noted}{value}</AudioSource>"
        f'<VideoSource guid="{guid()}" name="film.mp4">{said}{noted}{value}</VideoSource>'
        f'<TextSource guid="{guid()}" name="gone" plainTextPath="relative:///gone.txt">{said}'
        f"{coding(guid)}{noted}{value}</TextSource>"
    )
    sets = (
        f'<Sets><Set guid="{guid()}" name="Outer"><MemberCode targetGUID="{CODE}"/>'
        f'<Set guid="{guid()}" name="Inner"><MemberSource targetGUID="{SOURCE}"/></Set></Set>'
        "</Sets>"
    )
    variables = (
        f'<Variables><Variable guid="{variable}" name="age" typeOfVariable="Integer">{said}'
        "</Variable></Variables>"
    )
    notes = (
        f'<Notes><Note guid="{note}" name="N"><PlainTextContent>a memo</PlainTextContent></Note>'
        "</Notes>"
    )
    xml = project_xml("", before=variables, more=notes + sets)
    xml = xml.replace("</Sources>", f"{sources}</Sources>")
    texts = {f"{SOURCE}.txt": b"Alone.", "talk.txt": TEXT.encode()}
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, texts)], offsets="codepoint")
    (talk,) = [one for one in project.documents if one.name == "Talk"]
    assert (talk.attributes, talk.description) == ((("age", "61"),), "what is said of it")
    assert [talk.text[one.start : one.end] for one in project.codings] == ["the bus was late"]
    assert [(one.about, one.target, one.text) for one in project.memos] == [
        ("document", talk.guid, "a memo")
    ]
    assert {one.name: len(one.codes + one.documents) for one in project.groups} == {
        "Outer": 1,
        "Inner": 1,
    }
    sound = "talk.mp3, a stretch of sound"
    assert left(project) == {
        ("description", "attributes"): 1,
        ("coding", "a selection in Talk"): 1,
        ("description", "a selection in Talk"): 1,
        ("time", "Talk"): 2,
        ("coding", "talk.mp3, Beginnings"): 1,
        ("memo on something else", sound): 1,
        ("description", sound): 1,
        ("memo on something else", "film.mp4"): 1,
        ("description", "film.mp4"): 1,
        ("attribute", "film.mp4"): 1,
        ("document", "film.mp4"): 1,
        ("document", "gone"): 1,
        ("coding", "in gone"): 1,
        ("memo on something else", "gone"): 1,
        ("description", "gone"): 1,
        ("attribute", "gone"): 1,
        ("set", "Outer"): 1,
    }
    assert sum(line.count for line in project.discarded if line.kind == "coding") == 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [TEXT, "سأل أحمد: متى؟\r\nقالت: غدا.", "他问：“何时？”\r\n她说：明天 早上。"]
)
def test_utf_16_without_byte_order_mark(tmp_path, encoding, text):
    path = write_qdpx(
        tmp_path / "p.qdpx", project_xml(""), {f"{SOURCE}.txt": text.encode(encoding)}
    )
    project = import_files([path])
    assert [one.text for one in project.documents] == [text.replace("\r\n", "\n")]
    assert not project.discarded
