"""The kit by which a model is copied, as a Word document to take along."""

from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.queries import letterhead_of
from kheo.movement.registry.models import Exemplar
from kheo.movement.replication.actions.claims import NotCopied
from kheo.movement.replication.queries import models_seen_by
from kheo.movement.replication.queries.kits import kit_of, words_of

TEMPLATES = Path(__file__).parent.parent / "templates_docx"
KEY = "tai-lieu-nhan-rong"


@transaction.atomic
def write_kit(exemplar: Exemplar, *, out: Path, by: User, at: datetime) -> None:
    """Write the kit of a recognised model as a Word document, by the template of the unit that holds it; whoever may
    look at the model may take it along.

    :raises NotCopied: if the model is not recognised.
    """
    if not models_seen_by(by).filter(pk=exemplar.pk).exists():
        raise PermissionDenied("replication.view")
    kit = kit_of(exemplar)
    if kit is None:
        raise NotCopied(_("“%(name)s” is not recognised yet: only recognised models are copied.") % {"name": exemplar})
    head = letterhead_of(exemplar.unit, local_day(at))
    with override("vi"):
        words = words_of(kit, head, local_day(at))
    write(DOCUMENTS[KEY], head.form, words, unit=exemplar.unit, out=out, about=exemplar.name, by=by, at=at)
    record("replication.write_kit", on=exemplar, by=by, at=at)
