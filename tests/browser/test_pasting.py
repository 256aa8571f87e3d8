"""An editor pastes pictures into an article: refused with a reason or taken in with their words; no text is lost."""

import base64
import io

import pytest
from PIL import Image

from kheo.faces.demo.rules import PASSWORD
from kheo.outlets.newsroom.models import Article
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
TITLE, BEFORE, AFTER = "Bài thử dán ảnh", "Đoạn trước ảnh.", "Đoạn sau ảnh."
SAYS, CAPTION = "Bà con quét đường thôn Đông", "Ngày chủ nhật xanh"
# Pastes as a program does: the event that the browser makes of it, with the files and the HTML of the clipboard.
PASTE = """(box, [picture, type, size, html]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes, new Uint8Array(size)], "image.png", { type }));
  }
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def _png(colour):
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_pictures_are_pasted_into_the_text(travel, screen):
    name = "phone" if screen is PHONE else "desk"
    editor = travel(f"pasting-{name}", screen)
    editor.signs_in("bientap", PASSWORD)
    _writes_and_pastes_too_early(editor)
    _is_told_what_cannot_be_pasted(editor)
    _leaves_one_out(editor)
    _pastes_one(editor)
    _pastes_one_that_stands_in_the_text_of_a_page(editor)
    _saves(editor)


def _text(editor):
    return editor.page.locator(".article-form .tiptap")


def _paste(editor, picture="", *, mime="image/png", size=0, html=""):
    _text(editor).evaluate(PASTE, [picture, mime, size, html])


def _note(editor):
    return editor.page.locator(".article-form .notice[role=alert]")


def _writes_and_pastes_too_early(editor):
    editor.at("/lam-viec/cong-thong-tin/moi/")
    editor.page.locator("[name=title]").fill(TITLE)
    editor.page.locator("[name=section]").select_option(index=1)
    _text(editor).click()
    editor.page.keyboard.insert_text(BEFORE)
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.insert_text(AFTER)
    _paste(editor, _png("green"))
    assert "Lưu bản nháp trước" in _note(editor).inner_text()
    assert BEFORE in _text(editor).inner_text()
    editor.passes("too-early")
    editor.page.get_by_role("button", name="Lưu nháp").click()
    editor.page.wait_for_url(lambda url: "/moi/" not in url)


def _is_told_what_cannot_be_pasted(editor):
    _text(editor).get_by_text(BEFORE).click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.insert_text(" Chưa lưu.")
    _paste(editor, _png("green"), mime="image/bmp")
    assert "JPEG, PNG, WebP" in _note(editor).inner_text()
    _paste(editor, _png("green"), size=21 * 1024 * 1024)
    assert "20" in _note(editor).inner_text()
    editor.passes("too-large")
    _paste(editor, html='<p>Chữ kèm ảnh.</p><img src="file:///C:/a.png">')
    assert "chưa có ảnh" in _note(editor).inner_text()
    assert "Chữ kèm ảnh." in _text(editor).inner_text()
    assert "Chưa lưu." in _text(editor).inner_text()
    assert editor.page.locator("dialog[open]").count() == 0


def _stand_in(editor, words):
    """Click into a paragraph, and wait until the editor knows that the cursor is there: it is told a moment later."""
    _text(editor).get_by_text(words).click()
    editor.page.wait_for_function(
        "words => { const at = getSelection(); return at.isCollapsed && at.anchorNode.textContent.includes(words); }",
        arg=words,
    )
    editor.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")


def _leaves_one_out(editor):
    _paste(editor, _png("green"))
    assert not _note(editor).is_visible()
    editor.page.locator("dialog[open]").get_by_role("button", name="Không đưa vào bài").click()
    assert editor.page.locator("dialog[open], figure.placed").count() == 0


def _pastes_one(editor):
    _stand_in(editor, BEFORE)
    _paste(editor, _png("green"))
    box = editor.page.locator("dialog[open]")
    box.get_by_role("button", name="Đặt vào bài").click()
    box.locator("[role=alert]").get_by_text("Mô tả ảnh").wait_for()
    editor.passes("without-words", status=422)
    box.get_by_label("Mô tả ảnh").fill(SAYS)
    box.get_by_label("Chú thích").fill(CAPTION)
    box.get_by_role("button", name="Đặt vào bài").click()
    figure = _text(editor).locator("figure.placed")
    figure.wait_for()
    assert CAPTION in figure.inner_text()
    assert box.count() == 0
    said = _text(editor).inner_text()
    assert said.index("Chưa lưu.") < said.index(CAPTION) < said.index(AFTER)
    editor.passes("pasted")


def _pastes_one_that_stands_in_the_text_of_a_page(editor):
    _stand_in(editor, AFTER)
    _paste(editor, html=f'<meta charset="utf-8"><img src="data:image/png;base64,{_png("red")}">')
    box = editor.page.locator("dialog[open]")
    box.get_by_label("Mô tả ảnh").fill("Cổng thôn")
    box.get_by_role("button", name="Đặt vào bài").click()
    _text(editor).locator("figure.placed").nth(1).wait_for()


def _saves(editor):
    editor.page.locator(".article-form .form-actions button.btn-primary").click()
    editor.page.get_by_text("Đã lưu bài viết").wait_for()
    article = Article.objects.get(title=TITLE)
    first, second = article.photos.order_by("order")
    assert (first.alt, first.caption, second.alt) == (SAYS, CAPTION, "Cổng thôn")
    html = article.body.html
    places = [html.index(words) for words in (BEFORE, f'data-photo="{first.pk}"', AFTER, f'data-photo="{second.pk}"')]
    assert places == sorted(places)
    assert "Chưa lưu." in html
    editor.at("/lam-viec/cong-thong-tin/")  # leaving the article tells that it is free: served before the test ends
    editor.page.wait_for_load_state("networkidle")
    editor.passes("articles")
