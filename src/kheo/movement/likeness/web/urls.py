from django.urls import path

from kheo.movement.likeness.web import views

app_name = "likeness"
urlpatterns = [
    path("", views.pairs, name="list"),
    path("ra-soat/", views.look_through, name="look_through"),
    path("<int:pk>/", views.pair, name="pair"),
    path("<int:pk>/rut-lai/", views.take_back, name="take_back"),
]
