"""Open data: a catalogue, a page for each dataset, and its files, made once an edition and day and kept on the disk."""

import json
import os
import tempfile
import threading
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.outlets.opendata.kit import Dataset
from kheo.outlets.opendata.queries import dataset as dataset_of
from kheo.outlets.opendata.queries import datasets
from kheo.outlets.opendata.rules import FORMS, LICENCE_NAME, dcat, preview, write
from kheo.outlets.portal.queries import headlines
from kheo.outlets.portal.web.pages import Context, here_of, kept_for_now, public_page, site_of
from kheo.outlets.sites.queries import Here

SHOWN = 5
LONGEST_SLUG = 120
_making = threading.Lock()


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the datasets."""
    return public_page(
        request,
        "portal/opendata.html",
        lambda around: {"datasets": datasets(around.here), "forms": list(FORMS), "licence": LICENCE_NAME},
    )


@require_safe
def catalogue_for_programs(request: HttpRequest) -> HttpResponse:
    """Hand out the catalogue as DCAT."""
    place, site = reverse("portal:opendata"), site_of(request)
    text = kept_for_now(request, "dcat", lambda here: _dcat(here, site, place))
    response = HttpResponse(text, content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _dcat(here: Here, site: str, place: str) -> str:
    body = headlines.body_of(here.site)
    said = {"publisher": body.name if body else "Khéo", "email": body.email if body else ""}
    with translation.override("vi"):
        told = dcat(datasets(here), site=site, place=place, on=local_day(timezone.now()), **said)
        return json.dumps(told, ensure_ascii=False, indent=1)


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a dataset: what it is, what its columns mean, its first rows."""

    def build(around: headlines.Frame) -> Context | None:
        found = dataset_of(around.here, slug)
        if found is None:
            return None
        figures = [CATALOGUE[key] for key in found.figures]
        about = {"dataset": found, "forms": list(FORMS), "licence": LICENCE_NAME, "figures": figures}
        return about | {"rows": preview(found, SHOWN)}

    return public_page(request, "portal/dataset.html", build)


@require_safe
def file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Send a dataset in a form, or word that the reader's copy is still right."""
    made, digest = _made(request, slug, form)
    etag = f'"{digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(made.open("rb"), content_type=FORMS[form])
        response["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def digest(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Tell the SHA-256 of a file, as `sha256sum` writes it."""
    _made_file, told = _made(request, slug, form)
    return HttpResponse(f"{told}  {slug}.{form}\n", content_type="text/plain")


def _made(request: HttpRequest, slug: str, form: str) -> tuple[Path, str]:
    """Return the file of a dataset and its digest, made now if there is none of this edition and day."""
    if form not in FORMS or len(slug) > LONGEST_SLUG:
        raise Http404
    here = here_of(request)
    number = here.site.pk if here.site else 0
    folder = settings.DATA_DIR / "open-data"
    made = folder / f"{slug}-{number}-{headlines.now_of(0).edition}-{local_day(timezone.now()):%Y%m%d}.{form}"
    with _making:
        if not made.exists():
            found = dataset_of(here, slug)
            if found is None:
                raise Http404
            _make(found, form, made, here)
    return made, kept_for_now(request, ("digest", made.name), lambda _here: _digest(made))


def _make(found: Dataset, form: str, made: Path, here: Here) -> None:
    """Write a file beside its place, put it there at once, and let go of the older ones."""
    made.parent.mkdir(exist_ok=True)
    old = [each for each in made.parent.glob(f"*.{form}") if _is_older(each, made)]
    body = headlines.body_of(here.site)
    with tempfile.TemporaryDirectory(dir=made.parent) as desk, translation.override("vi"):
        draft = Path(desk) / made.name
        publisher = body.name if body else "Khéo"
        write(found, form, draft, publisher=publisher, on=local_day(timezone.now()))
        os.replace(draft, made)
    for each in old:
        with suppress(OSError):  # somebody may still be reading it
            each.unlink()


def _is_older(each: Path, made: Path) -> bool:
    """Tell whether a file is of the same dataset and site as one, of whatever edition and day."""
    return each.stem.rsplit("-", 2)[0] == made.stem.rsplit("-", 2)[0]


def _digest(made: Path) -> str:
    with made.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()
