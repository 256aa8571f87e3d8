"""What the rows and the columns of a table are."""

from enum import StrEnum


class Rows(StrEnum):
    """What a row of a table stands for; the words are those of the text of a form."""

    BELOW = "đơn vị"
    EACH = "từng đơn vị"
    ASKED = "đơn vị được giao"
    FIELD = "lĩnh vực"
    OWNER = "chủ thể"
    STATUS = "tình trạng"
    YEAR = "năm"
    LIST = "danh sách"


class Kind(StrEnum):
    """What fills a column."""

    FIGURE = "sổ"
    FORMULA = "tính"
    TEXT = "chữ"
    TYPED = "nhập"
    QUOTA = "chỉ tiêu"
    OF_ROW = "dòng"


# The dimensions of the register as a form may call them.
DIMENSIONS = {"lĩnh_vực": "field", "chủ_thể": "owner_kind", "tình_trạng": "year_status", "trạng_thái": "state"}
ROW_DIMENSIONS = {Rows.FIELD: "field", Rows.OWNER: "owner_kind", Rows.STATUS: "year_status"}
