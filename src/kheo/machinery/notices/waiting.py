"""Mail that waits for somebody: to be looked through, or to be sent again."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.machinery.notices.models import Batch, Mail
from kheo.machinery.notices.states import MailState
from kheo.organisation.access.states import Role

OFFICE = frozenset({Role.STANDING_OFFICE})

offer(
    Waiting(
        "notices.batches",
        _("Mail to many that waits to be looked through"),
        OFFICE,
        lambda user, _day: Batch.objects.visible_to(user).waiting(),
        lambda _day: reverse("notices:outbox"),
        since="at",
        patience=2,
        one=("notices:batch", "pk"),
    )
)
offer(
    Waiting(
        "notices.failed",
        _("Mails that could not be sent"),
        OFFICE | {Role.ADMINISTRATOR},
        lambda user, _day: Mail.objects.visible_to(user).filter(state=MailState.FAILED),
        lambda _day: f"{reverse('notices:outbox')}?state={MailState.FAILED}",
        since="at",
        patience=2,
        one=("notices:mail", "pk"),
    )
)
