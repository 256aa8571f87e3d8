"""Entries and deadlines for tests, made through the real actions."""

from datetime import date

from kheo.machinery.correspondence import actions
from kheo.machinery.correspondence.rules import ArrivalFacts, DeadlineFacts, SendingFacts
from tests import make
from tests.directives.made import document

ARRIVED = date(2017, 1, 12)


def arrival(by, directive=None, **said):
    said = {"day": ARRIVED} | said
    return actions.receive(directive or document(by), ArrivalFacts(**said), by=by, at=make.NOW)


def sending(by, directive, book=None, **said):
    said = {"day": ARRIVED, "signer": "Phó Trưởng ban Trần Văn Mẫu", "recipients": "Các xã"} | said
    return actions.send_out(directive, SendingFacts(**said), book=book, by=by, at=make.NOW)


def deadline(by, directive=None, **said):
    said = {"asked": "Gửi báo cáo sơ kết", "unit_kinds": ["commune"], "due_on": date(2099, 6, 15)} | said
    return actions.ask(directive or document(by), DeadlineFacts(**said), by=by, at=make.NOW)
