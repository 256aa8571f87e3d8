from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from kheo.foundation.audit.models import AuditEvent


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
