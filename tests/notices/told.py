"""What the tests of notices share: people with and without an address, and things that are due."""

from datetime import date

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import REMINDERS, Due, Message, Reminder
from kheo.machinery.notices.models import Mail
from kheo.organisation.access.states import Role
from tests import make

DAY = date(2017, 3, 10)
PAGE = "/lam-viec/nhiem-vu/"


def with_address(user, address=""):
    """Give a person an e-mail address."""
    user.email = address or f"{user.username}@example.vn"
    user.save(update_fields=["email"])
    return user


def message(unit, key="so-1", **more):
    said = {"kind": "tests.told", "title": "Hồ sơ bị trả lại", "text": "Thiếu chỉ tiêu.", "url": PAGE} | more
    return Message(key=key, unit_id=unit.pk, **said)


def crowd(number):
    """Return so many people with addresses."""
    return [with_address(make.user(f"hoi_vien_{n}", f"Người {n}")) for n in range(number)]


def mailed(unit, number, **more):
    """Tell so many people something, and return their mails; more than five are held."""
    people = list(User.objects.filter(username__startswith="hoi_vien_")[:number])
    people += crowd(number) if not people else []
    tell(people, message(unit, **more), by=None, at=make.NOW)
    return list(Mail.objects.order_by("pk"))


def due(unit, *, on=DAY, key="viec-1", roles=(Role.OFFICER,), **more):
    said = {"title": "Nộp báo cáo", "text": "Báo cáo quý I", "url": PAGE} | more
    return Due(key=key, unit_id=unit.pk, roles=frozenset(roles), due_on=on, **said)


def declared(monkeypatch, *things, superiors=(Role.STANDING_OFFICE,)):
    """Let one reminder be all there is, of things that may be changed by the test; return them."""
    known = list(things)
    one = Reminder("tests.due", "Việc đến hạn", lambda day: list(known), frozenset(superiors))
    for key in list(REMINDERS):
        monkeypatch.delitem(REMINDERS, key)
    monkeypatch.setitem(REMINDERS, one.key, one)
    return known
