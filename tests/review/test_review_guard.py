"""What must be refused, on a real server, with hand-made requests."""

import re
import socket
import threading
from pathlib import Path

import pytest

from attacks import FORGED, HOSTS, OTHER_SITES, Client


@pytest.fixture(scope="module")
def known(server):
    client = Client(server)
    answer, _ = client.ask("POST", "/start", {"key": server.key()})
    assert answer.status == 200
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "samesite=strict" in answer.headers["Set-Cookie"].lower()
    answer, _ = client.post("/who", {"new": "Guard"})
    assert answer.status == 303
    client.post("/settings", {"name": "blind", "value": "off"})
    return client


ITEM = "/code/cB/passage/p0006"


def events(client):
    return client.ask("GET", "/export/review-events.csv")[1].count("\n")


def test_a_known_reviewer_is_let_in(known):
    answer, text = known.ask("GET", "/")
    assert answer.status == 200
    assert "differ" in text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "require-trusted-types-for 'script'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_is_refused(known, host):
    answer, text = known.ask("GET", "/", Host=host)
    assert answer.status in {400, 421}
    assert "differ" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/export/review-events.jsonl",
        "/static/pages.css",
        "/start",
        "/start?key=wrong",
        "/code/cB/passage/p0006",
    ],
)
def test_without_the_token_nothing_is_shown(server, path):
    answer, text = Client(server).ask("GET", path)
    assert answer.status == 403
    assert "Group" not in text


def test_a_forged_cookie_is_refused(known, server):
    name = next(name for name in known.cookies if name.startswith("secondcoder"))
    for value in (one.format(session=known.cookies[name]) for one in FORGED):
        answer, _ = Client(server).ask("GET", "/", Cookie=f"{name}={value}; reviewer=Guard")
        assert answer.status == 403


@pytest.mark.parametrize("headers", OTHER_SITES)
def test_a_form_of_another_site_is_refused(known, headers):
    before = events(known)
    answer, _ = known.ask("POST", ITEM, {"verdict": "applies"}, **headers)
    assert answer.status == 403
    assert events(known) == before


def test_an_old_browser_is_believed_by_its_origin(known):
    origin = f"http://127.0.0.1:{known.server.port}"
    answer, _ = known.ask("POST", ITEM, {"verdict": "applies"}, Origin=origin)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/")


def test_a_get_never_writes(known):
    before = events(known)
    for path in (
        "/undo",
        f"{ITEM}/reveal",
        f"{ITEM}?verdict=applies",
        "/bulk/undo",
        "/code/cB/bulk?kind=agree&verdict=applies",
        "/settings?name=blind&value=off",
    ):
        known.ask("GET", path)
    assert events(known) == before


def test_other_methods_are_refused(known):
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
        answer, _ = known.ask(method, ITEM, Sec_Fetch_Site="same-origin")
        assert answer.status == 405


def test_an_oversized_form_is_refused(known):
    before = events(known)
    answer, _ = known.post(ITEM, None, Content_Length=str(50 * 1024 * 1024))
    assert answer.status == 413
    answer, _ = known.post(ITEM, {"verdict": "applies", "note": "n" * 20_000})
    assert answer.status == 413
    assert events(known) == before


def test_a_form_without_a_length_is_counted_as_it_comes(known):
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    cookie = "; ".join(f"{k}={v}" for k, v in known.cookies.items())
    head = (
        f"POST {ITEM} HTTP/1.1\r\nHost: 127.0.0.1:{known.server.port}\r\nCookie: {cookie}\r\n"
        "Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", known.server.port), timeout=10) as link:
        link.sendall(head.encode())
        for _ in range(6):
            link.sendall(chunk)
        assert link.recv(64).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/code/nope/passage/p0006", {"verdict": "applies"}),
        ("/code/cB/passage/nope", {"verdict": "applies"}),
        ("/code/cD/passage/p0006", {"verdict": "applies"}),
        (ITEM, {"verdict": "delete"}),
        (ITEM, {"verdict": "accept"}),
        (ITEM, {}),
        ("/undo", {"event": "999999"}),
        ("/undo", {"event": "-1"}),
        ("/undo", {"event": "1 OR 1=1"}),
        ("/bulk/undo", {"batch": "nope"}),
        ("/code/cB/bulk", {"verdict": "applies", "passage": ["p0006", "nope"]}),
        ("/settings", {"name": "blind", "value": "maybe"}),
        (ITEM, {"verdict": "surely", "step": "first"}),
        ("/code/cB/show", {"kind": "neither", "verdict": "applies"}),
        ("/settings", {"name": "role", "value": "king"}),
        ("/who", {"new": "a\u202eb"}),
    ],
)
def test_forged_values_are_refused(known, path, body):
    before = events(known)
    answer, text = known.post(path, body)
    assert answer.status in {400, 404, 409, 413}
    assert "<h1>" in text
    assert events(known) == before


def test_a_decision_of_another_reviewer_cannot_be_undone(known, server):
    answer, _ = known.post(ITEM, {"verdict": "applies"})
    number = re.search(r"did=(\w+)", answer.headers["Location"])[1]
    other = Client(server)
    other.ask("POST", "/start", {"key": server.key()})
    other.post("/who", {"new": "Somebody else"})
    assert other.post("/undo", {"event": number})[0].status == 404
    assert known.post("/undo", {"event": number})[0].status == 303
    assert known.post("/undo", {"event": number})[0].status == 409


def test_only_the_loopback_address_listens(server):
    listing = Path("/proc/net/tcp")
    if not listing.exists():
        pytest.skip("this system does not list its sockets in /proc")
    lines = listing.read_text()
    mine = [
        line.split()[1]
        for line in lines.splitlines()[1:]
        if line.split()[1].endswith(f":{server.port:04X}") and line.split()[3] == "0A"
    ]
    assert mine == [f"0100007F:{server.port:04X}"]


def test_many_windows_at_once(known):
    before = events(known)
    answers = []
    paths = ("/queue", "/code/all?state=every", "/", "/export/review-decisions.csv")

    def work(number):
        for turn in range(6):
            verdict = ("applies", "does not apply", "unsure")[turn % 3]
            passage = ("p0006", "p0012", "p0000")[number % 3]
            address = f"/code/cB/passage/{passage}"
            answers.append(known.post(address, {"verdict": verdict})[0].status)
            answers.extend(known.ask("GET", path)[0].status for path in paths)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(303) == 36
    assert answers.count(200) == 144
    assert events(known) == before + 36
