"""A real server on a made-up run, opened in a real browser."""

import shutil

import pytest
from hands import Hands
from made_up_run import CODERS, Server, make_tables, write_run

PEOPLE = (
    *("Mouse", "Keys", "Plain applies", "Plain does not apply", "Plain unsure", "Plain other"),
    *("Bulk", "Resume", "Audit", "Hostile", "Twice", "Axe light", "Axe dark", "Wide", "Jo", "Kit"),
    "Hundred",
)
"""Coders of the study that the tests share, each of whom one test is."""


@pytest.fixture(scope="session")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    write_run(folder / "runs" / "one", make_tables(coders=(*CODERS, *PEOPLE)))
    return folder


@pytest.fixture(scope="session")
def server(study):
    one = Server(study)
    yield one
    one.stop()


@pytest.fixture
def visit(chromium, server):
    """Open a browser as a reviewer; note every request and policy violation."""
    contexts = []

    def opened(reviewer, *, server=server, **options):
        context = chromium.new_context(viewport={"width": 1280, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.seen = []
        page.said = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        server.enter(page, scripts=options.get("java_script_enabled", True))
        page.seen.clear()  # the private file, which is read from the disk
        page.goto(server.base + "/who")
        page.get_by_label("Or another name").fill(reviewer)
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_url(lambda url: "/who" not in url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def home(demo, tmp_path):
    """Return a copy of the demonstration study with its run."""
    study, _ = demo
    left_out = shutil.ignore_patterns(".cache", "record")
    return shutil.copytree(study, tmp_path / "home", ignore=left_out)


@pytest.fixture
def sit(chromium):
    """Return a function that lets somebody sit down at the pages of a study."""
    servers, sitting = {}, []

    def open_pages(study, name, way, role="", **options):
        if study not in servers:
            servers[study] = Server(study)
        sitting.append(Hands(chromium, servers[study], way, **options))
        return sitting[-1].arrive(name, role)

    def stop(study):
        """Close the pages of a study, as Ctrl+C does."""
        for hands in [one for one in sitting if one.server is servers[study]]:
            sitting.remove(hands)
            hands.leave()
        servers.pop(study).stop(300)  # the decisions are worked into the results

    open_pages.stop = stop
    yield open_pages
    for study in [*servers]:
        stop(study)
