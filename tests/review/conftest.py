"""A real server on a made-up run, opened in a real browser."""

import pytest
from made_up_run import Server, make_tables, write_run


@pytest.fixture(scope="session")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    write_run(folder / "runs" / "one", make_tables())
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
        page.goto(server.address)
        page.goto(server.base + "/who")
        page.get_by_label("Or another name").fill(reviewer)
        page.get_by_role("button", name="Start", exact=True).click()
        return page

    yield opened
    for context in contexts:
        context.close()
