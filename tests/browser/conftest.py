"""A real browser, the hands that use it, and what must hold on every page that a journey passes."""

import shutil
from contextlib import nullcontext
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import sync_playwright

SHOTS = django_settings.ROOT / "var" / "shots"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 900}
# The name that a phone gives itself: programs that look are not counted as readers.
AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
HAS_FOCUS = "element => element === document.activeElement"
# The frame around what has the focus: its own, or that of the box which a hidden control lies in.
SHOWS_FOCUS = """element => [element, element.parentElement].map((each) => getComputedStyle(each))
    .some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none")"""
CHOSEN = "select => select.selectedOptions[0].label"
ALL_LOADED = "() => [...document.images].every((image) => image.complete)"
MOST_STOPS = 250


@pytest.fixture(scope="package")
def browser():
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop of its own in this thread
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
    patch.undo()


class Hand:
    """Somebody who points: with a finger on a phone, with a mouse at a desk."""

    def __init__(self, page):
        self.page = page

    def press(self, target, *, stays=False):
        """Press a link or a button; `stays` if it leaves the page where it is."""
        target.click()

    def write(self, target, text):
        target.fill(text)

    def tick(self, target):
        target.check()

    def give(self, target, file):
        target.set_input_files(file)

    def choose(self, target, label):
        target.select_option(label=label)


class Keyboard(Hand):
    """Somebody who has keys alone, and goes from one thing to the next with Tab."""

    def reach(self, target):
        target.wait_for(state="attached")
        for _ in range(MOST_STOPS):
            if target.evaluate(HAS_FOCUS):
                assert target.evaluate(SHOWS_FOCUS), f"{target} does not show that it has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def press(self, target, *, stays=False):
        self.reach(target)
        with nullcontext() if stays else self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, target, text):
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, target):
        group = self.page.locator(f"[name={target.get_attribute('name')}]")
        self.reach(group.first)  # one stop for a group; the arrows choose in it
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def choose(self, target, label):
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(target.locator("option").count()):
            if target.evaluate(CHOSEN) == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never come to {label}")

    def give(self, target, file):
        self.reach(target)
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files(file)


class Traveller:
    """Somebody before one browser, and what was met on the way."""

    def __init__(self, browser, address, journey, screen, hand=Hand, **options):
        self.journey, self.screen, self.steps, self.address = journey, screen, count(1), address
        self.context = browser.new_context(
            viewport=screen, base_url=address, user_agent=AGENT, locale="en-US", has_touch=screen is PHONE, **options
        )
        self.context.set_default_timeout(8000)
        self.has_script = options.get("java_script_enabled", True)
        self.page = self.context.new_page()
        self.hand = hand(self.page)
        self.complaints = []
        # Who listens from the start gets every dialog; one that is listened for too late opens on the machine's screen.
        self.page.on("filechooser", lambda chooser: None)
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.on("request", lambda request: self._follow(request.url, address))

    def _follow(self, url, address):
        if not url.startswith((address, "data:", "blob:")):
            self.complaints.append(f"asked an outside host: {url}")

    def passes(self, step, *, status=200):
        """Hold that the page is as every page must be, and keep a picture of it."""
        page = self.page
        page.evaluate("for (const image of document.images) image.loading = 'eager'")
        if self.has_script:
            page.wait_for_function(ALL_LOADED)
        else:
            page.wait_for_load_state("networkidle")
        page.screenshot(path=SHOTS / f"{self.journey}-{next(self.steps):02}-{step}.png", full_page=True)
        if self.has_script:  # axe is one
            found = Axe().run(page, options=OPTIONS)
            assert found.violations_count == 0, f"{step}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.screen["width"], f"{step}: {wide} pixels wide"
        expected = f"status of {status}" if status != 200 else None
        assert [said for said in self.complaints if not (expected and expected in said)] == [], step
        self.complaints.clear()

    def at(self, path):
        """Open an address."""
        self.page.goto(path)
        return self.page

    def link(self, name, **more):
        return self.page.get_by_role("link", name=name, **more)

    def button(self, name, **more):
        return self.page.get_by_role("button", name=name, **more)

    def box(self, label, **more):
        return self.page.get_by_label(label, **more)

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    def text(self):
        """Return what the middle of the page says, once all of it is there: a press waits for the first byte alone."""
        self.page.wait_for_load_state()
        return " ".join(self.page.locator("main").inner_text().split())

    def signs_in(self, username, password):
        if not self.page.url.endswith("/tai-khoan/dang-nhap/"):
            self.at("/tai-khoan/dang-nhap/")
        self.hand.write(self.box("Tên đăng nhập"), username)
        self.hand.write(self.page.locator("input[type=password]"), password)
        self.hand.press(self.page.locator("main").get_by_role("button", name="Đăng nhập"))
        self.page.wait_for_url("**/lam-viec/**")


@pytest.fixture
def travel(browser, live_server, district_in_place):
    """Set out with a browser of one's own: `travel(journey, screen)` is a traveller."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: a journey is not rolled back")
    SHOTS.mkdir(parents=True, exist_ok=True)
    out = []

    def set_out(journey, screen, **options):
        out.append(Traveller(browser, live_server.url, journey, screen, **options))
        return out[-1]

    yield set_out
    for traveller in out:
        traveller.context.close()
