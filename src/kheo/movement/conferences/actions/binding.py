import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import keep
from kheo.lib.file_kinds import Kind
from kheo.lib.typesetting.binder import Bound
from kheo.movement.conferences.models import Conference, Pack
from kheo.organisation.access.rules import require


@transaction.atomic
def keep_pack(conference: Conference, made: Bound, *, form_key: uuid.UUID, by: User, at: datetime) -> Pack:
    """Keep the papers of a conference as they were bound; the same key gives the same pack again."""
    require(by, "conferences.keep", on=conference.unit_id)
    if done := Pack.objects.filter(form_key=form_key).first():
        return done
    name = f"tai-lieu-hoi-nghi-{conference.held_on:%Y%m%d}-{at:%Y%m%d-%H%M}.pdf"
    file = keep(ContentFile(made.pdf, name=name), kinds={Kind.PDF}, by=by, at=at)
    parts = [[title, page] for title, page in made.parts]
    said = {"file": file, "parts": parts, "pages": made.pages, "form_key": form_key}
    pack = Pack.objects.create(conference=conference, by=by, at=at, **said)
    record("conferences.keep_pack", on=conference, by=by, at=at, pack=pack.pk, pages=made.pages)
    return pack
