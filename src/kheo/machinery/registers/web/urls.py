from django.urls import path

from kheo.machinery.registers.web import views

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
]
