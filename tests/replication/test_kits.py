"""The kit by which a model is copied: what it says, who may take it along, and that its paper is whole."""

from decimal import Decimal

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.machinery.papers.models import Written
from kheo.movement.registry.actions import tell_how_to
from kheo.movement.registry.models import Measure
from kheo.movement.registry.rules import HowToFacts
from kheo.movement.replication import actions
from kheo.movement.replication.actions import NotCopied
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db
TOLD = HowToFacts("Bước 1: họp thôn.\nBước 2: lắp đèn.", "35 triệu đồng một km", "Biên bản họp thôn", "Ủy ban MTTQ xã")


@pytest.fixture
def lights(cast):
    registration = made.recognised(cast, name="Thắp sáng đường quê")
    tell_how_to(registration, TOLD, version=0, by=cast.commune_officer, at=made.NOW)
    Measure.objects.create(
        registration=registration, name="Đường có đèn", counted_in="km", promised=5, achieved=Decimal("6.5")
    )
    return registration.exemplar


@pytest.mark.parametrize("form", ["party", "state"])
def test_the_paper_says_all_that_is_needed(cast, lights, tmp_path, monkeypatch, form):
    from kheo.machinery.papers.queries import letterhead_of  # noqa: PLC0415 -- to be changed below

    def usual(unit, day):
        head = letterhead_of(unit, day)
        head.form = form
        return head

    monkeypatch.setattr("kheo.movement.replication.actions.kits.letterhead_of", usual)
    out = tmp_path / "tai-lieu.docx"
    actions.write_kit(lights, out=out, by=cast.other_officer, at=made.NOW)
    word = docx.Document(out)
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for words in ("Thắp sáng đường quê", "Giúp dân", "Bước 2: lắp đèn.", "35 triệu đồng một km", "Ủy ban MTTQ xã"):
        assert words in told
    assert "{" not in told
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "6,5" in cells
    assert Written.objects.get().about == "Thắp sáng đường quê"


def test_only_recognised_models_have_a_kit_and_only_officers_take_it(cast, lights, tmp_path, client):
    draft = make.registration(lights.registrations.get().campaign, cast.mac, cast.other_officer).exemplar
    with pytest.raises(NotCopied):
        actions.write_kit(draft, out=tmp_path / "a.docx", by=cast.other_officer, at=made.NOW)
    for model in (lights, draft):
        with pytest.raises(PermissionDenied):
            actions.write_kit(model, out=tmp_path / "a.docx", by=cast.stranger, at=made.NOW)
    client.force_login(cast.other_officer)
    assert client.get(reverse("replication:kit", args=[draft.pk])).status_code == 404


def test_the_page_shows_it_and_hands_out_the_paper(cast, lights, client, django_assert_max_num_queries):
    client.force_login(cast.other_officer)
    page = reverse("replication:kit", args=[lights.pk])
    with django_assert_max_num_queries(10):
        assert "Bước 1: họp thôn." in client.get(page).content.decode()
    answer = client.post(page)
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"].endswith('filename="tai-lieu-nhan-rong-thap-sang-duong-que.docx"')
