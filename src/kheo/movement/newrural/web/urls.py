from django.urls import path

from kheo.movement.newrural.web import views

app_name = "newrural"
urlpatterns = [
    path("", views.board, name="board"),
    path("xa/<slug:slug>/", views.commune, name="commune"),
    path("xa/<slug:slug>/danh-gia/", views.assess, name="assess"),
    path("ke-hoach/", views.plan, name="plan"),
    path("mo-hinh/<int:pk>/", views.model, name="model"),
    path("bo-tieu-chi/", views.sets, name="sets"),
    path("cong-khai/", views.show, name="show"),
    path("thoi-cong-khai/", views.take_off, name="take_off"),
]
