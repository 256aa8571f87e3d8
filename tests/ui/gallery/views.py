"""One page of each kind, with invented words, to look at and to test on."""

import datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.shortcuts import render

from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Chip, Filters, Page
from kheo.ui.tables import Cell, Column, Row, Table

BODY = SimpleNamespace(
    superior_name="Huyện ủy Yên Mô",
    name="Ban Chỉ đạo phong trào thi đua “Dân vận khéo” huyện Yên Mô",
    address="Thị trấn Yên Thịnh, huyện Yên Mô, tỉnh Ninh Bình",
    phone="0229 3 869 000",
    email="danvan@yenmo.example",
)
OFFICER = SimpleNamespace(is_authenticated=True, get_full_name="Phạm Thị Hường", get_username="huong")
WORK = [
    ("Tổng quan", "house"), ("Mô hình, điển hình", "award"), ("Đợt thi đua", "flag"), ("Thống kê", "bar-chart-line"),
    ("Nhập từ Excel", "file-earmark-excel"), ("Hội nghị", "people"), ("Nhiệm vụ", "list-check"),
    ("Văn bản", "file-earmark-text"), ("Tin bài", "newspaper"), ("Đơn vị", "diagram-3"), ("Tài khoản", "person-plus"),
]  # fmt: skip
PORTAL = ["Trang chủ", "Tin tức", "Mô hình tiêu biểu", "Văn bản chỉ đạo", "Hội nghị", "Thống kê", "Liên hệ"]


def menu(labels, active=0):
    pairs = [(label, "") if isinstance(label, str) else label for label in labels]
    return [
        SimpleNamespace(label=label, icon=icon, url="#", active=i == active) for i, (label, icon) in enumerate(pairs)
    ]


def frame(active=0):
    return {"body": BODY, "nav": menu(WORK, active), "user": OFFICER, "search_url": "/list/"}


def face(active=0):
    return {"body": BODY, "nav": menu(PORTAL, active), "search_url": "/list/", "today": datetime.date(2026, 11, 22)}


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên mô hình", max_length=200, help_text="Viết đủ tên, không viết hoa toàn bộ.")
    field = forms.ChoiceField(
        label="Lĩnh vực",
        choices=[("", "– Chọn lĩnh vực –"), ("economy", "Kinh tế"), ("culture_society", "Văn hóa - xã hội")],
    )
    kind = forms.ChoiceField(
        label="Loại", choices=[("model", "Mô hình"), ("exemplar", "Điển hình")], widget=forms.RadioSelect
    )
    partners = forms.MultipleChoiceField(
        label="Đơn vị phối hợp", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("w", "Hội Liên hiệp Phụ nữ"), ("f", "Hội Nông dân"), ("y", "Đoàn Thanh niên")],
    )  # fmt: skip
    method = forms.CharField(
        label="Nội dung và cách làm", widget=forms.Textarea, required=False, help_text="Nêu việc, người làm, thời gian."
    )
    started_on = DayField(label="Ngày bắt đầu")
    households = NumberField(label="Số hộ tham gia", required=False, min_value=1)
    photo = forms.FileField(label="Ảnh chụp", required=False, help_text="Ảnh JPEG, PNG hoặc WebP, tối đa 20 MB.")
    agreed = forms.BooleanField(label="Đã được tập thể lãnh đạo đơn vị thống nhất")
    key = forms.CharField(widget=forms.HiddenInput, initial="k1")


class SampleFilters(Filters):
    q = forms.CharField(label="Từ khóa", required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, choices=[("", "Tất cả"), ("yh", "Xã Yên Hòa")])
    field = forms.ChoiceField(label="Lĩnh vực", required=False, choices=[("", "Tất cả"), ("e", "Kinh tế")])
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), ("s", "Chờ xét")])


ROWS = [
    ("Thắp sáng đường quê", "Xã Yên Hòa", "Văn hóa - xã hội", "Đã công nhận", "ok", 1250),
    ("Nuôi trạch sụn kết hợp trồng chuối ven ao", "Xã Yên Phong", "Kinh tế", "Chờ xét", "wait", 48),
    ("Đoạn đường tự quản về môi trường và an toàn giao thông", "Thị trấn Yên Thịnh", "Văn hóa - xã hội",
     "Trả lại để bổ sung", "warn", 315),
    ("Camera an ninh thôn Lộc Động", "Công an huyện", "Quốc phòng - an ninh", "Bản nháp", "draft", 12),
    ("Vận động doanh nghiệp xây nhà tình nghĩa", "Hội Nông dân huyện", "Văn hóa - xã hội", "Đã đăng ký", "info", 9),
    ("Xây dựng cộng đồng học tập", "Xã Khánh Thịnh", "Văn hóa - xã hội", "Đã hủy", "stop", 64),
]  # fmt: skip


def statistics():
    columns = [Column("Đơn vị"), *(Column(label, number=True) for label in ("Kinh tế", "Văn hóa - xã hội",
               "Quốc phòng - an ninh", "Hệ thống chính trị", "Cộng"))]  # fmt: skip
    units = [("Xã Yên Hòa", 2, 3, 1, 0), ("Xã Yên Phong", 3, 1, 0, 1), ("Thị trấn Yên Thịnh", 1, 4, 1, 1)]
    rows = [Row([Cell(unit), *(Cell(n, url="#") for n in (*counts, sum(counts)))]) for unit, *counts in units]
    sums = [sum(counts) for counts in zip(*(u[1:] for u in units), strict=True)]
    total = Row([Cell("Tổng cộng"), *(Cell(n, url="#") for n in (*sums, sum(sums)))], total=True)
    return Table("Số mô hình, điển hình theo đơn vị và lĩnh vực", columns, [*rows, total])


def index(request):
    return render(request, "gallery/index.html")


def workspace(request):
    messages.success(request, "Đã tiếp nhận đăng ký “Thắp sáng đường quê”.")
    messages.warning(request, "Còn 5 ngày đến hạn đăng ký (30/11/2026).")
    messages.error(request, "Tệp “danh sach.xls” không phải là bảng tính Excel.")
    messages.info(request, "Hội nghị tổng kết được tổ chức vào ngày 17/01/2027.")
    steps = [("Soạn thảo", "done", "Phạm Thị Hường, 02/03/2026"), ("Gửi huyện", "done", "05/03/2026"),
             ("Xét duyệt", "current", "Hạn 30/11/2026"), ("Công nhận", "todo", "")]  # fmt: skip
    steps = [{"label": label, "state": state, "note": note} for label, state, note in steps]
    return render(request, "gallery/workspace.html", frame() | {"steps": steps, "table": statistics()})


def form(request):
    bound = SampleForm(request.POST or None, request.FILES or None)
    return render(request, "gallery/form.html", frame(1) | {"form": bound}, status=422 if bound.errors else 200)


def listing(request):
    filters = SampleFilters(request.GET)
    filters.is_valid()
    chips = (Chip("field", "Lĩnh vực", "Kinh tế"), Chip("unit", "Đơn vị", "Xã Yên Hòa"))
    page = Page(ROWS, 10_000, True, "next", "previous", "name", filters, chips)
    columns = [Column("Tên mô hình", sort="name"), Column("Đơn vị"), Column("Lĩnh vực"), Column("Trạng thái"),
               Column("Số hộ", number=True, sort="-households")]  # fmt: skip
    return render(request, "gallery/list.html", frame(1) | {"page": page, "columns": columns})


def public(request):
    return render(request, "gallery/public.html", face())


def article(request):
    return render(request, "gallery/article.html", face(1) | {"published_on": datetime.date(2018, 1, 18)})


def plain(request):
    return render(request, "gallery/plain.html", {"body": BODY, "form": SignIn()})


class SignIn(forms.Form):
    username = forms.CharField(label="Tên đăng nhập")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)


def refused(request):
    reasons = ["Đăng ký này chưa được chấm điểm.", "Quyết định số 12-QĐ/HU chưa được ký."]
    return render(request, "ui/refused.html", {"body": BODY, "reasons": reasons}, status=422)


def error(request, code):
    return render(request, f"{code}.html", status=code)
