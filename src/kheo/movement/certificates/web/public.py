"""What anybody can check: nobody is known here, and nothing private is told."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.lib import seals
from kheo.movement.certificates import queries
from kheo.movement.certificates.queries import Finding, Verdict
from kheo.movement.certificates.rules import spaced
from kheo.movement.certificates.states import TONES, CertificateState
from kheo.movement.certificates.web.forms import CheckForm
from kheo.movement.certificates.web.offline import offline_page
from kheo.movement.recognition.queries import standing
from kheo.ui.limits import too_many

# A whole office may sit behind one address, and a hall in which everybody scans.
CHECKS = ("certificate", 120, 10 * 60)


def base_of(request: HttpRequest) -> str:
    """Return what the address of every code begins with: the public one that is set, or that of this request."""
    start = settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return start.rstrip("/") + reverse("certificates_public:check")


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to what can be said of it."""
    form = CheckForm(request.GET) if "ma" in request.GET else CheckForm()
    if form.is_bound and form.is_valid():
        return redirect("certificates_public:certificate", form.cleaned_data["ma"])
    return _page(request, "certificates/public/check.html", {"form": form}, 422 if form.errors else 200)


@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a code is genuine, what was sealed in it, and how the certificate stands today."""
    if too_many(request, CHECKS):
        form = CheckForm({"ma": token})
        form.add_error("ma", _("Many codes were checked from your network just now. Please try again in ten minutes."))
        return _page(request, "certificates/public/check.html", {"form": form}, 429)
    finding = queries.check(token)
    is_ours = finding.verdict in {Verdict.GENUINE, Verdict.UNKNOWN}
    return _page(request, "certificates/public/certificate.html", _told(finding), 200 if is_ours else 404)


def _told(finding: Finding) -> dict[str, object]:
    found = finding.certificate
    stands = finding.state in (None, CertificateState.VALID)
    changes = [] if found is None or stands else standing(found.recognition).changes
    return {
        "finding": finding,
        "form": CheckForm(),
        "tone": TONES[finding.state] if finding.state else "stop",
        "code": spaced(found.code) if found else "",
        "replacement": queries.replacement_of(found) if found and found.replaced_at else None,
        # By which decision the recognition came to how it stands, and which day that is of.
        "change": changes[-1] if changes else None,
    }


def _page(request: HttpRequest, template: str, said: dict[str, object], status: int) -> HttpResponse:
    response = render(request, template, said, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Publish every public key as plain text: its id, the key, and from when until when it sealed."""
    lines = [_("# Public keys by which certificates can be checked (Ed25519, base32): id, key, from, until")]
    for key in queries.published_keys():
        until = f"{key.retired_at:%Y-%m-%d}" if key.retired_at else "-"
        lines.append(f"{seals.key_id(key.public)} {key.public} {key.made_at:%Y-%m-%d} {until}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def keys_json(request: HttpRequest) -> JsonResponse:
    """Publish every public key for programs."""
    rows = [
        {"id": seals.key_id(key.public), "public": key.public, "from": key.made_at, "until": key.retired_at}
        for key in queries.published_keys()
    ]
    return JsonResponse({"algorithm": "Ed25519", "fields": seals.FIELDS, "keys": rows})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Hand out one page that checks codes without any network: the keys of today are in it."""
    page = offline_page(queries.published_keys(), base_of(request))
    response = HttpResponse(page, content_type="application/octet-stream")  # to be kept, never to be opened here
    response["Content-Disposition"] = 'attachment; filename="kiem-tra-giay-chung-nhan.html"'
    return response
