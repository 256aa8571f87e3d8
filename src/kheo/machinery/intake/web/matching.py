"""The form on which somebody says what the columns of a workbook are. Tables with the same headings are asked once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.intake.kit import Column, official
from kheo.machinery.intake.rules import Fields, Layout, Place, Table

_MOST_MARKED = 8  # choices of a field for which a column of marks may stand
_UNREAD = gettext_lazy("– not read –")
_OPEN = gettext_lazy("– not said for all –")

Option = tuple[str, str]
Group = tuple[str, list[Option]]


@dataclass(frozen=True)
class AskedTable:
    """Tables with the same headings, and the questions about their columns."""

    title: str
    columns: Sequence[tuple[str, Sequence[str], forms.BoundField]]


class MatchForm(forms.Form):
    """What each column is, and what holds for all rows where no column says it."""

    def __init__(self, given: Any = None, *, layout: Layout, fields: Fields) -> None:
        """Ask about each column that has anything in it; what was proposed is chosen already."""
        super().__init__(given)
        self._layout, self._columns = layout, fields
        self._groups: dict[str, list[Table]] = {}
        for table in layout.tables:
            self._groups.setdefault(table.signature, []).append(table)
        for number, tables in enumerate(self._groups.values()):
            self._ask_columns(number, tables[0])
        self._ask_common()

    def _ask_columns(self, number: int, table: Table) -> None:
        options = list(self._options())
        chosen = {place.number: _said(place) for place in table.places}
        for column, heading in table.headings.items():
            if column != table.mark:
                self.fields[f"c{number}-{column}"] = forms.ChoiceField(
                    label=heading or _("(no heading)"),
                    choices=options,
                    required=False,
                    initial=chosen.get(column, ""),
                )

    def _options(self) -> Iterator[Option | Group]:
        """Yield what a column may be: a field, or marks for one value of a field."""
        open_columns = [c for c in self._columns.columns if not c.is_fixed and c.key not in self._columns.implied]
        yield "", str(_UNREAD)
        yield from ((column.key, official(column.heading)) for column in open_columns)
        for column in open_columns:
            labels = self._columns.choices[column.key].labels if column.key in self._columns.choices else ()
            if 1 < len(labels) <= _MOST_MARKED:
                title = _("Marked (x) for: %(field)s") % {"field": official(column.heading)}
                yield title, [(f"{column.key}={label}", label) for label in labels]

    def _ask_common(self) -> None:
        """Ask what holds for all rows, of the needed fields that some table has no column for."""
        placed = [{place.key for place in table.places} for table in self._layout.tables]
        for column in self._columns.columns:
            if column.key not in self._columns.needed or column.key == self._columns.name:
                continue
            if not all(column.key in keys for keys in placed) or column.key in self._layout.common:
                self.fields[f"all-{column.key}"] = self._common_field(column)

    def _common_field(self, column: Column) -> forms.Field:
        common: Any = {
            "label": official(column.heading),
            "required": False,
            "initial": self._layout.common.get(column.key) or self._said_by_all(column.key),
        }
        if column.key not in self._columns.choices:
            return forms.CharField(**common)
        labels = self._columns.choices[column.key].labels
        return forms.ChoiceField(choices=[("", str(_OPEN)), *((label, label) for label in labels)], **common)

    def _said_by_all(self, key: str) -> str:
        """Return what stands above every table; nothing if they differ."""
        said = {table.said.get(key, "") for table in self._layout.tables}
        return said.pop() if len(said) == 1 else ""

    @property
    def tables(self) -> list[AskedTable]:
        """Return the questions by table, each with some of what stands in the column."""
        return [
            AskedTable(
                ", ".join(dict.fromkeys(table.sheet for table in tables)),
                [
                    (heading, tables[0].samples.get(column, ()), self[f"c{number}-{column}"])
                    for column, heading in tables[0].headings.items()
                    if column != tables[0].mark
                ],
            )
            for number, tables in enumerate(self._groups.values())
        ]

    @property
    def common(self) -> list[forms.BoundField]:
        """Return the questions about all rows."""
        return [self[name] for name in self.fields if name.startswith("all-")]

    def layout(self) -> Layout:
        """Return the layout as a valid form says it is."""
        said = self.cleaned_data
        places = {
            signature: tuple(_places(said, number, tables[0]))
            for number, (signature, tables) in enumerate(self._groups.items())
        }
        common = {name.removeprefix("all-"): text for name, text in said.items() if name.startswith("all-") and text}
        tables = [table.matched(places[table.signature]) for table in self._layout.tables]
        return replace(self._layout, tables=tuple(tables), common=common, doubts=(), is_sure=True)


def _said(place: Place) -> str:
    return f"{place.key}={place.value}" if place.value else place.key


def _places(said: Mapping[str, str], number: int, table: Table) -> Iterator[Place]:
    for column in table.headings:
        if text := said.get(f"c{number}-{column}"):
            key, _sign, value = text.partition("=")
            yield Place(column, key, value)
