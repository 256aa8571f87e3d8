"""What must be true of every register that rooms declare, whatever it holds."""

import pytest

from kheo.machinery.registers.kit import REGISTERS


def column_of(table, path):
    """Return the column that an order names, through the tables on its way."""
    *way, last = path.lstrip("-").split("__")
    for name in way:
        table = table._meta.get_field(name).related_model
    last = table._meta.pk.name if last == "pk" else last
    return next(field for field in table._meta.concrete_fields if last in (field.name, field.attname)), last


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_the_pages_of_its_list_follow_one_another_by_columns_that_hold_something(key):
    register = REGISTERS[key]
    for path in register.order:
        column, named = column_of(register.model, path)
        assert not column.null, path
        # A place in the list is written down: of a reference the number, not the words.
        assert not column.is_relation or named == column.attname, path


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_what_it_is_known_by_is_filled_in(key):
    register = REGISTERS[key]
    names = {field.name for field in register.fields}
    assert set(register.known_by) <= names
    assert register.one_of in {"", *names}
    assert register.belongs_to in {"", *names}
