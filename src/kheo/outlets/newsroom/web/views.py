"""Articles at the desk: written, shown to readers, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from js_asset import Media  # type: ignore[import-untyped]  # it ships no types

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.kit import DOORS, readers_page
from kheo.outlets.newsroom.models import Article, Photo
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.newsroom.web import forms
from kheo.outlets.newsroom.web.editor import WORDS
from kheo.ui.lists import page_of

PREVIEWED = ("section", "body", "unit")


def _article(request: OfficerRequest, pk: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user).select_related(*PREVIEWED), pk=pk)


def _photo(request: OfficerRequest, pk: int, number: int) -> Photo:
    return get_object_or_404(Photo.objects.select_related("file", "article"), pk=number, article=_article(request, pk))


@login_required
def articles(request: OfficerRequest) -> HttpResponse:
    """List the articles of the user's units."""
    if not can_anywhere(request.user, "newsroom.write"):
        raise PermissionDenied
    rows = Article.objects.visible_to(request.user).select_related("section", "views")
    page = page_of(rows, request.GET, sorts={"newest": ("-changed_at",)}, filters=forms.ArticleFilters(request.GET))
    doors = [
        (door.label, reverse(door.url_name), door.icon, door.waiting(request.user))
        for door in DOORS
        if can_anywhere(request.user, door.act)
    ]
    return render(request, "newsroom/articles.html", {"page": page, "doors": doors})


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Write a new article; it is kept as a draft."""
    if not can_anywhere(request.user, "newsroom.write"):
        raise PermissionDenied
    form = forms.ArticleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        try:
            article = actions.write_article(form.facts(), by=request.user, at=timezone.now(), form_key=key)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The draft is saved. Add pictures, look at the preview, then publish."))
            return redirect("newsroom:edit", article.pk)
    context = {"form": form, **_editor(request, form)}
    return render(request, "newsroom/edit.html", context, status=422 if form.errors else 200)


def _editor(request: OfficerRequest, form: forms.ArticleForm) -> dict[str, Any]:
    """Return the editor's words, and its scripts with the nonce that the content policy asks of its import map."""
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
    return {"media": Media.from_media(form.media, nonce=nonce), "words": WORDS}


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change an article and what hangs on it."""
    article = _article(request, pk)
    form = forms.ArticleForm(request.POST or None, user=request.user, article=article)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.amend_article(article, form.facts(), version=version, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The article is saved."))
            return redirect("newsroom:edit", article.pk)
    return _desk(request, article, form, forms.PhotoForm(prefix="photo"))


def _desk(
    request: OfficerRequest, article: Article, form: forms.ArticleForm, photo_form: forms.PhotoForm
) -> HttpResponse:
    photos = list(article.photos.select_related("file"))
    context = {
        "article": article,
        "form": form,
        **_editor(request, form),
        "photos": photos,
        "photo_form": photo_form,
        "readers_page": readers_page(article.pk, article.slug),
    }
    return render(request, "newsroom/edit.html", context, status=422 if form.errors or photo_form.errors else 200)


@login_required
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an article as readers will see it."""
    article = _article(request, pk)
    photos = article.photos.select_related("file")
    return render(request, "newsroom/preview.html", {"article": article, "photos": photos})


@login_required
@require_POST
def publish(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let readers see an article."""
    try:
        actions.publish(_article(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("The article is published."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an article away from readers, with the reason."""
    article, form = _article(request, pk), forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(article, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The article is withdrawn. Readers no longer see it."))
            return redirect("newsroom:edit", pk)
    context = {"article": article, "form": form}
    return render(request, "newsroom/withdraw.html", context, status=422 if form.errors else 200)


@login_required
def delete_draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask whether a draft is to be deleted, and delete it."""
    article = _article(request, pk)
    if article.state != ArticleState.DRAFT:
        raise Http404
    if request.method != "POST":
        return render(request, "newsroom/delete.html", {"article": article})
    try:
        actions.delete_draft(article, by=request.user, at=timezone.now())
        messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": article.title})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:articles")


@login_required
@require_POST
def add_photo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hang a picture on an article."""
    article, form = _article(request, pk), forms.PhotoForm(request.POST, request.FILES, prefix="photo")
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        try:
            file = keep(said.pop("file"), kinds=PHOTO_KINDS, by=request.user, at=now)
            actions.add_photo(article, file, **said, by=request.user, at=now)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The picture is added."))
            return redirect("newsroom:edit", pk)
    return _desk(request, article, forms.ArticleForm(user=request.user, article=article), form)


@login_required
def photo(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Change what is said of a picture."""
    hung = _photo(request, pk, number)
    form = forms.PhotoWordsForm(request.POST or None, initial=vars(hung))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_photo(hung, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The words of the picture are saved."))
            return redirect("newsroom:edit", pk)
    context = {"article": hung.article, "photo": hung, "form": form}
    return render(request, "newsroom/photo.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_photo(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Take a picture off an article."""
    try:
        actions.remove_photo(_photo(request, pk, number), by=request.user, at=timezone.now())
        messages.success(request, _("The picture is taken off."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)


@login_required
def picture(request: OfficerRequest, pk: int, number: int, width: int) -> FileResponse:
    """Send a picture of an article that is perhaps not yet published."""
    file = _photo(request, pk, number).file
    if width not in file.widths:
        raise Http404
    response = FileResponse(file.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
