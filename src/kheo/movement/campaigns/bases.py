"""What of a campaign rests on documents: itself, its phases, its targets, its levels."""

from django.db.models import Case, CharField, F, TextChoices, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.kit import Resting, Rows, declare
from kheo.movement.campaigns.models import Campaign, CampaignLevel, Phase
from kheo.movement.campaigns.states import Level, PhaseKind

_TEXT = CharField(max_length=500)


def campaigns(user: User) -> Rows:
    """Return the campaigns that somebody may see."""
    return Campaign.objects.visible_to(user).annotate(place=F("slug"), said=F("name"))


def phases(user: User) -> Rows:
    """Return the phases of those campaigns, by their own names."""
    return _parts(Phase.objects.all(), user, _label("kind", PhaseKind))


def registrations(user: User) -> Rows:
    """Return those campaigns, by their registration, which follows a deadline."""
    said = Concat("name", Value(f": {PhaseKind.REGISTRATION.label}"), output_field=_TEXT)
    return Campaign.objects.visible_to(user).annotate(place=F("slug"), said=said)


def levels(user: User) -> Rows:
    """Return the levels of recognition of those campaigns."""
    return _parts(CampaignLevel.objects.all(), user, _label("level", Level))


def _parts(rows: Rows, user: User, name: Case) -> Rows:
    seen = rows.filter(campaign__in=Campaign.objects.visible_to(user))
    said = Concat("campaign__name", Value(": "), name, output_field=_TEXT)
    parts: Rows = seen.annotate(place=F("campaign__slug"), said=said)
    return parts


def _label(name: str, choices: type[TextChoices]) -> Case:
    whens = [When(**{name: each.value, "then": Value(str(each.label))}) for each in choices]
    return Case(*whens, default=Value(""), output_field=_TEXT)


PAGE = "campaigns:detail"
declare(Resting("campaign", gettext_lazy("Campaigns"), PAGE, campaigns))
declare(Resting("phase", gettext_lazy("Phases of the year"), PAGE, phases))
_BY = pgettext_lazy("document", "Phases that follow its deadlines")
declare(Resting("phase_deadline", _BY, PAGE, phases, by="deadline__directive"))
declare(Resting("registration_deadline", _BY, PAGE, registrations, by="registration_deadline__directive"))
declare(Resting("level", gettext_lazy("Levels of recognition"), PAGE, levels))
declare(Resting("target", pgettext_lazy("document", "Targets of campaigns"), PAGE, campaigns, by="targets__basis"))
