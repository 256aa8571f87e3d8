"""Forms of table and tables for tests, made through the real actions."""

from dataclasses import replace
from uuid import uuid4

from kheo.outlets.tables import actions
from kheo.outlets.tables.actions import FormFacts, TableFacts
from tests import make

TEXT = """
theo đơn vị | Tên đơn vị
số thứ tự
đánh số cột
cột tong | Tổng số | sổ registered
cột lv | Chia theo lĩnh vực | sổ registered | mỗi lĩnh_vực
cột duoc | Kết quả > Được công nhận | sổ recognised
cột chua | Kết quả > Chưa xét | tính tong - duoc
cột ty_le | Tỷ lệ (%) | tính duoc / tong | %
cột nguoi | Số người tham gia | nhập
cột ghi_chu | Ghi chú | chữ
cộng cuối | Tổng cộng
kiểm lv = tong | Các lĩnh vực cộng lại phải bằng tổng số.
"""
FACTS = FormFacts("Biểu đăng ký", TEXT, code="01/DVK", basis="Kế hoạch số 07-KH/BCĐ", measure="mô hình", notes="Ghi rõ")
PAPER = {
    "form": "state",
    "issuer": "Ủy ban nhân dân huyện Yên Mô",
    "superior": "Ủy ban nhân dân tỉnh Ninh Bình",
    "place": "Yên Mô",
    "signs_for": "Ủy ban nhân dân",
    "signs_as": "Chủ tịch",
    "signer": "Vũ Thị Đạo",
    "maker": "Phạm Văn Trực",
    "day": "",
}


def campaign(cast, **said):
    """Return a campaign of the district: two registered of Hòa (economy, culture), one of Mạc; Hòa has a draft too."""
    found = make.campaign(cast.district, **said)
    for unit, field in ((cast.hoa, "economy"), (cast.hoa, "culture_society"), (cast.mac, "economy")):
        facts = {"field": field, "state": "registered", "office": cast.district_office}
        make.registration(found, unit, cast.district_office, **facts)
    make.registration(found, cast.hoa, cast.commune_officer)
    return found


def form(cast, **said):
    return actions.write_form(replace(FACTS, **said), unit=cast.district, by=None, at=make.NOW)


def made(kept, about, unit, *, by=None, typed=None, closing=None, key=None):
    facts = TableFacts(about, unit, closing, typed or {}, PAPER, key or uuid4())
    return actions.make_table(kept, facts, by=by, at=make.NOW)
