"""Somebody at the pages: with a mouse, by keyboard alone, or without JavaScript."""

import json
import time

from playwright.sync_api import Error

WAYS = ("mouse", "keys", "plain")
_MOUSE = "addEventListener('pointerdown', () => sessionStorage.setItem('mouse', 'used'), true)"
_ACTIVE = "element => element === document.activeElement"
_NEW = """document.readyState === 'complete' && !!document.querySelector('main')
    && !document.querySelector('main[data-old]')"""
MOST_TABS = 600
_SECONDS = 20


class Hands:
    """A page of a browser and what somebody does there; ``tabs`` counts Tab by what it was for."""

    def __init__(self, chromium, server, way, **options):
        self.server, self.way = server, way
        self.context = chromium.new_context(
            viewport={"width": 1280, "height": 800}, java_script_enabled=way != "plain", **options
        )
        self.context.add_init_script(_MOUSE)
        self.page = self.context.new_page()
        self.page.set_default_timeout(1000 * _SECONDS)
        self.tabs, self.loads, self.posts = {}, [], []
        self.page.on("load", lambda _: self.loads.append(self.page.url))
        self.page.on("request", lambda one: self.posts.append(one) if one.method == "POST" else 0)

    def arrive(self, name, role=""):
        """Open the pages and say who one is."""
        self.server.enter(self.page, scripts=self.way != "plain")
        if not self.page.url.endswith("/who"):
            self.page.goto(self.server.base + "/who")
        if self.page.get_by_label(name, exact=True).count():
            self.tick(name)
        elif self.page.get_by_label("Or another name").count():
            self.write("Or another name", name)
        else:
            self.write("Your name or initials", name)
        if role:
            self.tick(role)
        self.press("Start")
        return self

    def press(self, name, *, within="main", role="button", last=False):
        """Press a button or follow a link; wait for the page that follows."""
        named = self.page.locator(within).get_by_role(role, name=name)
        found = named.last if last else named.first
        found.wait_for()
        self._mark()
        if self.way == "keys":
            key = found.get_attribute("data-key")
            if key:
                self._leave_field()
                self.page.keyboard.press(key)
            else:
                self.reach(found, str(name))
                self.page.keyboard.press("Enter")
        else:
            found.click()
        self._arrived(name)
        return self

    def follow(self, name, *, within="main"):
        return self.press(name, within=within, role="link")

    def menu(self, name):
        return self.press(name, within="nav[aria-label=Pages]", role="link")

    def search(self, words):
        """Search the passages for words."""
        self.write("Search the passages", words)
        self._mark()
        self.page.keyboard.press("Enter")
        self._arrived("Search")
        return self

    def write(self, label, text, *, within="body"):
        """Put a text into a field."""
        field = self.page.locator(within).get_by_label(label).first
        if self.way == "keys":
            self._to_field(field, str(label))
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        else:
            field.fill(text)
        return self

    def choose(self, label, option, *, within="main"):
        """Choose an option of a list by its words, or how they begin."""
        field = self.page.locator(within).get_by_label(label).first
        texts = [one.strip() for one in field.locator("option").all_inner_texts()]
        alike = (place for place, text in enumerate(texts) if text.startswith(option))
        wanted = texts.index(option) if option in texts else next(alike)
        if self.way == "keys":
            self._to_field(field, str(label))
            by = wanted - field.evaluate("field => field.selectedIndex")
            for _ in range(abs(by)):
                self.page.keyboard.press("ArrowDown" if by > 0 else "ArrowUp")
        else:
            field.select_option(index=wanted)
        assert field.evaluate("field => field.selectedIndex") == wanted
        return self

    def give(self, code):
        """Give the passage a code in first coding, by keyboard with Enter on the list."""
        self.choose("Code", code)
        if self.way != "keys":
            return self.press("Apply the code")
        self._mark()
        self.page.keyboard.press("Enter")
        self._arrived(code)
        return self

    def tick(self, label, *, within="main", on=True):
        """Tick a box, or choose one of several by the arrows as a keyboard does."""
        boxes = self.page.locator(within)
        exact = boxes.get_by_label(label, exact=True)
        box = (exact if exact.count() else boxes.get_by_label(label)).first
        if box.is_checked() == on:
            return self
        if self.way != "keys":
            box.set_checked(on)
            return self
        if box.get_attribute("type") == "checkbox":
            self.reach(box, str(label))
            self.page.keyboard.press("Space")
        else:
            name = json.dumps(box.get_attribute("name"))
            group = self.page.locator(f"input[type=radio][name={name}]")
            checked = group.locator(":scope:checked")
            self.reach(checked if checked.count() else group.first, str(label))
            if not checked.count():
                self.page.keyboard.press("Space")
            for _ in range(group.count()):
                if box.is_checked():
                    break
                self.page.keyboard.press("ArrowDown")
        assert box.is_checked() == on
        return self

    def unfold(self, name):
        """Open what is folded."""
        summary = self.page.locator("main summary").filter(has_text=name).first
        if self.way == "keys":
            self.reach(summary, name)
            self.page.keyboard.press("Enter")
        else:
            summary.click()
        return self

    def reach(self, target, what):
        """Go with Tab to a part of the page, as often as it takes."""
        for tabs in range(MOST_TABS):
            if target.evaluate(_ACTIVE):
                self.tabs[what] = max(tabs, self.tabs.get(what, 0))
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what!r} on {self.page.url} cannot be reached with Tab")

    def text(self, within="main"):
        return self.page.locator(within).inner_text()

    def hears(self, words):
        """Wait until the page says what was done."""
        self.page.get_by_role("status").get_by_text(words).wait_for()
        return self

    def acts(self, who, *kinds):
        """Return somebody's acts of these kinds from the record, in order."""
        said = self.page.request.get(f"{self.server.base}/export/review-events.jsonl").text()
        rows = [json.loads(line) for line in said.splitlines()]
        return [one for one in rows if one["reviewer"] == who and one["kind"] in kinds]

    def passage(self):
        """Return the id of the passage that the address names."""
        return self.page.url.split("?")[0].rsplit("/", 1)[1]

    def leave(self):
        """Close the browser; by keyboard no button of a mouse was used."""
        if self.way == "keys":
            assert self.page.evaluate("sessionStorage.getItem('mouse')") is None
        self.context.close()

    def _to_field(self, field, what):
        key = field.get_attribute("data-key")
        if key:
            self._leave_field()
            self.page.keyboard.press(key)
            assert field.evaluate(_ACTIVE), what
        else:
            self.reach(field, what)

    def _leave_field(self):
        typing = "/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)"
        if self.page.evaluate(typing):
            self.page.keyboard.press("Escape")

    def _mark(self):
        self.page.evaluate("document.querySelector('main').dataset.old = 'yes'")

    def _arrived(self, what):
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                if self.page.evaluate(_NEW):
                    return
            except Error:  # the old page went while it was asked
                continue
            time.sleep(0.01)
        raise AssertionError(f"{what!r} on {self.page.url} led to no page")
