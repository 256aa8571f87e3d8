import pytest

from kheo.lib import safe_files
from kheo.lib.quick_scan import glance
from kheo.lib.safe_files import check_archive
from kheo.lib.unsafe import Problem, Unsafe
from tests.lib.hostile import PROLOG, cell, sheet_xml, write_xlsx


def look(xml, size=10_000):
    data = xml.encode()
    return glance([data[start : start + size] for start in range(0, len(data), size)], "Đăng ký")


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def test_plain_values_are_seen_at_a_glance():
    scan = look(sheet_xml(row(1, cell("A1"), cell("GR1")) + row(65_536, cell("A65536"))))
    assert (scan.name, scan.rows_with_data, scan.last_row, scan.formula_cells) == ("Đăng ký", 2, 65_536, set())


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml(row(1, '<c r="A1"><f>1+1</f></c>')),
        sheet_xml(row(1, '<c r="A1"><f t="shared"/></c>')),
        sheet_xml(row(1, '<c r="A1" t="e"><v>#REF!</v></c>')),
        sheet_xml(row(1, "<c><v>1</v></c>")),
        sheet_xml("<row><c r='A1'/></row>"),
        sheet_xml(row(1, cell("GS1"))),
        sheet_xml(row(1, cell("XFD1"))),
        sheet_xml(row(65_537, cell("A65537"))),
        sheet_xml(row(1, cell("A65537"))),
        sheet_xml(row(1, cell("B1048576"))),
        sheet_xml(row(1, '<x:c xmlns:x="main" r="A1"><x:f>1</x:f></x:c>')),
        sheet_xml(row(1, cell("A1")), before='<!DOCTYPE x [<!ENTITY a "b">]>'),
        sheet_xml(row(1, cell("A1"))).replace("<worksheet", "<x:worksheet"),
        f"{PROLOG}<chart/>",
        sheet_xml(row(1, cell("A1"))).replace("UTF-8", "UTF-16"),
    ],
)
@pytest.mark.parametrize("size", [400, 10_000])
def test_all_else_is_left_to_the_parser(xml, size):
    assert look(xml, size) is None


def test_a_large_sheet_is_glanced_at_and_the_same_is_found(tmp_path, monkeypatch):
    rows = "".join(row(number, cell(f"A{number}"), cell(f"B{number}")) for number in range(1, 12_000))
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    quick = check_archive(path)[0]
    monkeypatch.setattr(safe_files, "_GLANCED_FROM", 1 << 40)
    slow = check_archive(path)[0]
    assert (quick.name, quick.rows_with_data, quick.last_row) == (slow.name, slow.rows_with_data, slow.last_row)


def test_what_the_glance_leaves_is_refused_by_the_parser(tmp_path):
    rows = "".join(row(number, cell(f"A{number}")) for number in range(1, 20_000)) + row(90_000, cell("A90000"))
    with pytest.raises(Unsafe) as refusal:
        check_archive(write_xlsx(tmp_path / "a.xlsx", rows))
    assert refusal.value.code is Problem.FAR_CELL
