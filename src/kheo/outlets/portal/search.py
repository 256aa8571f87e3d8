"""What a reader can find: news, recognised models, and the documents that the movement rests on."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import local_day
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.signals import directive_entered
from kheo.machinery.search.kit import Facts, Indexed, declare
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.rules import plain_text
from kheo.outlets.newsroom.states import ArticleState


def _articles() -> QuerySet[Article]:
    return Article.objects.published().select_related("body", "section").order_by("published_at", "pk")


def _article(article: Article) -> Facts | None:
    if article.state != ArticleState.PUBLISHED or article.published_at is None:
        return None
    return Facts(
        title=article.title,
        url=reverse("portal:article", args=[article.pk, article.slug]),
        summary=article.lead,
        text=f"{plain_text(article.body.html)}\n{article.byline}\n{article.source}",
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
        shelf=registration.field.name,
    )


def _directives() -> QuerySet[Directive]:
    return Directive.objects.order_by("pk")


def _directive(directive: Directive) -> Facts:
    return Facts(
        title=f"{directive}: {directive.title}" if directive.number else directive.title,
        url=f"{reverse('portal:directives')}#{directive.slug}",
        summary=directive.issuer,
        day=directive.signed_on,
        is_public=True,
    )


declare(
    Indexed("article", pgettext_lazy("found", "News"), _articles, _article),
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
        follows=directive_entered,
        argument="directive",
    ),
)
