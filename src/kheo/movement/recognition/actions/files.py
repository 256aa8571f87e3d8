"""The signed paper of a decision, as a file: hung on it, shown to readers or not, taken off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import ask_for_words
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused
from kheo.movement.recognition.models import Decision, SignedFile
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.recognition.states import DecisionState
from kheo.organisation.access.rules import require


class NotFiled(Refused):
    """The file cannot hang on this decision."""


@transaction.atomic
def put_on_file(decision: Decision, file: StoredFile, *, is_public: bool, by: User, at: datetime) -> SignedFile:
    """Hang the signed paper on an issued decision; the same bytes only once. Its words are read in the background.

    :raises NotFiled: if the decision is still a draft.
    """
    require(by, "recognition.issue", on=decision.unit_id)
    if decision.state != DecisionState.ISSUED:
        raise NotFiled(_("A draft has no signed paper yet."))
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    twin: SignedFile | None = decision.files.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    kept = SignedFile.objects.create(decision=decision, file=file, is_public=is_public)
    told = {"file": str(file.pk), "name": file.name, "is_public": is_public}
    record("recognition.put_on_file", on=decision, by=by, at=at, **told)
    ask_for_words(file, at=at)
    decision_changed.send(Decision, decision=decision)
    return kept


@transaction.atomic
def show_file(kept: SignedFile, *, is_public: bool, by: User, at: datetime) -> None:
    """Let readers see a signed paper, or not any more; what is so already changes nothing."""
    require(by, "recognition.issue", on=kept.decision.unit_id)
    if kept.is_public == is_public:
        return
    kept.is_public = is_public
    kept.save(update_fields=["is_public"])
    record("recognition.show_file", on=kept.decision, by=by, at=at, file=str(kept.file_id), is_public=is_public)
    decision_changed.send(Decision, decision=kept.decision)


@transaction.atomic
def take_off_file(kept: SignedFile, *, by: User, at: datetime) -> None:
    """Take a file off a decision: nobody is given it any more; its bytes are kept."""
    require(by, "recognition.issue", on=kept.decision.unit_id)
    decision = kept.decision
    record("recognition.take_off_file", on=decision, by=by, at=at, file=str(kept.file_id), name=kept.file.name)
    kept.delete()
    decision_changed.send(Decision, decision=decision)
