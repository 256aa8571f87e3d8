import shutil
from datetime import datetime
from functools import partial

from django.core.files import File
from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.lib.office.typefaces_out import KINDS
from kheo.machinery.typefaces.models import Sample
from kheo.machinery.typefaces.rules import KEPT_FOR


@transaction.atomic
def bring(upload: "File[bytes]", *, by: User, at: datetime) -> Sample:
    """Keep a text to look at, and let go of what the same person brought more than a day ago.

    :raises NotKept: with the reason, in the reader's words.
    """
    _let_go(by, at)
    sample = Sample.objects.create(file=keep(upload, kinds=KINDS, by=by, at=at), by=by, at=at)
    record("typefaces.bring", on=sample, by=by, at=at)
    return sample


def _let_go(by: User, at: datetime) -> None:
    old = Sample.objects.visible_to(by).filter(at__lt=at - KEPT_FOR)
    files = list(StoredFile.objects.filter(pk__in=old.values("file")))
    old.delete()
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(partial(shutil.rmtree, file.folder, ignore_errors=True))
