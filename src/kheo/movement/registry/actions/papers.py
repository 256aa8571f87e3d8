"""Photos and papers of a registration."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.vitext import normalise
from kheo.movement.registry.actions.steps import NotMovable
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.registry.rules import (
    CAPTION_LIMIT,
)
from kheo.movement.registry.states import EDITABLE, State
from kheo.organisation.access.rules import require


@transaction.atomic
def attach(
    registration: Registration, file: StoredFile, *, caption: str, is_public: bool, by: User, at: datetime
) -> Attachment:
    """Hang a photo or paper on a registration; the same bytes only once.

    :raises NotMovable: if it is cancelled, or the caption is too long.
    """
    require(by, "registry.amend", on=registration.holder_id)
    caption = _caption(caption)
    if _locked(registration).state == State.CANCELLED:
        raise NotMovable(_("The registration is cancelled; nothing can be added to it."))
    twin = registration.attachments.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    attachment = Attachment.objects.create(registration=registration, file=file, caption=caption, is_public=is_public)
    record("registry.attach", on=registration, by=by, at=at, file=str(file.pk), name=file.name)
    return attachment


def _locked(registration: Registration) -> Registration:
    """Return the row as it is now, held until the transaction ends."""
    return Registration.objects.select_for_update().get(pk=registration.pk)


def _caption(text: str) -> str:
    caption = normalise(text)
    if len(caption) > CAPTION_LIMIT:
        raise NotMovable(_("A caption has at most %(limit)s characters.") % {"limit": CAPTION_LIMIT})
    return caption


@transaction.atomic
def label(attachment: Attachment, *, caption: str, is_public: bool, by: User, at: datetime) -> None:
    """Say what a photo or paper shows and whether the portal may show it; what is said already changes nothing."""
    require(by, "registry.amend", on=attachment.registration.holder_id)
    caption = _caption(caption)
    if (attachment.caption, attachment.is_public) == (caption, is_public):
        return
    attachment.caption, attachment.is_public = caption, is_public
    attachment.save(update_fields=["caption", "is_public"])
    record("registry.label", on=attachment, by=by, at=at, caption=caption, is_public=is_public)


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a photo or paper off a registration that may still be changed; the file itself is kept."""
    registration = attachment.registration
    require(by, "registry.amend", on=registration.holder_id)
    if _locked(registration).state not in EDITABLE:
        raise NotMovable(_("What has been submitted can only be changed after it is returned."))
    record("registry.detach", on=registration, by=by, at=at, file=str(attachment.file_id))
    attachment.delete()
