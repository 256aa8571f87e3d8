"""The forms in which a dataset is handed out, and the catalogue that other catalogues read (DCAT)."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import short_date
from kheo.lib.office import open_out, sheets_out
from kheo.outlets.opendata.kit import Column, Dataset

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = _("Creative Commons Attribution 4.0 (CC BY 4.0)")
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_WIDTHS = {"text": 36, "number": 12, "day": 14, "address": 48}


def write(dataset: Dataset, form: str, path: Path, *, publisher: str, on: date) -> None:
    """Write a dataset in a form to a place."""
    keys = [column.key for column in dataset.columns]
    if form == "csv":
        open_out.write_csv(path, keys, dataset.rows())
    elif form == "json":
        open_out.write_json(path, _about(dataset, publisher, on), keys, dataset.rows())
    else:
        columns = [sheets_out.Column(str(each.label), width=_WIDTHS[each.holds]) for each in dataset.columns]
        titles = [str(dataset.name), f"{publisher} · {short_date(on)} · {LICENCE_NAME}"]
        name = sheets_out.sheet_name(str(dataset.name))
        sheets_out.write_table(path, sheets_out.Table(name, columns, dataset.rows(), titles=titles))


def _about(dataset: Dataset, publisher: str, on: date) -> dict[str, Any]:  # Any: JSON
    return {
        "title": str(dataset.name),
        "description": str(dataset.about),
        "publisher": publisher,
        "licence": LICENCE,
        "made_on": on.isoformat(),
        "columns": [
            {"key": each.key, "title": str(each.label), "description": str(each.means), "type": each.holds}
            for each in dataset.columns
        ],
    }


def dcat(
    datasets: Iterable[Dataset], *, site: str, place: str, publisher: str, email: str, on: date
) -> dict[str, Any]:  # Any: JSON
    """Return the catalogue as DCAT-AP in JSON-LD. `site` is the name of the site, `place` the catalogue's path."""
    here = site + place
    agent = {"@id": f"{site}/#publisher", "@type": "foaf:Agent", "foaf:name": publisher}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": _said(str(_("Open data"))),
        "dct:description": _said(str(_("Public lists and figures of the movement, free to use."))),
        "dct:publisher": agent,
        "dct:license": {"@id": LICENCE},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/VIE"},
        "dct:modified": {"@value": on.isoformat(), "@type": "xsd:date"},
        "foaf:homepage": {"@id": site + "/"},
        "dcat:dataset": [_dcat(each, here, agent, email, on) for each in datasets],
    }


def _dcat(dataset: Dataset, here: str, agent: dict[str, Any], email: str, on: date) -> dict[str, Any]:
    page = f"{here}{dataset.slug}/"
    contact = {"dcat:contactPoint": {"@type": "vcard:Organization", "vcard:hasEmail": {"@id": f"mailto:{email}"}}}
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.slug,
        "dct:title": _said(str(dataset.name)),
        "dct:description": _said(str(dataset.about)),
        "dct:publisher": {"@id": agent["@id"]},
        "dct:modified": {"@value": on.isoformat(), "@type": "xsd:date"},
        "dcat:keyword": [_said(word) for word in dataset.keywords],
        "dcat:landingPage": {"@id": page},
        **(contact if email else {}),
        "dcat:distribution": [_distribution(dataset, form, here) for form in FORMS],
    }


def _distribution(dataset: Dataset, form: str, here: str) -> dict[str, Any]:
    file = f"{here}{dataset.slug}.{form}"
    return {
        "@id": file,
        "@type": "dcat:Distribution",
        "dct:title": _said(f"{dataset.name} ({form.upper()})"),
        "dcat:accessURL": {"@id": file},
        "dcat:downloadURL": {"@id": file},
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/" + FORMS[form].partition(";")[0]},
        "dct:format": {"@id": _FILE_TYPES + form.upper()},
        "dct:license": {"@id": LICENCE},
    }


def _said(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "vi"}


def preview(dataset: Dataset, most: int) -> list[list[tuple[Column, object]]]:
    """Return the first rows of a dataset, each cell beside its column, days as readers write them."""
    return [
        [(column, short_date(value) if isinstance(value, date) else value) for column, value in _beside(dataset, row)]
        for row in islice(dataset.rows(), most)
    ]


def _beside(dataset: Dataset, row: Sequence[object]) -> Iterable[tuple[Column, object]]:
    return zip(dataset.columns, row, strict=True)
