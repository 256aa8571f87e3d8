"""Whose report it is: the level of the body and the name of its place."""

import pytest

from kheo.lib.reading.provinces import FORMER, TODAY
from kheo.lib.reading.reader import read

OPENINGS = [
    (
        "Vĩnh Phúc: Sơ kết phong trào thi đua “Dân vận khéo”\n"
        "Sáng 5/7/2022, Ban Dân vận Tỉnh ủy tổ chức hội nghị sơ kết. Toàn tỉnh có 320 mô hình.",
        "Vĩnh Phúc",
        "province",
    ),
    (
        "Lào Cai đẩy mạnh phong trào “Dân vận khéo”\n"
        "Đến nay, các địa phương trong tỉnh đã xây dựng 1.200 mô hình. "
        "Huyện Bảo Thắng có 120 mô hình, huyện Bát Xát có 100 mô hình.",
        "Lào Cai",
        "province",
    ),
    (
        "Người cán bộ dân vận ở bản Nậm Sỏ\n"
        "Ông Lò Văn Chính, Bí thư chi bộ bản Nậm Sỏ, xã Mường Kim Hạ, huyện Than Uyên, là điển hình “Dân vận khéo”.",
        "Nậm Sỏ",
        "village",
    ),
    (
        "Hiệu quả mô hình “Dân vận khéo” ở Thanh Sơn Hạ\n"
        "Thời gian qua, huyện Thanh Sơn Hạ (Phú Thọ) đã có nhiều mô hình. Xã Văn Miếu, xã Tất Thắng là điển hình.",
        "Thanh Sơn Hạ",
        "district",
    ),
    (
        "Đảng bộ phường An Lạc Đông nhân rộng mô hình\n"
        "Phường có 12 khu phố. Năm 2024, phường đã đăng ký 18 mô hình “Dân vận khéo”, được quận công nhận 15 mô hình.",
        "An Lạc Đông",
        "commune",
    ),
    (
        "HỘI NÔNG DÂN TỈNH ĐẮK LẮK\n"
        "HỘI NÔNG DÂN HUYỆN KRÔNG BÚK HẠ\n"
        "Số 12-BC/HNDH\n"
        "Krông Búk Hạ, ngày 5 tháng 12 năm 2021\n"
        "BÁO CÁO\n"
        "Kết quả phong trào Dân vận khéo\n"
        "Các cấp Hội xây dựng 25 mô hình.",
        "Krông Búk Hạ",
        "district",
    ),
    (
        "ĐẢNG BỘ TỈNH YÊN BÁI\n"
        "BAN DÂN VẬN TỈNH ỦY\n"
        "Số 112-BC/BDVTU\n"
        "Yên Bái, ngày 5 tháng 12 năm 2021\n"
        "BÁO CÁO\n"
        "tổng kết phong trào thi đua “Dân vận khéo”\n"
        "Toàn tỉnh có 1.500 mô hình.",
        "Yên Bái",
        "province",
    ),
    (
        "Công an huyện Lục Nam Hạ với phong trào “Dân vận khéo”\nNăm 2023, Công an huyện xây dựng 12 mô hình.",
        "Lục Nam Hạ",
        "agency",
    ),
    (
        "Phong trào “Dân vận khéo” ở TP. Vinh Đông\n"
        "Năm 2020, thành phố có 135 mô hình. Đồng chí Nguyễn Văn Chỉnh, Bí thư Thành ủy cho biết.",
        "Vinh Đông",
        "district",
    ),
    (
        "Hà Nội: 2.000 mô hình “Dân vận khéo”\n"
        "Ban Dân vận Thành ủy Hà Nội tổng kết năm 2022. Toàn thành phố có 2.000 mô hình.",
        "Hà Nội",
        "province",
    ),
    (
        "TP Cần Thơ tổng kết phong trào thi đua “Dân vận khéo” năm 2023\n"
        "Ngày 20/12, Ban Chỉ đạo thành phố tổ chức tổng kết.",
        "Cần Thơ",
        "province",
    ),
    (
        "Đặc khu Phú Quý Mới: 20 mô hình “Dân vận khéo”\nNgày 2/11/2025, Đảng ủy đặc khu tổ chức hội nghị.",
        "Phú Quý Mới",
        "commune",
    ),
    (
        "Xã Hòa Tiến Trung, thành phố Đà Nẵng tổng kết mô hình\n"
        "Ngày 2/11/2025, Đảng ủy xã Hòa Tiến Trung tổ chức hội nghị biểu dương. Toàn xã có 30 mô hình.",
        "Hòa Tiến Trung",
        "commune",
    ),
    (
        "Mặt trận Tổ quốc xã Ea Kly Mới phát huy “Dân vận khéo”\n"
        "Năm 2025, Ủy ban MTTQ Việt Nam xã Ea Kly Mới xây dựng 8 mô hình.",
        "Ea Kly Mới",
        "commune",
    ),
    (
        "Huyện đoàn Quỳ Châu Hạ tổng kết\nNăm 2022, Huyện đoàn Quỳ Châu Hạ xây dựng 15 mô hình “Dân vận khéo”.",
        "Quỳ Châu Hạ",
        "district",
    ),
    (
        "Bộ đội Biên phòng tỉnh Hà Giang tổng kết mô hình “Dân vận khéo”\n"
        "Năm 2021, Bộ đội Biên phòng tỉnh có 22 mô hình.",
        "Hà Giang",
        "agency",
    ),
    (
        "Thị xã Sơn Tây Hạ có 150 mô hình “Dân vận khéo”\nTheo Ban Dân vận Thị ủy, năm 2019 thị xã có 150 mô hình.",
        "Sơn Tây Hạ",
        "district",
    ),
    (
        "Khéo dân vận ở vùng biên Mường Nhé Thượng\n"
        "Mường Nhé Thượng là huyện biên giới của tỉnh Điện Biên. Năm 2018, huyện xây dựng 98 mô hình.",
        "Mường Nhé Thượng",
        "district",
    ),
    (
        "Phát huy vai trò già làng ở xã Ia Dom Hạ\n"
        "Xã biên giới Ia Dom Hạ, huyện Đức Cơ, tỉnh Gia Lai có 9 thôn, làng. Năm 2020, xã có 7 mô hình.",
        "Ia Dom Hạ",
        "commune",
    ),
    (
        "Chi bộ thôn Đông Hạ dân vận khéo\n"
        "Thôn Đông Hạ, xã Quảng Phú Mới có 120 hộ. Chi bộ thôn xây dựng mô hình “Đường hoa”.",
        "Đông Hạ",
        "village",
    ),
    (
        "Bắc Giang biểu dương 100 điển hình\n"
        "Sáng 15/10/2020, Tỉnh ủy Bắc Giang tổ chức hội nghị. Các đồng chí lãnh đạo huyện Lạng Giang, Hiệp Hòa dự.",
        "Bắc Giang",
        "province",
    ),
    (
        "Kinh nghiệm dân vận từ Lệ Thủy Đông\n"
        "Theo đồng chí Trưởng Ban Dân vận Huyện ủy, năm 2021 toàn huyện đăng ký 96 mô hình “Dân vận khéo”.",
        "Lệ Thủy Đông",
        "district",
    ),
    (
        "(QBĐT) - Năm 2019, Ban Dân vận Huyện ủy Minh Hóa Hạ đã tham mưu cho Huyện ủy. Toàn huyện có 88 mô hình.",
        "Minh Hóa Hạ",
        "district",
    ),
    (
        "Phụ nữ Thạch Thành Hạ thi đua “Dân vận khéo”\n"
        "Hội LHPN huyện Thạch Thành Hạ chỉ đạo 25/25 cơ sở hội đăng ký 50 mô hình năm 2022.",
        "Thạch Thành Hạ",
        "district",
    ),
    (
        "Cựu chiến binh phường Bến Nghé Mới\n"
        "Hội Cựu chiến binh phường Bến Nghé Mới có 6 mô hình “Dân vận khéo” năm 2024.",
        "Bến Nghé Mới",
        "commune",
    ),
    (
        "Trường Chính trị tỉnh Quảng Ninh xây dựng mô hình “Dân vận khéo”\nNăm 2021, nhà trường đăng ký 4 mô hình.",
        "Quảng Ninh",
        "agency",
    ),
    (
        "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Sơn La: 65 mô hình\n"
        "Năm 2022, Đảng ủy Khối đăng ký 65 mô hình “Dân vận khéo”.",
        "Sơn La",
        "agency",
    ),
    (
        "Trung ương tổng kết 15 năm phong trào thi đua “Dân vận khéo”\n"
        "Ngày 15/10/2024, tại Hà Nội, Ban Dân vận Trung ương tổ chức hội nghị tổng kết. Cả nước có 1,2 triệu mô hình.",
        None,
        "central",
    ),
]


@pytest.mark.parametrize(("text", "place", "level"), OPENINGS)
def test_the_body_that_a_text_speaks_for(text, place, level):
    found = read(text)
    assert ((found.place or "").lower(), found.level) == ((place or "").lower(), level)


def test_the_provinces_of_today_and_of_before():
    assert (len(TODAY.split(", ")), len(FORMER.split(", "))) == (34, 30)
