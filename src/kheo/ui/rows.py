"""A table to fill in: rows of one kind, as many as somebody wants; `ui/form/rows.html` draws it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

MORE, MOST = 5, 200
# The name of the button that asks for more rows; its value is the prefix of the table that is meant.
WISH = "more"

Said = Mapping[str, Any]  # Any: what was typed or is known, by the names of a row's fields


def is_sent(data: QueryDict | None) -> bool:
    """Return whether a form was sent to be kept, and not only for more rows."""
    return data is not None and WISH not in data


class Rows:
    """The rows of one table of a form; an empty row is nothing.

    Before anything is sent they hold what is `known` and `blank` ones after it. What was sent with a wish for more rows
    comes back as it was, with more of them in the table that was meant.
    """

    def __init__(
        self,
        form: type[forms.Form],
        data: QueryDict | None,
        *,
        prefix: str,
        known: Sequence[Said] = (),
        blank: Sequence[Said] = ({},) * MORE,
        heading: str = "",
    ) -> None:
        """Begin with what is known, or with what was sent; with a `heading`, each row is headed by its `caption`."""
        table = forms.formset_factory(form, extra=0, max_num=MOST, absolute_max=MOST)
        self.prefix, self.heading = prefix, heading
        if data is None:
            self.rows = table(initial=[*known, *blank], prefix=prefix)
        elif not is_sent(data):
            more = blank if data[WISH] == prefix else ()
            self.rows = table(initial=[*_as_sent(form, data, prefix), *more], prefix=prefix)
        else:
            self.rows = table(data, prefix=prefix)
            for row in self.rows:
                row.empty_permitted = True  # also where a row was filled in before, and is emptied now

    def __iter__(self) -> Iterator[forms.Form]:
        return iter(self.rows)

    def is_valid(self) -> bool:
        """Return whether all rows were sent and can be read."""
        return self.rows.is_valid()

    def wrong(self) -> Iterator[str]:
        """Yield what is wrong, row by row with its number."""
        yield from map(str, self.rows.non_form_errors())
        for number, row in enumerate(self.rows, start=1):
            for name, reasons in row.errors.items():
                label = row[name].label if name in row.fields else ""
                said = {"number": number, "field": label, "reasons": " ".join(map(str, reasons))}
                yield _("Row %(number)s, %(field)s: %(reasons)s") % said

    @property
    def said(self) -> list[dict[str, Any]]:
        """The rows of a valid table, those that say nothing left out."""
        return [row.cleaned_data for row in self.rows if row.has_changed() and any(row.cleaned_data.values())]


def _as_sent(form: type[forms.Form], data: QueryDict, prefix: str) -> list[Said]:
    """Return what was typed into the rows of a table."""
    sent = data.get(f"{prefix}-TOTAL_FORMS", "")
    number = min(int(sent), MOST - MORE) if sent.isdecimal() and len(sent) < 4 else 0
    return [{name: data.get(f"{prefix}-{place}-{name}", "") for name in form.base_fields} for place in range(number)]
