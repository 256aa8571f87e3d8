"""Articles, models and their lists, as a Wagtail developer writes them."""

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Avg, Count
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


class RemarkForm(forms.Form):
    """What a reader may say."""

    name = forms.CharField(max_length=100)
    email = forms.EmailField(required=False)
    text = forms.CharField(widget=forms.Textarea, max_length=2000)


class ArticlePage(Page):
    """An article with what readers see around it: the menu, the newest, the most read, remarks and stars."""

    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    views = models.PositiveIntegerField(default=0, db_index=True)
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    def get_context(self, request):
        articles = ArticlePage.objects.live()
        return super().get_context(request) | {
            "menu": self.get_parent().get_children().live().in_menu(),
            "newest": articles.order_by("-first_published_at")[:5],
            "most_read": articles.order_by("-views")[:5],
            "remarks": self.remarks.all(),
            "stars": self.votes.aggregate(mean=Avg("stars"), number=Count("pk")),
            "form": RemarkForm(),
        }


class Remark(models.Model):
    """What a reader said of an article."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="remarks")
    name = models.CharField(max_length=100)
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self):
        return self.name


class Vote(models.Model):
    """How many stars a reader gave an article."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="votes")
    stars = models.PositiveSmallIntegerField()

    def __str__(self):
        return str(self.stars)


class ModelPage(Page):
    """A recognised model."""

    unit_name = models.CharField(max_length=200, blank=True)
    field_name = models.CharField(max_length=200, blank=True)
    method = models.TextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("method")]
