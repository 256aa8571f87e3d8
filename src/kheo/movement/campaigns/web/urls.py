from django.urls import path

from kheo.movement.campaigns.web import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="list"),
    path("lap/", views.set_up, name="set_up"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/chuyen/", views.move, name="move"),
    path("<slug:slug>/gia-han/", views.extend, name="extend"),
    path("<slug:slug>/gia-han-don-vi/", views.extend_for, name="extend_for"),
    path("<slug:slug>/thiet-lap/", views.change, name="change"),
    path("<slug:slug>/sao-chep/", views.copy, name="copy"),
]
