"""Articles that units have sent and that an editor has to look at, and those that were given back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState

EDITORS = frozenset({Role.EDITOR, Role.STANDING_OFFICE})

offer(
    Waiting(
        "newsroom.review",
        _("Articles waiting for an editor"),
        EDITORS,
        lambda user, _day: Article.objects.visible_to(user).filter(state=ArticleState.IN_REVIEW),
        lambda _day: f"{reverse('newsroom:articles')}?state={ArticleState.IN_REVIEW}",
        since="changed_at",
        patience=3,
    )
)
offer(
    Waiting(
        "newsroom.returned",
        _("Articles given back and not sent again"),
        EDITORS | {Role.OFFICER},
        lambda user, _day: Article.objects.visible_to(user).returned(),
        lambda _day: f"{reverse('newsroom:articles')}?state=returned",
        since="changed_at",
        patience=7,
        one=("newsroom:edit", "pk"),
    )
)
