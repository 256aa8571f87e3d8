from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.bulk.actions import insert_rows, reserve


def record(act: str, *, on: Model, by: AbstractBaseUser | None, at: datetime, **data: Any) -> AuditEvent:  # Any: JSON
    """Add one line to the record, in the caller's transaction; `by=None` means the program itself."""
    return AuditEvent.objects.create(
        at=at,
        act=act,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        object_type=on._meta.label_lower,
        object_id=str(on.pk),
        data=data,
    )


def record_all(
    act: str,
    on: type[Model],
    told: Iterable[tuple[int, Mapping[str, Any]]],
    *,
    by: AbstractBaseUser | None,
    at: datetime,
) -> None:
    """Add one line for each of very many records of a kind: its number and what changed."""
    lines = list(told)
    numbered = zip(reserve(AuditEvent, len(lines)), lines, strict=True)
    insert_rows(
        AuditEvent,
        ("id", "object_id", "data"),
        ((number, str(key), data) for number, (key, data) in numbered),
        at=at,
        act=act,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        object_type=on._meta.label_lower,
    )
