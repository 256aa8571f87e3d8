"""Articles that units have sent and that an editor has to look at."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState

offer(
    Waiting(
        "newsroom.review",
        _("Articles waiting for an editor"),
        frozenset({Role.EDITOR, Role.STANDING_OFFICE}),
        lambda user, _day: Article.objects.visible_to(user).filter(state=ArticleState.IN_REVIEW),
        lambda _day: f"{reverse('newsroom:articles')}?state={ArticleState.IN_REVIEW}",
        since="changed_at",
        patience=3,
    )
)
