"""A key is used once, stands nowhere but in a private file, and gives a session of one port."""

import socket
import stat

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from secondcoder.serving.entrance import Entrance, entrance_file
from secondcoder.serving.guard import COOKIE, Guard

PORT = 5556
BASE = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def entrance(tmp_path):
    return Entrance(address=BASE, port=PORT, file=tmp_path / "private" / "open.html")


@pytest.fixture
def browser(entrance):
    return TestClient(
        Guard(PlainTextResponse("inside"), entrance=entrance, port=PORT),
        base_url=BASE,
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def test_a_key_lets_in_once(entrance, browser):
    key = entrance.key
    assert browser.get("/").status_code == 403
    assert browser.post("/start", data={"key": key}).status_code == 200
    assert browser.get("/").text == "inside"
    browser.cookies.clear()
    assert browser.post("/start", data={"key": key}).status_code == 403
    assert browser.get("/").status_code == 403


def test_the_file_holds_the_next_key(entrance, browser):
    first = entrance.key
    assert first in entrance.file.read_text()
    browser.post("/start", data={"key": first})
    assert first not in entrance.file.read_text()
    assert entrance.key in entrance.file.read_text()
    assert browser.post("/start", data={"key": entrance.key}).status_code == 200
    assert browser.get("/").status_code == 200


def test_the_file_is_its_users_alone_and_goes_with_the_page(entrance):
    assert stat.S_IMODE(entrance.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(entrance.file.parent.stat().st_mode) == 0o700
    entrance.close()
    assert not entrance.file.exists()


def test_files_of_pages_that_were_killed_are_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with socket.socket() as open_one, socket.socket() as closed:
        for one in (open_one, closed):
            one.bind(("127.0.0.1", 0))
        open_one.listen()
        heard, gone = (one.getsockname()[1] for one in (open_one, closed))
        closed.close()
        for port in (heard, gone):
            entrance_file("app", port).write_text("x")
        found = entrance_file("app", 1).parent.iterdir()
        assert [path.name for path in found] == [f"app-{heard}.html"]


@pytest.mark.parametrize("key", ["", "x", "ü", "a" * 10_000, "\x00"])
def test_another_key_is_refused(entrance, browser, key):
    assert browser.post("/start", data={"key": key}).status_code == 403
    assert COOKIE not in str(browser.cookies)
    assert browser.post("/start", content=b"\xff" * 10_000_000).status_code == 403


def test_a_key_in_an_address_opens_nothing(entrance, browser):
    assert browser.get(f"/start?key={entrance.key}").status_code == 403
    assert browser.post(f"/start?key={entrance.key}").status_code == 403


def test_a_session_is_of_one_page_and_port(entrance, browser):
    browser.post("/start", data={"key": entrance.key})
    (session,) = [c.value for c in browser.cookies.jar]
    assert entrance.knows(session)
    other = Entrance(address="http://127.0.0.1:5557", port=5557)
    assert not other.knows(session)
    assert not other.knows("")


def test_the_entrance_knows_a_foreign_host(entrance, browser):
    answer = browser.post("/start", data={"key": entrance.key}, headers={"Host": "evil.example"})
    assert answer.status_code == 421
