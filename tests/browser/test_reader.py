"""A reader on a phone: reads the news, remarks, rates, searches, and looks at a model, with script and without."""

import pytest
from django.utils import timezone

from kheo.faces.demo.rules import PASSWORD
from kheo.lib.dates import local_day, long_date
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
NEWS = "Hội nghị tổng kết phong trào thi đua “Dân vận khéo” năm 2017"
REMARK = "Xóm tôi mong sớm có đoạn đường tự quản như Yên Hòa."


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_reader(travel, script):
    journey = f"reader-{'script' if script else 'plain'}"
    reader = travel(journey, PHONE, java_script_enabled=script)
    _reads_the_news(reader)
    _remarks_with_an_empty_box(reader)
    _remarks(reader)
    _editor_shows_the_remark(travel(f"{journey}-editor", DESK))
    _finds_the_remark_and_rates(reader)
    _searches_and_looks_at_a_model(reader)
    _changes_language_and_look(reader)


def _meta(reader):
    """Return what stands under the title of an article."""
    return [" ".join(line.split()) for line in reader.page.locator(".article-meta li").all_inner_texts()]


def _reads_the_news(reader):
    page = reader.at("/")
    assert page.locator(".strip-date").inner_text() == f"Hôm nay, {long_date(local_day(timezone.now()))}"
    reader.passes("front")
    reader.link(NEWS).first.click()
    assert reader.heading() == NEWS
    assert _meta(reader) == ["Thứ năm, 18/01/2018", "Đã xem: 90", "Nhận xét: 10"]
    assert page.locator(".comments > li").count() == 10
    reader.passes("article")


def _remarks_with_an_empty_box(reader):
    reader.box("Họ và tên").fill("Đỗ Văn Hợp")
    reader.page.wait_for_timeout(3000)  # nobody writes a remark in less: the form refuses what comes quicker
    reader.button("Gửi nhận xét").click()
    summary = reader.page.locator(".error-summary").inner_text()
    assert "Vui lòng nhập đầy đủ thông tin" in summary
    assert "Nội dung nhận xét" in summary
    assert reader.box("Họ và tên").input_value() == "Đỗ Văn Hợp"
    reader.passes("remark-refused", status=422)


def _remarks(reader):
    reader.box("Nội dung nhận xét").press_sequentially(REMARK, delay=70)
    reader.button("Gửi nhận xét").click()
    reader.page.get_by_text("Đã nhận nhận xét của bạn").wait_for()
    assert reader.page.locator(".comments > li").count() == 10
    assert REMARK not in reader.page.locator(".comments").inner_text()
    reader.passes("remark-waits")


def _editor_shows_the_remark(editor):
    editor.signs_in("bientap", PASSWORD)
    editor.passes("home")
    editor.link("Cổng thông tin", exact=True).first.click()
    editor.passes("articles")
    editor.link("Nhận xét chờ duyệt: 3").click()
    editor.passes("remarks")
    editor.page.get_by_text(REMARK).wait_for()
    editor.box("Đỗ Văn Hợp").check()
    editor.button("Hiển thị").click()
    assert REMARK not in editor.text()
    editor.passes("remark-shown")


def _finds_the_remark_and_rates(reader):
    reader.page.reload()
    assert _meta(reader)[2] == "Nhận xét: 11"
    assert REMARK in reader.page.locator(".comments > li").last.inner_text()
    reader.button("4 sao").click()
    assert "4 điểm (1 đánh giá)" in reader.page.locator(".rating-sum").inner_text()
    reader.passes("rated")


def _searches_and_looks_at_a_model(reader):
    reader.page.locator("input[name=q]").first.fill("doan duong")
    reader.page.keyboard.press("Enter")
    assert reader.page.locator(".found h2").first.inner_text().startswith("Đoạn đường tự quản")
    reader.passes("search")
    reader.page.locator(".found h2 a").first.click()
    assert reader.heading().startswith("Đoạn đường tự quản")
    reader.passes("model")


def _changes_language_and_look(reader):
    html = reader.page.locator("html")
    reader.button("English").click()
    assert html.get_attribute("lang") == "en"
    reader.passes("model-in-english")
    reader.button("Tiếng Việt").click()
    assert html.get_attribute("lang") == "vi"
    reader.page.locator("button[value=large]").click()
    assert html.get_attribute("data-size") == "large"
    reader.passes("large-letters")
    reader.page.locator("button[value=high]").click()
    assert html.get_attribute("data-contrast") == "high"
    reader.at("/")
    reader.passes("front-in-high-contrast")
