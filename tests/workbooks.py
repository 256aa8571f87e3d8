"""Lists that come as workbooks: made, sent, looked at and entered as officers do it."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload


def workbook(heads, *rows, name="danh-sach.xlsx"):
    """Return a table of somebody's own as a file to send."""
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    return sent(book, name)


def sent(book, name="danh-sach.xlsx"):
    """Return an opened workbook as a file to send."""
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def brought(client, key, period, file, unit="huyen-yen-mo"):
    """Send a file for a list; return what was made of it."""
    said = {"period": str(period), "unit": unit, "file": file}
    answer = client.post(reverse("intake:start", args=[key]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def downloaded(client, key, period, unit="huyen-yen-mo"):
    """Return what is recorded in a list, as it is downloaded to be edited, opened."""
    said = {"period": str(period), "unit": unit, "filled": "1"}
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("intake:form", args=[key]), said).content))


def places(book, head=3):
    """Return the table of an official form and the number of each of its columns by its heading."""
    table = book.worksheets[0]
    return table, {str(cell.value or "").removesuffix(" (*)"): cell.column for cell in table[head]}


def applied(client, upload):
    """Agree to a file."""
    return client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)


def verdicts(upload):
    """Return what each row of a file would do."""
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    """Return every reason against the rows of a file."""
    return [each["text"] for row in upload.rows.order_by("pk") for each in row.reasons]
