"""What a reader can find: news, recognised models, the documents that the movement rests on, and its decisions."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from kheo.lib.dates import local_day
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import words_of as words_of_directives
from kheo.machinery.directives.signals import directive_changed
from kheo.machinery.search.kit import Facts, Indexed, declare
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.queries import words_of as words_of_decisions
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.recognition.states import DecisionState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import words_of as words_of_articles
from kheo.outlets.newsroom.states import ArticleState


def _articles() -> QuerySet[Article]:
    return Article.objects.published().select_related("section").order_by("published_at", "pk")


def _article(article: Article) -> Facts | None:
    if article.state != ArticleState.PUBLISHED or article.published_at is None:
        return None
    return Facts(
        title=article.title,
        url=reverse("portal:article", args=[article.pk, article.slug]),
        summary=article.lead,
        text=f"{words_of_articles([article.pk])[article.pk]}\n{article.byline}\n{article.source}",
        day=local_day(article.published_at),
        is_public=True,
        unit_id=article.unit_id,
        shelf=article.section.name,
    )


def _models() -> QuerySet[Registration]:
    recognised = Registration.objects.filter(state__in=TITLED)
    return recognised.select_related("exemplar", "unit", "campaign", "particulars", "field", "how_to").order_by(
        "updated_at", "pk"
    )


def _model(registration: Registration) -> Facts | None:
    if registration.state not in TITLED:
        return None
    exemplar, said = registration.exemplar, registration.particulars
    told = getattr(registration, "how_to", None)  # a row that need not be there
    how_to = f"\n{told.steps}\n{told.cost}\n{told.papers}" if told and told.released_at else ""
    return Facts(
        title=exemplar.name,
        url=reverse("portal:model", args=[registration.pk, exemplar.slug or "mo-hinh"]),
        summary=f"{registration.unit.name} · {registration.campaign.year}. {said.purpose}",
        text=f"{exemplar.place}\n{said.method}\n{said.targets}\n{said.outcome}{how_to}",
        day=local_day(registration.updated_at),
        is_public=True,
        unit_id=registration.unit_id,
        shelf=registration.field.name,
    )


def _directives() -> QuerySet[Directive]:
    return Directive.objects.public().order_by("pk")


def _directive(directive: Directive) -> Facts | None:
    if directive.withdrawn_at or not directive.is_public:
        return None
    return Facts(
        title=f"{directive}: {directive.title}" if directive.number else directive.title,
        url=reverse("portal:directive", args=[directive.slug]),
        summary=directive.issuer,
        text=words_of_directives([directive.pk]).get(directive.pk, ""),
        day=directive.signed_on,
        is_public=True,
    )


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.filter(state=DecisionState.ISSUED).select_related("unit").order_by("issued_at", "pk")


def _decision(decision: Decision) -> Facts | None:
    if decision.state != DecisionState.ISSUED:
        return None
    with override(settings.LANGUAGE_CODE):
        title = _("Decision %(number)s: %(title)s") % {"number": decision.number, "title": decision.title}
    return Facts(
        title=title,
        url=reverse("portal:decision", args=[decision.pk]),
        summary=decision.unit.name,
        text=words_of_decisions([decision.pk]).get(decision.pk, ""),
        day=decision.signed_on,
        is_public=True,
    )


declare(
    Indexed("article", pgettext_lazy("found", "News"), _articles, _article, words=words_of_articles),
    Indexed(
        "model",
        pgettext_lazy("found", "Recognised models"),
        _models,
        _model,
        follows=registration_changed,
        argument="registration",
        public_only=True,
    ),
    Indexed(
        "directive",
        pgettext_lazy("found", "Documents"),
        _directives,
        _directive,
        follows=directive_changed,
        argument="directive",
        words=words_of_directives,
    ),
    Indexed(
        "decision",
        pgettext_lazy("found", "Decisions"),
        _decisions,
        _decision,
        follows=decision_changed,
        argument="decision",
        public_only=True,
        words=words_of_decisions,
    ),
)
