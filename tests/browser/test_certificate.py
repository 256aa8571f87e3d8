"""The page that checks certificates without a network, opened from a folder as people do."""

import pytest
from django.utils import translation

from kheo.lib import seals
from kheo.movement.certificates.models import Key
from kheo.movement.certificates.web.offline import offline_page
from tests.certificates.test_printing import LONG
from tests.console.test_certificates import FACTS, KEY, OTHER, PUBLIC, TOKEN
from tests.make import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "https://yenmo.example/xac-thuc/"
WHOLE = {**FACTS, "title": LONG}


@pytest.fixture
def page(browser, tmp_path):
    file = tmp_path / "kiem-tra.html"
    with translation.override("vi"):
        file.write_text(offline_page([Key(public=PUBLIC, made_at=NOW)], ADDRESS), "utf-8")
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    context.close()


def answer(page, code):
    """Return what the page says of a code, and of which kind its verdict is."""
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.locator("textarea").fill(code)
    page.locator("button").click()
    verdict = page.locator(".verdict")
    verdict.wait_for()
    return verdict.get_attribute("class"), page.locator("#answer").inner_text()


def test_a_genuine_code_is_told_with_its_facts_and_what_cannot_be_known(page):
    kind, told = answer(page, f"{ADDRESS}{TOKEN}/")
    assert kind == "verdict good"
    for words in ("0042/2017", "Đường hoa", "Xã Yên Hòa", "22/12/2017", "25/12/2017", ADDRESS):
        assert words in told


def test_a_shortened_name_and_broken_lines(page):
    token = seals.seal(KEY, WHOLE)
    kind, told = answer(page, f" {token[:90].lower()}\n{token[90:]} ")
    assert (kind, "…" in told) == ("verdict good", True)


@pytest.mark.parametrize(
    "code",
    [TOKEN[:-40] + ("B" if TOKEN[-40] == "A" else "A") + TOKEN[-39:], seals.seal(OTHER, FACTS), "giấy chứng nhận", ""],
    ids=["forged", "foreign", "garbage", "nothing"],
)
def test_what_is_not_genuine_shows_none_of_its_facts(page, code):
    kind, told = answer(page, code)
    assert (kind, "Đường hoa" in told) == ("verdict bad", False)


def test_each_verdict_has_its_own_words(page):
    codes = [TOKEN, TOKEN[:-40] + "AAAA" + TOKEN[-36:], seals.seal(OTHER, FACTS), "x", ""]
    told = [answer(page, code)[1].partition("\n")[0] for code in codes]
    assert len(set(told)) == len(codes)
