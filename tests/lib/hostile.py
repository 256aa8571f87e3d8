"""Builds workbooks that no program would write, for the tests to be refused."""

import zipfile

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'{PROLOG}<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'{PROLOG}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{PROLOG}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Đăng ký" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{PROLOG}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows, before="", after=""):
    """Return the XML of a sheet around the XML of its rows."""
    return f'{PROLOG}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def cell(name, text="x"):
    """Return the XML of a cell with a text."""
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def write_zip(path, parts, **options):
    """Write an archive of the given parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, **options)
    return path


def write_xlsx(path, rows="", more=None, **around):
    """Write a workbook of one sheet with the given rows, and more parts."""
    return write_zip(path, PARTS | {SHEET: sheet_xml(rows, **around)} | (more or {}))


def write_ods(path, rows, more=None):
    """Write an OpenDocument workbook of one sheet with the given rows."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    content = (
        f"{PROLOG}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Một">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{PROLOG}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return write_zip(path, {"mimetype": mime, "META-INF/manifest.xml": manifest, "content.xml": content} | (more or {}))
