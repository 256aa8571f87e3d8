"""Articles at the desk: written, shown to readers, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from js_asset import Media  # type: ignore[import-untyped]  # it ships no types

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS, largest
from kheo.lib.refusals import Refused, Stale
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.kit import DOORS
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import NOTHING, as_held, belongings_of, differences, facts_now, labels_of, proof_of
from kheo.outlets.newsroom.states import PUBLISH, ArticleState
from kheo.outlets.newsroom.web import forms, lease, unsaved
from kheo.outlets.newsroom.web.editor import WORDS
from kheo.outlets.newsroom.web.hung import hung_on, shown
from kheo.outlets.newsroom.web.loading import article_of, photo_of
from kheo.outlets.newsroom.web.sections import may_arrange
from kheo.outlets.newsroom.web.steps import buttons, may_amend
from kheo.outlets.newsroom.web.where import where_shown
from kheo.ui.lists import page_of


@login_required
def articles(request: OfficerRequest) -> HttpResponse:
    """List the articles of the user's units."""
    if not can_anywhere(request.user, "newsroom.write"):
        raise PermissionDenied
    rows = Article.objects.visible_to(request.user).select_related("section", "views", "unit", "held").with_open_notes()
    page = page_of(rows, request.GET, sorts={"newest": ("-changed_at",)}, filters=forms.ArticleFilters(request.GET))
    doors = [
        (door.label, reverse(door.url_name), door.icon, door.waiting(request.user))
        for door in DOORS
        if can_anywhere(request.user, door.act)
    ]
    decides = can_anywhere(request.user, PUBLISH)
    waiting = rows.filter(state=ArticleState.IN_REVIEW).count() if decides else 0
    shown = {"page": page, "doors": doors, "waiting": waiting, "decides": decides, "arranges": may_arrange(request)}
    return render(request, "newsroom/articles.html", shown)


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Write a new article; it is kept as a draft."""
    if not can_anywhere(request.user, "newsroom.write"):
        raise PermissionDenied
    form = forms.ArticleForm(request.POST or None, user=request.user, unsaved=unsaved.taken(request))
    if request.method == "POST" and form.is_valid():
        try:
            article = _written(request, form)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The draft is saved. Add pictures, preview it, then send it for review."))
            return redirect("newsroom:edit", article.pk)
    context = {"form": form, "unsaved": unsaved.offered(request), **_editor(request, form)}
    return render(request, "newsroom/edit.html", context, status=422 if form.errors else 200)


def _written(request: OfficerRequest, form: forms.ArticleForm) -> Article:
    """Keep the draft, and forget what was kept of it while it was typed."""
    key = form.cleaned_data["form_key"]
    article = actions.write_article(form.facts(), by=request.user, at=timezone.now(), form_key=key)
    unsaved.settle(request, None)
    return article


def _editor(request: OfficerRequest, form: forms.ArticleForm) -> dict[str, Any]:
    """Return the editor's words, and its scripts with the nonce that the content policy asks of its import map."""
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
    media = Media.from_media(form.media, nonce=nonce)
    told = {"words": WORDS, "known_tags": form.labels.known, "largest_picture": largest(PHOTO_KINDS)}
    return {"media": media, **told}


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change an article and what hangs on it; who may only look at it now is shown it."""
    article = article_of(request, pk)
    if request.method == "GET" and not may_amend(article, request.user):
        return redirect("newsroom:preview", pk)
    typed = unsaved.taken(request, article)
    form = forms.ArticleForm(request.POST or None, user=request.user, article=article, unsaved=typed)
    if request.method == "POST" and form.is_valid():
        try:
            told = _amend(request, article, form)
        except Refused as refusal:
            form.add_error(None, _why(refusal))
            return desk(request, article, form, is_stale=isinstance(refusal, Stale))
        messages.success(request, told)
        return redirect("newsroom:edit", article.pk)
    return desk(request, article, form)


def _why(refusal: Refused) -> list[str]:
    if isinstance(refusal, Stale):
        return [_("Somebody changed this article meanwhile. Below the form both texts are compared.")]
    return list(refusal.reasons)


def _amend(request: OfficerRequest, article: Article, form: forms.ArticleForm) -> str:
    """Save what was written after the version of the form, or over the one that the writer was then shown; or keep it
    back from readers. Return what to say of it."""
    over = request.POST.get("over", "")
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}  # Any: a person and a moment
    version = int(over) if over.isdecimal() else form.cleaned_data["version"]
    if "hold" in request.POST:
        actions.hold_changes(article, form.typed(), version=version, **told)
        unsaved.settle(request, article)
        return _("Your changes are kept. Readers see the article as it was until you save it for them.")
    act = actions.release_changes if hasattr(article, "held") else actions.amend_article
    act(article, form.facts(), version=version, **told)
    unsaved.settle(request, article)
    return _("The article is saved.")


def desk(
    request: OfficerRequest, article: Article, form: forms.ArticleForm, is_stale: bool = False, **sent: forms.Sent
) -> HttpResponse:
    """Show an article to who writes it, with what hangs on it; `photo_form` or `file_form` as it was sent, or empty."""
    context = _editor(request, form) | _others(request, article, form, is_stale) | hung_on(article)
    context |= {"photo_form": forms.PhotoForm(prefix="photo"), "file_form": forms.FileForm(prefix="file"), **sent}
    context |= {"form": form, "pasted_form": forms.PhotoWordsForm(prefix="photo", auto_id="pasted-%s")}
    is_wrong = form.errors or any(each.errors for each in sent.values())
    return render(request, "newsroom/edit.html", context, status=422 if is_wrong else 200)


def _others(request: OfficerRequest, article: Article, form: forms.ArticleForm, is_stale: bool) -> dict[str, Any]:
    """Return the article as it is by now, who else writes it, and where what was typed is not what somebody saved."""
    saved = article_of(request, article.pk) if is_stale else article
    hung = belongings_of(saved) if is_stale else NOTHING
    return {
        "article": saved,
        "buttons": buttons(saved, request.user),
        "busy": lease.hold(article.pk, request.user, timezone.now()),
        "clash": differences(facts_now(saved), form.facts(), hung, hung) if is_stale else [],
        "is_stale": is_stale,
        "unsaved": unsaved.offered(request, article),
        "where": where_shown(request, saved),
    }


@login_required
@require_POST
def keep_lease(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hear that the page of an article is open, or closed; answer who else writes, if somebody took it over."""
    article = article_of(request, pk)
    if request.POST.get("closed"):
        lease.leave(article.pk, request.user)
        return HttpResponse(status=204)
    if not may_amend(article, request.user):
        raise PermissionDenied
    other = lease.hold(article.pk, request.user, timezone.now(), lease.HEARD)
    if other is None:
        return HttpResponse(status=204)
    return render(request, "newsroom/busy.html", {"busy": other, "article": article})


@login_required
@require_POST
def take_over(request: OfficerRequest, pk: int) -> HttpResponse:
    """Go on with an article that somebody else has open."""
    article = article_of(request, pk)
    if not may_amend(article, request.user):
        raise PermissionDenied
    lease.take(article.pk, request.user, timezone.now())
    messages.success(request, _("You are writing this article now. Whoever had it open is told."))
    return redirect("newsroom:edit", pk)


@login_required
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an article as readers will see it; asked for (`ban=sua`), with the changes that were kept back."""
    article = article_of(request, pk)
    is_held = request.GET.get("ban") == "sua" and hasattr(article, "held")
    labels = as_held(article) if is_held else labels_of(article)
    context = {
        "article": article,
        **shown(article),
        "buttons": buttons(article, request.user),
        "may_amend": may_amend(article, request.user),
        "proof": proof_of(article),
        "labels": labels,
        "is_held": is_held,
        "where": where_shown(request, article),
    }
    return render(request, "newsroom/preview.html", context)


@login_required
def drop_changes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask whether what was kept back from readers is to be forgotten, and forget it."""
    article = article_of(request, pk)
    if not may_amend(article, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "newsroom/drop_changes.html", {"article": article})
    actions.drop_changes(article, by=request.user, at=timezone.now())
    messages.success(request, _("The changes are dropped. The article is as readers see it."))
    return redirect("newsroom:edit", pk)


@login_required
@require_POST
def copy(request: OfficerRequest, pk: int) -> HttpResponse:
    """Begin a new draft as a copy of an article."""
    try:
        made = actions.copy_article(article_of(request, pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("newsroom:preview", pk)
    messages.success(request, _("This is a copy, a draft of its own. Change title, days and figures before you go on."))
    return redirect("newsroom:edit", made.pk)


@login_required
def delete_draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask whether a draft is to be deleted, and delete it."""
    article = article_of(request, pk)
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
    article, form = article_of(request, pk), forms.PhotoForm(request.POST, request.FILES, prefix="photo")
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        try:
            file = keep(said.pop("file"), kinds=PHOTO_KINDS, by=request.user, at=now)
            hung = actions.add_photo(article, file, **said, by=request.user, at=now)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("The picture is added."))
            return redirect(f"{reverse('newsroom:edit', args=[pk])}?hung=photo-{hung.pk}")
    return desk(request, article, forms.ArticleForm(user=request.user, article=article), photo_form=form)


@login_required
def photo(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Change what is said of a picture."""
    hung = photo_of(request, pk, number)
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
def picture(request: OfficerRequest, pk: int, number: int, width: int) -> FileResponse:
    """Send a picture of an article that is perhaps not yet published."""
    file = photo_of(request, pk, number).file
    if width not in file.widths:
        raise Http404
    response = FileResponse(file.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
