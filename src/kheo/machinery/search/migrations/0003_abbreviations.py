from django.db import migrations

# What offices write short everywhere; each office may take out and add on its own screen. Keys: folded words.
SHIPPED = [
    ("DVK", "dân vận khéo", "dan van kheo"),
    ("NTM", "nông thôn mới", "nong thon moi"),
    ("ANQP", "an ninh, quốc phòng", "an ninh quoc phong"),
    ("QPAN", "quốc phòng, an ninh", "quoc phong an ninh"),
    ("ANTT", "an ninh trật tự", "an ninh trat tu"),
    ("ATGT", "an toàn giao thông", "an toan giao thong"),
    ("BVTV", "bảo vệ thực vật", "bao ve thuc vat"),
    ("VSMT", "vệ sinh môi trường", "ve sinh moi truong"),
    ("MTTQ", "Mặt trận Tổ quốc", "mat tran to quoc"),
    ("UBND", "Ủy ban nhân dân", "uy ban nhan dan"),
    ("HĐND", "Hội đồng nhân dân", "hoi dong nhan dan"),
    ("BCĐ", "Ban Chỉ đạo", "ban chi dao"),
    ("BTV", "Ban Thường vụ", "ban thuong vu"),
    ("BTG", "Ban Tuyên giáo", "ban tuyen giao"),
    ("LHPN", "Liên hiệp Phụ nữ", "lien hiep phu nu"),
    ("CCB", "Cựu chiến binh", "cuu chien binh"),
    ("HND", "Hội Nông dân", "hoi nong dan"),
    ("ĐTN", "Đoàn Thanh niên", "doan thanh nien"),
    ("LĐLĐ", "Liên đoàn Lao động", "lien doan lao dong"),
    ("KDC", "khu dân cư", "khu dan cu"),
    ("TDP", "tổ dân phố", "to dan pho"),
    ("HTX", "hợp tác xã", "hop tac xa"),
    ("GPMB", "giải phóng mặt bằng", "giai phong mat bang"),
    ("GTNT", "giao thông nông thôn", "giao thong nong thon"),
    ("QCDC", "quy chế dân chủ", "quy che dan chu"),
    ("CCHC", "cải cách hành chính", "cai cach hanh chinh"),
    ("CNTT", "công nghệ thông tin", "cong nghe thong tin"),
    ("BHYT", "bảo hiểm y tế", "bao hiem y te"),
    ("BHXH", "bảo hiểm xã hội", "bao hiem xa hoi"),
    ("PCCC", "phòng cháy, chữa cháy", "phong chay chua chay"),
    ("THCS", "trung học cơ sở", "trung hoc co so"),
    ("OCOP", "mỗi xã một sản phẩm", "moi xa mot san pham"),
]


def ship(apps, schema_editor):
    apps.get_model("search", "Abbreviation").objects.bulk_create(
        apps.get_model("search", "Abbreviation")(short=short, long=long, short_key=key_of(short), long_key=long_key)
        for short, long, long_key in SHIPPED
    )


def key_of(short):
    return short.lower().replace("đ", "d")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
