"""The addresses of the stock site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.models import Page


def search(request: HttpRequest) -> HttpResponse:
    """Search all pages, as the template of `wagtail start` does."""
    found = Page.objects.live().search(request.GET.get("q", ""))
    return render(request, "stock/search.html", {"found": found[:20], "number": found.count()})


urlpatterns = [path("admin/", include(admin_urls)), path("search/", search), path("", include(wagtail_urls))]
