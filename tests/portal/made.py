"""Articles for tests, made through the real actions."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.dates import LOCAL
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.actions import issue, recognise
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.models import Registration
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.rules import ArticleFacts
from kheo.outlets.voice.actions import add_comment, moderate
from kheo.outlets.voice.models import Comment
from tests import make

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


def comment(about, *, text: str = "Bài viết hay.", name: str = "Bạn đọc", state: str = "pending", **more) -> Comment:
    made = add_comment(about, name=name, text=text, **{"at": NOW} | more)
    if state != "pending":
        moderate(made, show=state == "shown", reason="Quảng cáo", by=None, at=NOW)
    return made


def picture(name: str = "anh.jpg", colour: str = "green") -> StoredFile:
    out = BytesIO()
    Image.new("RGB", (1400, 900), colour).save(out, "JPEG")
    return keep(SimpleUploadedFile(name, out.getvalue()), kinds=PHOTO_KINDS, by=None, at=NOW)


def recognised(cast, name="Thắp sáng đường quê", **more) -> Registration:
    campaign = more.pop("campaign", None) or make.campaign(cast.district)
    unit, officer = more.pop("unit", cast.hoa), more.pop("officer", cast.commune_officer)
    registration = make.registration(
        campaign, unit, officer, state="registered", office=cast.district_office, name=name, **more
    )
    paper = Decision(
        unit=cast.district,
        number="12-QĐ/HU",
        signed_on=campaign.starts_on + timedelta(days=300),
        signed_by="A",
        title="B",
    )
    decision = issue(paper, by=cast.district_office, at=NOW)
    recognise([registration], decision=decision, level=Level.DISTRICT, by=cast.district_office, at=NOW)
    return registration
