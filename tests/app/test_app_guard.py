"""What must be refused, on a real server, with hand-made requests."""

import socket

import pytest
from workplace import INTERVIEW

import pages_server
from attacks import FORGED, HOSTS, OTHER_SITES, Client

COOKIE = "secondcoder"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    (folder / "studies" / "one").mkdir(parents=True)
    (folder / "studies" / "one" / "int1.txt").write_text(INTERVIEW)
    (folder / "secret.txt").write_text("this must never be shown")
    return folder


@pytest.fixture(scope="module")
def server(place):
    one = pages_server.Server("app", place / "studies", XDG_CONFIG_HOME=str(place / "settings"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def known(server):
    client = Client(server)
    assert client.ask("POST", "/start", {"key": server.key()})[0].status == 200
    return client


@pytest.fixture(scope="module")
def home(known):
    text = known.ask("GET", "/")[1]
    return text.split('href="/s/')[1].split('"')[0].join(("/s/", ""))


def test_who_started_it_is_let_in(known, home):
    answer, text = known.ask("GET", home)
    assert answer.status == 200
    assert "int1.txt" in text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_is_refused(known, home, host):
    answer, text = known.ask("GET", home, Host=host)
    assert answer.status in {400, 421}
    assert "int1.txt" not in text


@pytest.mark.parametrize("path", ["/", "/new", "{home}", "/static/pages.css", "/start", "/nope"])
def test_without_a_session_nothing_is_shown(server, home, path):
    answer, text = Client(server).ask("GET", path.format(home=home))
    assert answer.status == 403
    assert "int1.txt" not in text


def test_a_used_key_and_a_forged_session_are_refused(server, known):
    key = server.key()
    assert Client(server).ask("POST", "/start", {"key": key})[0].status == 200
    assert Client(server).ask("POST", "/start", {"key": key})[0].status == 403
    (name,) = known.cookies
    for value in (one.format(session=known.cookies[name]) for one in FORGED):
        assert Client(server).ask("GET", "/", Cookie=f"{name}={value}")[0].status == 403
    other = f"{COOKIE}-{server.port + 1}"
    assert Client(server).ask("GET", "/", Cookie=f"{other}={known.cookies[name]}")[0].status == 403


@pytest.mark.parametrize("headers", OTHER_SITES)
@pytest.mark.parametrize("path", ["/demonstration", "/folder", "/stop", "{home}/run"])
def test_a_form_of_another_site_is_refused(known, place, home, path, headers):
    before = sorted(place.rglob("*"))
    answer, _ = known.ask("POST", path.format(home=home), {"folder": "/tmp"}, **headers)  # noqa: S108
    assert answer.status == 403
    assert sorted(place.rglob("*")) == before
    assert known.ask("GET", "/")[0].status == 200


def test_a_get_never_writes(known, place, home):
    before = sorted(place.rglob("*"))
    for path in ("/demonstration", "/stop", "/folder?folder=/tmp", f"{home}/correct?do=take"):
        assert known.ask("GET", path)[0].status in {404, 405}
    for path in (f"{home}/run", f"{home}/results", f"{home}/settings", home, "/"):
        assert known.ask("GET", path)[0].status == 200
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize(
    "path",
    [
        "/s/000000000000",
        "/s/..%2f..%2fetc",
        "/s/../secret.txt",
        "{home}/file/0000000000",
        "{home}/file/..%2f..%2fsecret.txt",
        "{home}/result/nope/file/report.html",
        "{home}/result/../../secret.txt",
        "{home}/result/..%2f../file/secret.txt",
        "/static/..%2f..%2fapplication.py",
    ],
)
def test_a_forged_id_leads_nowhere(known, home, path):
    answer, text = known.ask("GET", path.format(home=home))
    assert answer.status == 404
    assert "never be shown" not in text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/correct", {"do": "take", "file": "../../secret.txt", "kind": "texts"}),
        ("/correct", {"do": "take", "file": "/etc/passwd", "kind": "texts"}),
        ("/correct", {"do": "take", "file": "int1.txt", "kind": "nothing"}),
        ("/correct", {"do": "speaker", "file": "int1.txt", "speaker": "x", "role": "boss"}),
        ("/correct", {"do": "delete"}),
        ("/correct", {}),
        ("/correct", {"do": "as-table", "file": "../secret.txt"}),
        ("/correct", {"do": "columns", "file": "int1.txt", "place": "documents 9"}),
        ("/undo", {"step": "forged"}),
        ("/undo", {}),
        ("/settings", {"stance": "any", "was-stance": "codebook"}),
        ("/result/x/reveal", {}),
        ("/result/x/review", {}),
        ("/who", {"new": "a\u202eb"}),
        ("/forget", {}),
    ],
)
def test_forged_values_change_nothing(known, place, home, path, body):
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file() and ".page" not in str(p)}
    answer, text = known.post(home + path, body)
    assert answer.status in {400, 404, 422}
    assert "<h1>" in text
    assert "never be shown" not in text
    after = {p: p.read_bytes() for p in place.rglob("*") if p.is_file() and ".page" not in str(p)}
    assert after == before


def test_large_bodies_are_refused_where_no_files_are_taken_in(known, home):
    answer, _ = known.post(f"{home}/correct", None, Content_Length=str(50 * 2**20))
    assert answer.status == 413
    answer, _ = known.post("/new", None, Content_Length=str(50 * 2**30))
    assert answer.status == 413
    answer, text = known.post("/new", b"x" * 300_000, Content_Type="text/plain")
    assert answer.status == 400
    assert "did not come whole" in text


def test_a_form_that_breaks_off_leaves_nothing(known, place):
    before = sorted(place.rglob("*"))
    head = (
        f"POST /new HTTP/1.1\r\nHost: 127.0.0.1:{known.server.port}\r\n"
        f"Cookie: {'; '.join(f'{k}={v}' for k, v in known.cookies.items())}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Length: 90000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf'
    )
    with socket.create_connection(("127.0.0.1", known.server.port), timeout=10) as link:
        link.sendall(head.encode())
    while sorted(place.rglob("*")) != before:
        assert known.ask("GET", "/")[0].status == 200
