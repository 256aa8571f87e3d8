"""Which number of a report is its total: one sentence each, and no number at all rather than a wrong one."""

import pytest

from kheo.lib.reading.reader import read

HEAD = "Huyện A Bình với phong trào thi đua “Dân vận khéo”\n"
STATED = {
    "Năm 2021, huyện duy trì 45 mô hình, trong đó xã Tân Hạ 12 mô hình.": 45,
    "Trong 80 mô hình đăng ký năm 2021 có 72 mô hình được công nhận.": 80,
    "Đến nay, toàn huyện có 1.250 mô hình được công nhận từ năm 2009; riêng năm 2021 công nhận 96 mô hình.": 96,
    "Năm 2020, huyện có 80 mô hình; năm 2021 có 95 mô hình, tăng 15 mô hình.": 95,
    "So với 80 mô hình của năm 2020, năm 2021 huyện đã đăng ký 95 mô hình.": 95,
    "Năm 2021, huyện xây dựng 5 mô hình điểm, toàn huyện có 60 mô hình.": 60,
    "Kế hoạch năm 2021 là 60 mô hình; kết quả thực hiện 66 mô hình, đạt 110%.": 66,
    "Năm 2021, toàn huyện đăng ký 90 mô hình (xã, thị trấn 60; cơ quan 25; lực lượng vũ trang 5).": 90,
    "Dự kiến năm 2022 sẽ có 100 mô hình. Năm 2021 đã thực hiện 90 mô hình.": 90,
    "Tính đến tháng 12/2021, toàn huyện có 90 mô hình đang hoạt động, giảm 5 mô hình so với năm 2020.": 90,
    "Huyện Bình Tân bên cạnh có 120 mô hình. Năm 2021, huyện A Bình có 85 mô hình.": 85,
    "Năm 2021 các địa phương đã ra mắt thêm 12 mô hình mới, nâng tổng số lên 102 mô hình.": 12,
    "Có 90 mô hình đăng ký năm 2021, trong đó mô hình mới 30, mô hình duy trì 60.": 90,
    "Phong trào thi đua yêu nước có 45 điển hình tiên tiến. Phong trào “Dân vận khéo” năm 2021 có 30 mô hình.": 30,
    "Hội thi có 16 mô hình sân khấu hóa tham gia. Năm 2021 huyện có 75 mô hình “Dân vận khéo”.": 75,
    "Năm 2021, huyện có 90 mô hình “Dân vận khéo”, 100% xã có mô hình, thu hút 12.000 hộ.": 90,
    "Tổng số mô hình đang duy trì: 90. Trong đó: cấp tỉnh 5, cấp huyện 25, cấp xã 60.": 90,
    "Đăng ký thực hiện 90 mô hình (vượt 10 mô hình so với chỉ tiêu tỉnh giao là 80 mô hình).": 90,
    "Hơn 90 mô hình “Dân vận khéo” đã được xây dựng trên địa bàn huyện trong năm 2021.": 90,
    "Huyện A Bình phấn đấu đến cuối năm 2022 có 120 mô hình. Hiện huyện có 95 mô hình.": 95,
    "Toàn huyện có 215 tổ dân vận với 1.200 thành viên; 90 mô hình “Dân vận khéo”.": 90,
    "Từ chỗ chỉ có 5 mô hình ban đầu, đến nay toàn huyện có 120 mô hình.": 120,
    "Toàn huyện hiện có 9 xã với 120 mô hình; riêng thị trấn Cao Hạ có 25 mô hình.": 120,
    "Đến nay, 120 mô hình được công nhận trong tổng số 140 mô hình đăng ký.": 140,
    "Tháng 6 năm 2021 có 5 mô hình mới; cả năm 2021 có 20 mô hình mới, tổng số đến nay là 120 mô hình.": 20,
    "Hội CCB huyện có 12 mô hình. Toàn huyện có 90 mô hình.": 90,
}
UNSTATED = [
    "Năm 2021, có 12 mô hình của xã Tân Hạ được huyện khen thưởng.",
    "Năm 2021, bình quân mỗi xã có 5 mô hình “Dân vận khéo”.",
    "Năm 2021, mỗi chi bộ đăng ký 1 mô hình, mỗi đoàn thể đăng ký 2 mô hình.",
    "Huyện có 15 xã, mỗi xã có ít nhất 3 mô hình. Năm 2021, Hội Nông dân huyện có 12 mô hình, Hội LHPN 20 mô hình.",
    "Ban Chỉ đạo đã tổ chức tham quan 3 mô hình tại tỉnh Bình Hòa. Năm 2021 huyện nhân rộng 2 mô hình học tập được.",
    "Năm 2021, huyện chọn 5 mô hình điểm để chỉ đạo.",
    "Trong năm 2021 đã có 20 mô hình chăn nuôi, 15 mô hình trồng trọt cho thu nhập cao.",
    "Năm 2021, các xã đăng ký 60 mô hình, các cơ quan đăng ký 25 mô hình, lực lượng vũ trang 5 mô hình.",
    "Năm 2021 đã lựa chọn 15 mô hình tiêu biểu đề nghị tỉnh khen thưởng.",
    "Toàn tỉnh có 2.000 mô hình “Dân vận khéo” năm 2021.",
    "Năm 2021, tỉnh công nhận 6 mô hình, huyện công nhận 40 mô hình, xã công nhận 120 mô hình.",
    "Năm 2021, Ban Dân vận Huyện ủy đã kiểm tra 25/90 mô hình.",
    "Năm 2021, huyện giải thể 8 mô hình hoạt động kém.",
    "Trong đó, có 12 mô hình về kinh tế, 15 mô hình về văn hóa - xã hội.",
    "Xã Tân Hạ đã đăng ký 12 mô hình; xã Bình Hạ đăng ký 10 mô hình; xã Hòa Hạ đăng ký 9 mô hình trong năm 2021.",
    "Năm 2021 có 3 mô hình được Trung ương khen, 12 mô hình được tỉnh khen.",
    "Mô hình “Ánh sáng an ninh” được nhân rộng ra 15 mô hình ở các thôn.",
    "Qua bình chọn, có 10 mô hình đạt giải Nhất, Nhì, Ba tại hội thi.",
    "Ông Ba là chủ nhân của 2 mô hình “Dân vận khéo” về chăn nuôi.",
    "Năm 2021 huyện tổ chức kiểm tra, đánh giá 120 mô hình, kết quả 100 mô hình tốt, 20 mô hình khá.",
    "Các cấp hội phụ nữ có 50 mô hình, nông dân 40 mô hình, thanh niên 30 mô hình, cựu chiến binh 20 mô hình.",
    "Năm 2021, có 120 mô hình của tập thể và 30 mô hình của cá nhân đăng ký.",
    "Trên địa bàn huyện có 3 mô hình “Dân vận khéo” cấp tỉnh, 15 mô hình cấp huyện và 70 mô hình cấp cơ sở.",
    "Năm 2022 dự kiến 100 mô hình.",
    "Đoàn công tác đã khảo sát thực tế 4 mô hình, trao đổi với chủ 6 mô hình.",
]


@pytest.mark.parametrize(("words", "value"), STATED.items())
def test_the_total_that_a_sentence_states(words, value):
    assert read(HEAD + words).total.value == value


@pytest.mark.parametrize("words", UNSTATED)
def test_parts_targets_and_others_are_no_total(words):
    assert read(HEAD + words).total is None
