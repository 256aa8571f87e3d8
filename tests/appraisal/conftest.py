import pytest

from kheo.movement.registry.actions import attach
from tests import make
from tests.portal.made import picture


@pytest.fixture
def photo():
    """Hang a photo on a registration."""

    def hang(registration, by, colour="green"):
        file = picture(colour=colour)
        return attach(registration, file, caption="Đường hoa", is_public=False, by=by, at=make.NOW)

    return hang
