from django.urls import path

from kheo.machinery.directives.web import bases, parts, views

app_name = "directives"
urlpatterns = [
    path("", views.directives, name="list"),
    path("moi/", views.write, name="write"),
    path("<int:pk>/", views.detail, name="detail"),
    path("phap-luat/", bases.legal, name="legal"),
    path("can-cu/<slug:kind>/<int:record>/", bases.bases, name="bases"),
    path("can-cu/<int:pk>/bo/", bases.uncite, name="uncite"),
    path("<int:pk>/ap-dung/", bases.resting, name="resting"),
    path("<int:pk>/sua/", views.amend, name="amend"),
    path("<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<int:pk>/dua-lai/", views.bring_back, name="bring_back"),
    path("<int:pk>/tep/", parts.attach, name="attach"),
    path("<int:pk>/lien-quan/", parts.relate, name="relate"),
    path("tep/<int:pk>/", parts.paper, name="paper"),
    path("tep/<int:pk>/go/", parts.detach, name="detach"),
    path("lien-quan/<int:pk>/bo/", parts.unrelate, name="unrelate"),
]
