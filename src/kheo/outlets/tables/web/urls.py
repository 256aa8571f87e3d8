from django.urls import path

from kheo.outlets.tables.web import making, shaping, views

app_name = "tables"
urlpatterns = [
    path("", views.tables, name="list"),
    path("mau/moi/", shaping.new_form, name="new_form"),
    path("mau/lay/<slug:key>/", shaping.take_over, name="take_over"),
    path("mau/<int:pk>/", shaping.form, name="form"),
    path("<int:pk>/", views.table, name="table"),
    path("<int:pk>/lap/", making.make, name="make"),
    path("da-lap/<int:pk>/", views.made, name="made"),
    path("da-lap/<int:pk>/excel/", making.printed, {"kind": "xlsx"}, name="workbook"),
    path("da-lap/<int:pk>/pdf/", making.printed, {"kind": "pdf"}, name="pdf"),
]
