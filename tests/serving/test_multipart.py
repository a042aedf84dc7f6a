"""A form with files comes whole, however the network cuts it; or it is refused."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from secondcoder.serving.multipart import FormError, receive_form

BOUNDARY = "----WebKitFormBoundary7MA4YWxk"
FILES = {
    "int 1.txt": b"I: How?\r\nP: So.\r\n--",
    "é “x”.csv": b"",
    'we"ird.txt': b"\r\n------We\x00",
}


def body(fields, files, boundary=BOUNDARY):
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, data in files:
        shown = name.replace('"', "%22")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{shown}"'
        parts.append(head.encode() + b"\r\nContent-Type: text/plain\r\n\r\n" + data + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def receive(chunks, folder, *, most=1000, together=10_000, kind=None):
    given = kind or f"multipart/form-data; boundary={BOUNDARY}"
    left = list(chunks)

    async def come():
        data = left.pop(0) if left else b""
        return {"type": "http.request", "body": data, "more_body": bool(left)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", given.encode())]}
    request = Request(scope, come)
    coming = receive_form(request, folder, most=most, together=together)
    # in a thread of its own: where a browser is open, this one has a loop already
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, coming).result()


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, 700), max_size=30))
def test_it_comes_whole_wherever_it_is_cut(tmp_path_factory, cuts):
    whole = body([("title", "Ä study"), ("title", "b")], FILES.items())
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    chunks = [whole[a:b] for a, b in pairwise(places)]
    form = receive(chunks, tmp_path_factory.mktemp("form"))
    assert form.fields == {"title": ["Ä study", "b"]}
    assert {one.name: one.path.read_bytes() for one in form.files} == FILES


def test_names_lead_nowhere(tmp_path):
    folder = tmp_path / "in"
    names = ["../../etc/passwd", "/root/x", "C:\\x", "a\x00b", "."]
    form = receive([body([], [(name, b"x") for name in names])], folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["00000", *_rest(names), "in"]
    assert [one.path.parent for one in form.files] == [folder] * len(names)


def _rest(names):
    return [f"{number:05}" for number in range(1, len(names))]


def test_what_is_too_large_is_counted_and_not_kept(tmp_path):
    files = [("a", b"x" * 900), ("b", b"x" * 1001), ("c", b"x" * 900)]
    form = receive([body([], files)], tmp_path, together=1500)
    assert [one.size for one in form.files] == [900, 1001, 1001]
    assert form.files[1].path.stat().st_size <= 1000
    assert form.files[2].path.stat().st_size <= 600


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no form at all",
        body([], [("a.txt", b"x")])[:-30],
        body([], [("a.txt", b"x")], boundary="other"),
        f"--{BOUNDARY}\r\n".encode() + b"x" * 40_000,
        body([("a", "x" * 70_000)], []),
    ],
)
def test_what_is_no_whole_form_is_refused(tmp_path, broken):
    with pytest.raises(FormError):
        receive([broken], tmp_path)


def test_another_kind_of_body_is_refused(tmp_path):
    for kind in ("text/plain", "multipart/form-data", "application/json; boundary=x"):
        with pytest.raises(FormError):
            receive([body([], [])], tmp_path, kind=kind)
