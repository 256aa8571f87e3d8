"""Sites for tests, made through the real actions."""

from datetime import datetime

from django.utils import timezone

from kheo.lib.dates import LOCAL, local_day
from kheo.outlets.sites.actions import open_site
from kheo.outlets.sites.models import Site
from kheo.outlets.sites.queries import Here, public_sites
from kheo.outlets.sites.rules import SiteFacts

NOW = datetime(2018, 1, 18, 7, 30, tzinfo=LOCAL)
HOSTS = ["main.example.vn", ".xa.example.vn", "testserver"]


def facts(unit, **more) -> SiteFacts:
    said = {
        "host": "hoa.xa.example.vn",
        "name": "Dân vận khéo xã Yên Hòa",
        "tagline": "Đảng ủy xã Yên Hòa",
        "responsible": "Bí thư Đảng ủy xã",
        "office": "Khối Dân vận xã Yên Hòa",
        "phone": "0229 0000 001",
        "is_shown": True,
    }
    return SiteFacts(unit, **said | more)


def site(unit, *, by=None, at=NOW, logo=None, **more) -> Site:
    return open_site(facts(unit, **more), by=by, at=at, logo=logo)


def main_site():
    """Where something is shown that is shown on the main site today."""
    today = local_day(timezone.now())
    return Here(None, public_sites(today), today)
