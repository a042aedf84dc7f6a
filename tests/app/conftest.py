"""The pages without a server, and with one in a real browser."""

import sys
from pathlib import Path

import pytest
from workplace import Pages

import pages_server

sys.path.append(str(Path(__file__).resolve().parents[1] / "review"))  # made-up runs
LONG = 30_000
"""Milliseconds that a browser waits for anything but a run."""


@pytest.fixture
def pages(tmp_path):
    return Pages(tmp_path)


@pytest.fixture
def studies(tmp_path):
    folder = tmp_path / "studies"
    folder.mkdir()
    return folder


@pytest.fixture
def server(tmp_path, studies):
    """The command as a user starts it, with settings of its own."""
    one = pages_server.Server("app", studies, XDG_CONFIG_HOME=str(tmp_path / "settings"))
    yield one
    one.stop()


@pytest.fixture
def visit(chromium, server):
    """Open a browser at the pages; count its clicks, and note what it asks for and says."""
    contexts = []

    def opened(*, size=(1280, 800), scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONG)
        page.seen, page.said = [], []
        server.enter(page, scripts=scripts)
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
