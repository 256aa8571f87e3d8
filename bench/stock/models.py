"""Articles, models and their lists, as a Wagtail developer writes them."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

A_PAGE = 20


class Listing(Page):
    """A page that lists its children, twenty at a time, the newest first."""

    max_count = None

    def get_context(self, request):
        found = Page.objects.child_of(self).live().order_by("-first_published_at", "-pk")
        pages = Paginator(found.specific(), A_PAGE)
        return super().get_context(request) | {"page_obj": pages.get_page(request.GET.get("page"))}


class ArticlePage(Page):
    """An article."""

    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    def get_context(self, request):
        newest = ArticlePage.objects.live().order_by("-first_published_at")[:5]
        return super().get_context(request) | {"newest": newest}


class ModelPage(Page):
    """A recognised model."""

    unit_name = models.CharField(max_length=200, blank=True)
    field_name = models.CharField(max_length=200, blank=True)
    method = models.TextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("method")]
