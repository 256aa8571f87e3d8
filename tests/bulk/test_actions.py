"""Many rows written at once are the same as those written one by one."""

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from kheo.foundation.audit.actions import record, record_all
from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.bulk.actions import insert, insert_rows, remember, reserve
from kheo.organisation.units.models import Unit
from tests import make


@pytest.mark.django_db
def test_numbers_are_given_once(cast):
    first = reserve(AuditEvent, 3)
    insert_rows(AuditEvent, ("id", "object_id"), ((pk, str(pk)) for pk in first), at=make.NOW, act="x", object_type="y")
    second = reserve(AuditEvent, 2)
    assert first == sorted(first)
    assert not set(first) & set(second)
    assert record("x", on=cast.hoa, by=None, at=make.NOW).pk > max(first)
    AuditEvent.objects.filter(pk__in=first).delete()
    assert min(reserve(AuditEvent, 1)) > max(first)


@pytest.mark.django_db
def test_rows_said_together_are_as_those_recorded_one_by_one(cast):
    alone = record("registry.register", on=cast.hoa, by=cast.leader, at=make.NOW, name="Đường hoa", day=make.NOW.date())
    told = [(cast.hoa.pk, {"name": "Đường hoa", "day": make.NOW.date()})] * 2
    record_all("registry.register", Unit, told, by=cast.leader, at=make.NOW)
    twins = AuditEvent.objects.filter(act="registry.register").order_by("pk")
    kept = [model_to_dict(event, exclude=["id"]) for event in twins]
    assert len(kept) == 3
    assert kept[0] == kept[1] == kept[2]
    assert twins[0].pk == alone.pk


@pytest.mark.django_db
def test_more_rows_than_one_statement_takes():
    numbers = reserve(AuditEvent, 7_000)
    insert([AuditEvent(pk=pk, at=make.NOW, act="x", object_type="y", object_id=str(pk)) for pk in numbers])
    assert AuditEvent.objects.count() == 7_000
    assert AuditEvent.objects.get(pk=numbers[-1]).data == {}
    insert([])


@pytest.mark.django_db
def test_a_clash_leaves_nothing(cast):
    numbers = reserve(AuditEvent, 2)
    twice = [AuditEvent(pk=numbers[0], at=make.NOW, act="x", object_type="y", object_id="1")] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(twice)
    assert not AuditEvent.objects.filter(act="x").exists()


@pytest.mark.django_db
def test_history_is_as_the_rows_are(cast):
    from kheo.movement.registry.models import Exemplar  # noqa: PLC0415 -- any table with a history

    numbers = reserve(Exemplar, 3)
    names = ("id", "name", "name_key", "slug")
    insert_rows(Exemplar, names, ((pk, f"Tên {pk}", str(pk), "x") for pk in numbers), unit_id=cast.hoa.pk)
    remember(Exemplar, numbers, by=cast.leader.pk, at=make.NOW)
    then = Exemplar.history.get(id=numbers[1])
    assert (then.name, then.history_type, then.history_user_id) == (f"Tên {numbers[1]}", "+", cast.leader.pk)
    assert then.history_date == make.NOW
    assert Exemplar.history.count() == 3
