from django.urls import path

from kheo.movement.reporting.web import asking, deciding, enclosures, printing, views, workbooks, writing

app_name = "reporting"
urlpatterns = [
    path("", views.reports, name="list"),
    path("mau/", asking.forms, name="forms"),
    path("mau/moi/", asking.new_form, name="new_form"),
    path("mau/<int:pk>/", asking.form, name="form"),
    path("mau/<int:pk>/mo-ky/", asking.open_period, name="open"),
    path("ky/<int:pk>/", views.period, name="period"),
    path("ky/<int:pk>/nhac/", deciding.remind, name="remind"),
    path("ky/<int:pk>/tiep-nhan/", deciding.accept_many, name="accept_many"),
    path("ky/<int:pk>/excel/", workbooks.board_out, name="board_out"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/in/", printing.paper, name="paper"),
    path("<int:pk>/viet/", writing.edit, name="edit"),
    path("<int:pk>/viet/luu-tu-dong/", writing.autosave, name="autosave"),
    path("<int:pk>/excel/", workbooks.workbook, name="workbook"),
    path("<int:pk>/excel/mau/", workbooks.form, name="workbook_form"),
    path("<int:pk>/excel/tong-hop/", workbooks.sums_out, name="sums_out"),
    path("<int:pk>/excel/<int:number>/", workbooks.filled, name="filled"),
    path("<int:pk>/excel/<int:number>/danh-dau/", workbooks.marked, name="marked"),
    path("<int:pk>/excel/<int:number>/dua-vao/", workbooks.take_over, name="take_over"),
    path("<int:pk>/kem-theo/", enclosures.enclose, name="enclose"),
    path("<int:pk>/kem-theo/<uuid:file>/", enclosures.enclosure, name="enclosure"),
    path("<int:pk>/kem-theo/<int:number>/go/", enclosures.leave_out, name="leave_out"),
    path("<int:pk>/gui/", writing.send, name="send"),
    path("<int:pk>/rut-lai/", writing.take_back, name="take_back"),
    path("<int:pk>/sua-bo-sung/", writing.amend, name="amend"),
    path("<int:pk>/chep-ky-truoc/", writing.copy_last, name="copy_last"),
    path("<int:pk>/gom-cap-duoi/", writing.gather, name="gather"),
    path("<int:pk>/tra-lai/", deciding.return_, name="return"),
    path("<int:pk>/tiep-nhan/", deciding.accept, name="accept"),
    path("<int:pk>/gia-han/", deciding.extend, name="extend"),
    path("<int:pk>/cong-tu/<str:cell>/", views.parts, name="parts"),
]
