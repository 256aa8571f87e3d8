"""Articles for tests, made through the real actions."""

from datetime import datetime
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.dates import LOCAL
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.rules import ArticleFacts
from kheo.outlets.voice.actions import add_comment, moderate
from kheo.outlets.voice.models import Comment

NOW = datetime(2018, 1, 18, 7, 30, tzinfo=LOCAL)
_numbers = count(1)


def section(slug: str = "tin-hoat-dong", name: str = "Tin hoạt động") -> Section:
    return actions.open_section(slug=slug, name=name, order=1, by=None, at=NOW)


def facts(unit, **more) -> ArticleFacts:
    said = {"title": f"Thôn {next(_numbers)} thắp sáng đường quê", "html": "<p>Hơn hai cây số đường có đèn.</p>"} | more
    return ArticleFacts(unit=unit, section=said.pop("section", None) or section(), **said)


def draft(unit, *, at=NOW, **more) -> Article:
    return actions.write_article(facts(unit, **more), by=None, at=at)


def article(unit, *, at=NOW, **more) -> Article:
    made = draft(unit, at=at, **more)
    actions.publish(made, by=None, at=at)
    return made


def comment(article: Article, *, text: str = "Bài viết hay.", name: str = "Bạn đọc", state: str = "pending") -> Comment:
    made = add_comment(article, name=name, text=text, at=NOW)
    if state != "pending":
        moderate(made, show=state == "shown", reason="Quảng cáo", by=None, at=NOW)
    return made


def picture(name: str = "anh.jpg", colour: str = "green") -> StoredFile:
    out = BytesIO()
    Image.new("RGB", (1400, 900), colour).save(out, "JPEG")
    return keep(SimpleUploadedFile(name, out.getvalue()), kinds=PHOTO_KINDS, by=None, at=NOW)
