import pytest

from kheo.movement.recognition.models import Decision
from tests import make
from tests.certificates import given


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def decision(cast, campaign):
    """A decision of the district that names two models of Hòa and one of Mạc."""
    names = [(cast.hoa, "Đường hoa nông thôn"), (cast.hoa, "Tổ tự quản"), (cast.mac, "Camera an ninh")]
    return given.decided(cast, campaign, names)


@pytest.fixture
def design(cast):
    return given.drawn(cast.district)


@pytest.fixture
def issued(cast, decision):
    """The certificates of the decision, in the order of their numbers."""
    return given.issued(decision, cast.district_office)


@pytest.fixture
def empty_decision(cast):
    said = {"number": "16-QĐ/BCĐ", "signed_on": given.SIGNED, "signed_by": "Trưởng ban", "state": "issued"}
    return Decision.objects.create(unit=cast.district, **said)
