from django.urls import path

from kheo.organisation.changes.web import places, views

app_name = "changes"
urlpatterns = [
    path("xuat-excel/", views.export, name="export"),
    path("", views.units, name="units"),
    path("thay-doi/", views.changes, name="list"),
    path("thay-doi/<int:pk>/", views.done, name="done"),
    path("toa-do/", places.locate_many, name="locate_many"),
    path("<slug:slug>/toa-do/", places.locate, name="locate"),
    path("<slug:slug>/", views.unit, name="unit"),
    path("<slug:slug>/<slug:kind>/", views.change, name="change"),
]
