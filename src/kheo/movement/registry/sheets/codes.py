"""The code by which a row of a workbook names a registration (`lib/row_codes.py`)."""

from kheo.lib.row_codes import RowCodes

_CODES = RowCodes("DK")
code_of, number_in, version_in = _CODES.code_of, _CODES.number_in, _CODES.version_in
