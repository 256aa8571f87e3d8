from django.urls import path

from kheo.movement.conferences.web import views

app_name = "conferences"
urlpatterns = [
    path("", views.conferences, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
]
