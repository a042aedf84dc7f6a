"""How the browser is started: what every user of the machine can list holds no secret."""

import sys
import urllib.request
from pathlib import Path

import pytest
from made_up_run import make_tables, write_run

import pages_server


@pytest.mark.skipif(sys.platform != "linux", reason="arguments are read in /proc")
def test_no_secret_stands_in_the_arguments_of_the_browser(tmp_path):
    """The browser is a script here that notes how it was called."""
    write_run(tmp_path / "study" / "runs" / "one", make_tables())
    noted = tmp_path / "called"
    fake = tmp_path / "browser"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {noted}.new; mv {noted}.new {noted}\n')
    fake.chmod(0o700)
    server = pages_server.Server("review", tmp_path / "study", opened=True, BROWSER=str(fake))
    try:
        while not noted.exists():
            assert server.process.poll() is None
        arguments = noted.read_text()
        assert arguments.startswith("file://")
        assert server.key() not in arguments
        assert server.key() not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        server.let_in(opener)
        assert "Who is reviewing" in opener.open(f"{server.base}/").read().decode()
    finally:
        server.stop()
    assert not server.file.exists()
