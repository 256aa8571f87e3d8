"""Videos, sounds and documents of an article, and where pictures and files stand in its text."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import CAPTION_KINDS, PHOTO_KINDS
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions.enclosures import FileFacts
from kheo.outlets.newsroom.models import Enclosure, Photo
from kheo.outlets.newsroom.rules import FILE_KINDS, Place, places_in
from kheo.outlets.newsroom.web import forms
from kheo.outlets.newsroom.web.hung import media_of, private
from kheo.outlets.newsroom.web.loading import article_of, file_of, photo_of
from kheo.outlets.newsroom.web.steps import may_amend
from kheo.outlets.newsroom.web.views import desk
from kheo.ui.lists import page_of


@login_required
@require_POST
def add_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hang a video, a sound or a document on an article."""
    article, form = article_of(request, pk), forms.FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        now = timezone.now()
        try:
            facts = _facts(request, form.cleaned_data)
            file = keep(form.cleaned_data["file"], kinds=FILE_KINDS, by=request.user, at=now)
            actions.add_file(article, file, facts, by=request.user, at=now)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The file is added."))
            return redirect("newsroom:edit", pk)
    return desk(request, article, forms.ArticleForm(user=request.user, article=article), file_form=form)


def _facts(request: OfficerRequest, said: dict[str, Any], now: Enclosure | None = None) -> FileFacts:
    """Return what was said of a file; captions and picture are those sent, or those that it has."""
    sent: dict[str, StoredFile | None] = {}
    for name, kinds in (("captions", CAPTION_KINDS), ("poster", PHOTO_KINDS)):
        upload, had = said.get(name), None if said.get(f"no_{name}") else getattr(now, name, None)
        sent[name] = keep(upload, kinds=kinds, by=request.user, at=timezone.now()) if upload else had
    return FileFacts(said["title"], said.get("transcript", ""), **sent)


@login_required
def file(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Change what is said of a file, its captions and its picture."""
    hung = file_of(request, pk, number)
    initial = {"title": hung.title, "transcript": hung.transcript}
    form = forms.FileChangeForm(request.POST or None, request.FILES or None, enclosure=hung, initial=initial)
    media = media_of(hung)  # before it is changed
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_file(hung, _facts(request, form.cleaned_data, hung), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("What is said of the file is saved."))
            return redirect("newsroom:edit", pk)
    context = {"article": hung.article, "media": media, "form": form}
    return render(request, "newsroom/file.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_off(request: OfficerRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """Take a picture or a file off an article; of what stands in the text, ask first."""
    hung = photo_of(request, pk, number) if kind == "photo" else file_of(request, pk, number)
    is_placed, is_sure = Place(kind, number) in places_in(hung.article.body.html), "sure" in request.POST
    if is_placed and not is_sure:
        return render(request, "newsroom/take_off.html", {"article": hung.article, "hung": hung, "kind": kind})
    remove: Any = actions.remove_photo if kind == "photo" else actions.remove_file  # Any: each takes its own
    try:
        remove(hung, by=request.user, at=timezone.now(), out_of_text=is_sure)
        messages.success(request, _("The picture is taken off.") if kind == "photo" else _("The file is taken off."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)


@login_required
def pick_photo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the pictures of other articles, the newest first, and hang the chosen one on this article too."""
    article = article_of(request, pk)
    if not may_amend(article, request.user):
        raise PermissionDenied
    others = Photo.objects.choosable(request.user, article)
    if request.method != "POST":
        shown = others.select_related("file", "article")
        page = page_of(shown, request.GET, sorts={"newest": ("-pk",)}, filters=forms.PhotoFilters(request.GET), size=24)
        return render(request, "newsroom/pick.html", {"article": article, "page": page})
    chosen = get_object_or_404(others.select_related("file"), pk=_number(request))
    words = {"alt": chosen.alt, "caption": chosen.caption, "credit": chosen.credit}
    actions.add_photo(article, chosen.file, **words, by=request.user, at=timezone.now())
    messages.success(request, _("The picture is added. Look whether its words fit here."))
    return redirect(reverse("newsroom:edit", args=[pk]) + "#anh")


def _number(request: OfficerRequest) -> int:
    said = request.POST.get("photo", "")
    return int(said[:9]) if said.isdecimal() else 0


@login_required
@require_POST
def shift_photo(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Move a picture up or down among those of its article."""
    hung = photo_of(request, pk, number)
    actions.shift_photo(hung, up=request.POST.get("do") == "up", by=request.user, at=timezone.now())
    return redirect(reverse("newsroom:edit", args=[pk]) + "#anh")


@login_required
@require_POST
def place(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set a picture or a file into the text, or take it out of the text, for who writes without the editor."""
    article, form = article_of(request, pk), forms.PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        what = Place(said["kind"], said["number"])
        version = said["version"]
        actions.place(article, what, after=said["after"], version=version, by=request.user, at=timezone.now())
        messages.success(request, _("The text is saved with its pictures and files in their new places."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)


@login_required
def content(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Send a video, sound or document of an article that is perhaps not yet published."""
    return private(request, file_of(request, pk, number).file)


@login_required
def captions(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Send the captions of such a video."""
    found = file_of(request, pk, number).captions
    if found is None:
        raise Http404
    return private(request, found)


@login_required
def poster(request: OfficerRequest, pk: int, number: int, width: int) -> FileResponse:
    """Send the picture that such a video begins with."""
    found = file_of(request, pk, number).poster
    if found is None or width not in found.widths:
        raise Http404
    response = FileResponse(found.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
