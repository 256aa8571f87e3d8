"""The gallery in a real browser: accessible in each look, never wider than the screen, its scripts as they promise."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]
sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = ["workspace", "form", "list", "public", "article", "plain", "refused", "error/404"]
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1366, "height": 900}
LOOKS = [(DESK, ""), (PHONE, ""), (DESK, "normal.high"), (PHONE, "large.normal")]


@pytest.fixture(scope="module")
def browser():
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop of its own in this thread
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
    patch.undo()


@pytest.fixture
def visit(browser, gallery, live_server):
    """Open a page of the gallery; what the browser complains of is in `page.complaints`."""
    opened = []

    def visit(path, viewport=DESK, look="", **options):
        context = browser.new_context(viewport=viewport, locale="en-US", base_url=live_server.url, **options)
        opened.append(context)
        if look:
            context.add_cookies([{"name": "kheo_look", "value": look, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
        page.goto(path)
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.mark.parametrize(("viewport", "look"), LOOKS, ids=["desk", "phone", "contrast", "large"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(visit, name, viewport, look):
    page = visit(f"/{name}/", viewport, look)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert [text for text in page.complaints if "status of 4" not in text] == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_form_with_errors_is_accessible_and_focuses_the_summary(visit, viewport):
    page = visit("/form/", viewport)
    page.get_by_text("Gửi huyện").click()
    page.wait_for_selector(".error-summary")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_switches_work_without_script(visit):
    page = visit("/public/", java_script_enabled=False)
    page.locator("button[value=high]").click()
    page.locator("button[value=large]").click()
    assert page.locator("html").get_attribute("data-contrast") == "high"
    assert page.locator("html").get_attribute("data-size") == "large"
    assert page.url.endswith("/public/")


def test_phone_menu_opens_without_script(visit):
    page = visit("/workspace/", PHONE, java_script_enabled=False)
    page.locator(".nav-phone > summary").click()
    assert page.locator(".nav-phone .nav-list a").last.is_visible()


def test_slash_goes_to_the_search_box_unless_one_is_typing(visit):
    page = visit("/form/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#id_name").focus()
    page.keyboard.press("/")
    assert page.locator("#id_name").input_value() == "/"


def test_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit("/workspace/")
    page.locator("details.menu > summary").click()
    assert page.locator(".menu-list").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu-list").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_form_is_sent_once_however_often_one_presses(visit):
    page = visit("/plain/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.route("**/plain/", lambda route: route.abort())
    busy = page.evaluate("""() => { const form = document.querySelector("main form");
        form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); return form.ariaBusy; }""")
    page.wait_for_timeout(300)
    assert (len(sent), busy) == (1, "true")


def test_ctrl_enter_sends_the_form(visit):
    page = visit("/form/")
    page.locator("#id_method").fill("Dân bàn, dân làm")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.keyboard.press("Control+Enter")
    assert answered.value.status == 422


def test_leaving_a_changed_form_is_asked_first(visit):
    page = visit("/form/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#id_name").press_sequentially("x")
    page.goto("/list/")
    assert asked == ["beforeunload"]


def test_draft_is_saved_while_typing_and_says_so(visit):
    page = visit("/form/")
    page.route("**/form/", lambda route: route.fulfill(json={"fields": {"key": "k2"}}))
    page.locator("#id_name").press_sequentially("Thắp sáng")
    sync_api.expect(page.locator("[data-autosave-status]")).to_contain_text(":", timeout=8000)
    assert page.locator("#id_key").input_value() == "k2"
    assert page.locator("form[data-changed]").count() == 0


def test_draft_that_could_not_be_saved_says_so_and_keeps_the_words(visit):
    page = visit("/form/")
    page.route("**/form/", lambda route: route.fulfill(status=500))
    page.locator("#id_name").press_sequentially("Thắp sáng")
    status = page.locator("[data-autosave-status]")
    sync_api.expect(status).to_have_text(status.get_attribute("data-failed"), timeout=8000)
    assert page.locator("#id_name").input_value() == "Thắp sáng"
    assert page.locator("form[data-changed]").count() == 1


def test_chosen_files_are_named_in_the_pages_language(visit):
    page = visit("/form/")
    page.locator("#id_photo").set_input_files({"name": "đường quê.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    assert page.locator(".file-names").inner_text() == "đường quê.jpg"
