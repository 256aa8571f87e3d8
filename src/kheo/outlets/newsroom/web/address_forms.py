"""What editors fill in of addresses on older portals."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.lib.office.separated_in import read_separated
from kheo.lib.unsafe import Unsafe
from kheo.outlets.newsroom.rules import PATH_LIMIT
from kheo.ui.lists import Filters

MOST_LINES, MOST_TOLD, LARGEST_FILE = 2_000, 20, 2_000_000


class OldAddressForm(forms.Form):
    """An address on an older portal, and the article that stood there."""

    path = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=PATH_LIMIT,
        help_text=gettext_lazy("As it stood on the older portal, for example /news/123; it may be pasted whole."),
    )
    article = forms.IntegerField(
        label=gettext_lazy("Number of the article"),
        min_value=1,
        help_text=gettext_lazy("The number in its address here: 12 in /tin/12-ten-bai/."),
    )


class OldAddressesForm(forms.Form):
    """Many old addresses in a file."""

    file = forms.FileField(
        label=gettext_lazy("File of old addresses"),
        help_text=gettext_lazy("CSV of two columns: old address; number of the article here. At most 2,000 lines."),
    )

    def clean_file(self) -> list[tuple[str, int]]:
        """Return the lines of the file; refuse what has no number in its second column, the heading apart."""
        rows = _rows(self.cleaned_data["file"])
        if rows and not rows[0][-1].isdecimal():
            rows = rows[1:]
        wrong = [
            _("“%(line)s”: the second column must be the number of an article.") % {"line": ";".join(row)[:80]}
            for row in rows
            if len(row) != 2 or not row[1].isdecimal()
        ]
        if not rows or len(rows) > MOST_LINES:
            wrong.append(_("The file must have one line at least and 2,000 at most."))
        if wrong:
            raise forms.ValidationError(wrong[:MOST_TOLD])
        return [(path, int(number[:20])) for path, number in rows]


def _rows(file: "UploadedFile[bytes]") -> list[list[str]]:
    """Return the rows of a file that hold anything, each without what is empty at its end."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        path.write_bytes(file.read(LARGEST_FILE))
        try:
            table = read_separated(path)
        except Unsafe as unsafe:
            raise forms.ValidationError(_("The file cannot be read. Save the list as CSV (UTF-8).")) from unsafe
    filled = [[cell.strip() for cell in row if cell.strip()] for row in table]
    return [row for row in filled if row]


class OldAddressFilters(Filters):
    """What narrows the list of old addresses."""

    lookups = {"words": "path__icontains"}

    words = forms.CharField(label=gettext_lazy("Words of the address"), required=False, max_length=100)
