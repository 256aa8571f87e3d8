from django.urls import path

from kheo.machinery.registers.web import enclosures, views

app_name = "registers"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.lines, name="list"),
    path("<slug:key>/tong-hop/", views.summary, name="summary"),
    path("<slug:key>/xuat/", views.export, name="export"),
    path("<slug:key>/moi/", views.enter, name="enter"),
    path("<slug:key>/<int:pk>/", views.line, name="line"),
    path("<slug:key>/<int:pk>/sua/", views.correct, name="correct"),
    path("<slug:key>/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<slug:key>/<int:pk>/tep/", enclosures.enclose, name="enclose"),
    path("<slug:key>/<int:pk>/tep/<int:number>/", enclosures.enclosure, name="enclosure"),
    path("<slug:key>/<int:pk>/tep/<int:number>/bo/", enclosures.leave_out, name="leave_out"),
]
