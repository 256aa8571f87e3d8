"""Files of a dossier."""

from datetime import datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.movement.commendation.actions.dossiers import require_write
from kheo.movement.commendation.models import Dossier, Paper
from kheo.movement.commendation.states import PaperKind


@transaction.atomic
def attach(dossier: Dossier, file: StoredFile, *, kind: PaperKind, by: User, at: datetime) -> Paper:
    """Hang a file on a dossier that may still be changed; the same bytes only once.

    :raises NotMovable: if it cannot be changed.
    """
    require_write(Dossier.objects.select_for_update().get(pk=dossier.pk), by=by)
    twin: Paper | None = dossier.papers.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    paper = Paper.objects.create(dossier=dossier, file=file, kind=kind)
    record("commendation.attach", on=dossier, by=by, at=at, file=str(file.pk), name=file.name, kind=str(kind))
    return paper


@transaction.atomic
def detach(paper: Paper, *, by: User, at: datetime) -> None:
    """Take a file off a dossier that may still be changed; the file itself is kept.

    :raises NotMovable: if it cannot be changed.
    """
    dossier = Dossier.objects.select_for_update().get(pk=paper.dossier_id)
    require_write(dossier, by=by)
    record("commendation.detach", on=dossier, by=by, at=at, file=str(paper.file_id))
    paper.delete()
