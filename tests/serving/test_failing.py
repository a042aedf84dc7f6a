"""What no page foresaw: said on a page in words, and never a bare word of the server."""

import asyncio
import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secondcoder.serving.failing import FAILURES


async def read_body(request):
    await request.body()
    return PlainTextResponse("read")


async def broken(_request):
    raise ValueError("a bug")


APP = Starlette(
    routes=[Route("/form", read_body, methods=["POST"]), Route("/bug", broken)],
    exception_handlers=dict(FAILURES),
)


def test_a_bug_has_a_page_and_keeps_its_traceback():
    answer = TestClient(APP, raise_server_exceptions=False).get("/bug")
    assert answer.status_code == 500
    assert "<h1>A fault of the program</h1>" in answer.text
    assert "a bug" not in answer.text
    with pytest.raises(ValueError, match="a bug"):
        TestClient(APP).get("/bug")


def test_an_upload_that_breaks_off_is_no_fault():
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/form", "headers": [], "query_string": b""}
    request = APP({**scope, "http_version": "1.1"}, receive, send)
    # in a thread of its own: where a browser is open, this one has a loop already
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, request).result()
    assert sent[0]["status"] == 400


def test_both_servers_answer_alike(pages, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(type(pages.work.shelf), "begin", refuse)
    answer = pages.browser.post("/new", files=[("files", ("a.txt", b"words"))])
    assert answer.status_code == 422
    assert "the disk is full" in answer.text
    monkeypatch.setattr(type(pages.work.runs), "state", refuse)
    pages.work.shelf.folder.mkdir(parents=True, exist_ok=True)
    (pages.work.shelf.folder / "one").mkdir()
    study = pages.work.shelf.studies()[0]
    answer = pages.browser.get(f"/s/{study.id}/run")
    assert answer.status_code == 422
    assert "Make room on the disk, then try again." in answer.text
