"""The pages for whole studies as a browser asks for them, without a server; and made-up files."""

import html
import re
from pathlib import Path

from starlette.testclient import TestClient

from secondcoder.app.application import build_app
from secondcoder.app.shelf import Shelf
from secondcoder.app.web import Workplace
from secondcoder.serving.entrance import Entrance

PORT = 5566
A_RUN = 300_000
"""Milliseconds that a browser waits for a run on a busy machine."""
BASE = f"http://127.0.0.1:{PORT}"
INTERVIEW = """S1: How do you get here?

S2: The bus never comes on time and the fare went up again in March.

S1: And what would help?

S2: A bus on Sunday would help many people, and a shelter at the stop.
"""
SURVEY = """id,site,answer,more
1,North,The driver waits for me and that helps a lot.,Nothing else really comes to my mind now.
2,North,The allotment soil is good and I dig there.,I would like another bench near the water.
3,South,No bus in the evening and it is a problem.,The path is dark and I fall over the roots.
4,South,We grew so many tomatoes that we gave them away.,A second tap would help us in August.
"""
CODEBOOK = """theme,subtheme,definition
Transport,No bus,"no bus comes, the fare, a problem in the evening"
Transport,Kind driver,the driver waits and helps
Land,Harvest,"tomatoes, soil, dig, grow and give away"
"""
CODING = """document,quote,theme,subtheme
int1,The bus never comes on time,Transport,No bus
int1,A bus on Sunday would help many people,Transport,No bus
int1,this was never said by anybody at all,Land,Harvest
"""


class Pages:
    """One browser at the pages."""

    def __init__(self, folder, *, work=None):
        self.work = work or Workplace(
            shelf=Shelf(folder / "settings" / "app.json", folder=folder / "studies")
        )
        self.entrance = Entrance(address=BASE, port=PORT)
        app = build_app(self.work, entrance=self.entrance, port=PORT)
        self.browser = TestClient(app, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin"})
        self.browser.post("/start", data={"key": self.entrance.key})

    def get(self, path):
        answer = self.browser.get(path)
        assert answer.status_code == 200, said(answer.text)
        return answer.text

    def post(self, path, expect=200, **form):
        answer = self.browser.post(path, data={k.replace("_", "-"): v for k, v in form.items()})
        assert answer.status_code == expect, said(answer.text)
        return answer

    def make(self, files, *, title="Made up", stance="codebook", how_many="", expect=200, place=""):
        """Make a study of files (name to bytes or text); return the page that follows."""
        sent = [
            ("files", (name, data.encode() if isinstance(data, str) else data))
            for name, data in files.items()
        ]
        form = {"title": title, "stance": stance, "how-many": how_many, "place": place}
        answer = self.browser.post("/new", data=form, files=sent or [("files", ("", b""))])
        assert answer.status_code == expect, said(answer.text)
        self.page = answer.text
        self.home = answer.url.path
        return answer.text

    @property
    def study(self):
        return self.work.shelf.find(self.home.removeprefix("/s/")).folder

    @property
    def toml(self):
        return (self.study / "study.toml").read_text("utf-8")

    def correct(self, expect=200, **form):
        return self.post(f"{self.home}/correct", expect, **form).text

    def undo(self, expect=200):
        step = self.latest()
        return self.post(f"{self.home}/undo", expect, step=step, latest=step).text

    def latest(self):
        return re.search(r'name="step" value="([^"]+)"', self.get(self.home))[1]

    def understood(self):
        return self.work.readings.of(self.study)

    def buttons(self, page):
        """Return the buttons of a page that correct something: label to what they send."""
        found = {}
        for form in re.findall(r'<form method="post" action="[^"]*/correct">(.*?)</form>', page):
            fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
            label = re.search(r"<button[^>]*>(.*?)</button>", form)
            if label:
                sent = {name: html.unescape(value) for name, value in fields.items()}
                found[html.unescape(label[1])] = sent
        return found


def said(page):
    """Return the words of a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*"))
