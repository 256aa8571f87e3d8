from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.machinery.registers.actions import NotKept, NotWithdrawn, correct, withdraw
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.contributions.queries import statement_of
from kheo.movement.registry.models import Registration
from tests import make
from tests.contributions import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def exemplar(cast):
    return made.model(cast)


def fields(refusal):
    return [fault.field for fault in refusal.value.faults]


def test_it_stands_as_it_was_given(exemplar):
    row = made.contribution(exemplar, content="Hiến đất", quantity=Decimal("1.2"), measure="ha", qualifier="nearly")
    row.refresh_from_db()
    assert (row.quantity, row.measure, row.qualifier, row.kind) == (Decimal("1.2"), "ha", "nearly", "land")


def test_the_same_gift_is_entered_once_unless_its_receipt_tells_it_apart(exemplar):
    made.contribution(exemplar)
    with pytest.raises(NotKept) as refusal:
        made.contribution(exemplar, quantity=Decimal(6))
    assert fields(refusal) == ["receipt"]
    made.contribution(exemplar, receipt="PT 12")
    assert Contribution.objects.count() == 2


def test_no_more_is_used_than_was_given_of_that_unit(cast, exemplar):
    made.contribution(exemplar)
    made.contribution(exemplar, content="Xi măng", quantity=Decimal(2), measure="tonne")
    other = make.registration(exemplar_campaign(exemplar), cast.hoa, cast.commune_officer, name="Khác").exemplar
    made.contribution(other)
    made.use(exemplar, quantity=Decimal(4_000), measure="thousand_dong")
    for wrong in (
        {"purpose": "Mua cát"},
        {"purpose": "Mua cát", "quantity": Decimal(1_000_001), "measure": "dong"},
        {"purpose": "Đổ đường", "measure": "kg", "quantity": Decimal(1)},
    ):
        with pytest.raises(NotKept) as refusal:
            made.use(exemplar, **wrong)
        assert fields(refusal) == ["quantity"]
    made.use(exemplar, purpose="Mua cát", quantity=Decimal(1))
    assert Use.objects.count() == 2


def exemplar_campaign(exemplar):
    return Registration.objects.get(exemplar=exemplar).campaign


def test_a_use_is_corrected_within_what_was_given(cast, exemplar):
    made.contribution(exemplar)
    use = made.use(exemplar)
    correct(use, {"quantity": Decimal(5)}, version=1, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(NotKept):
        correct(use, {"quantity": Decimal("5.1")}, version=2, by=cast.commune_officer, at=make.NOW)


def test_what_was_used_of_it_must_stay_given(cast, exemplar):
    gift = made.contribution(exemplar)
    made.use(exemplar)
    for change in ({"quantity": Decimal(1)}, {"measure": "thousand_dong"}):
        with pytest.raises(NotKept) as refusal:
            correct(gift, change, version=1, by=cast.commune_officer, at=make.NOW)
        assert fields(refusal) == ["quantity"]
    other = made.model(cast, campaign=exemplar_campaign(exemplar), name="Khác")
    with pytest.raises(NotKept):
        correct(gift, {"exemplar": other}, version=1, by=cast.commune_officer, at=make.NOW)
    gift.refresh_from_db()
    with pytest.raises(NotWithdrawn):
        withdraw(gift, reason="Nhập trùng", version=1, by=cast.district_office, at=make.NOW)
    correct(gift, {"quantity": Decimal(2)}, version=1, by=cast.commune_officer, at=make.NOW)


def test_only_the_own_unit_and_those_who_may(cast, exemplar):
    for stranger in (cast.other_officer, cast.leader, cast.editor):
        with pytest.raises(PermissionDenied):
            made.contribution(exemplar, by=stranger)
    assert made.contribution(exemplar, by=cast.commune_officer).unit == cast.hoa


def test_the_statement_names_no_private_person_and_nobody_who_asked(cast, exemplar):
    made.contribution(exemplar)
    made.contribution(exemplar, donor="Công ty Giấu Tên", is_anonymous=True)
    made.contribution(exemplar, donor="Nguyễn Văn Bình", donor_class="household", measure="workday", content="Công")
    made.contribution(exemplar, donor="Trần Hảo", donor_class="benefactor", measure="ha", content="Hiến đất")
    made.contribution(exemplar, donor="Phạm Ai", donor_class="", measure="kg", content="Gạo")
    withdrawn = made.contribution(exemplar, donor="Hội Rút Lại", donor_class="organisation")
    withdraw(withdrawn, reason="Nhập nhầm", version=1, by=cast.district_office, at=make.NOW)
    made.use(exemplar)
    told = statement_of(exemplar.pk)
    assert told.named == ["Công ty TNHH Hoàng Long"]
    assert not any(name in repr(told) for name in ("Giấu Tên", "Bình", "Hảo", "Ai", "Rút Lại"))
    assert [each.number for each in told.classes] == [2, 1, 1, 1]
    assert [each.number for each in told.sums] == [2, 1, 1, 1]
    assert [each.purpose for each in told.uses] == ["Mua xi măng"]


def test_there_is_no_statement_of_nothing(exemplar):
    assert statement_of(exemplar.pk) is None
