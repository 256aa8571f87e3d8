from django.urls import path

from kheo.movement.certificates.web import designs, printing, views

app_name = "certificates"
urlpatterns = [
    path("", views.certificates, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("quyet-dinh/<int:pk>/", views.decision, name="decision"),
    path("quyet-dinh/<int:pk>/in/", printing.print_out, name="print"),
    path("lan-in/<int:pk>/", printing.run, name="run"),
    path("lan-in/<int:pk>/tep/", printing.file, name="file"),
    path("mau/", designs.designs, name="designs"),
    path("mau/moi/", designs.new, name="new"),
    path("mau/<int:pk>/", designs.edit, name="edit"),
    path("mau/<int:pk>/xem-thu/", designs.preview, name="preview"),
    path("mau/<int:pk>/can-chinh/", designs.calibration, name="calibration"),
]
