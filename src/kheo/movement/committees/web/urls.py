from django.urls import path

from kheo.movement.committees.web import views

app_name = "committees"
urlpatterns = [
    path("", views.committees, name="list"),
    path("xuat-excel/", views.export, name="export"),
    path("chua-co/", views.wanting, name="wanting"),
    path("lap/<slug:slug>/", views.set_up, name="set_up"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/xuat-excel/", views.export_one, name="export_one"),
    path("<int:pk>/kien-toan/", views.restaff, name="restaff"),
]
