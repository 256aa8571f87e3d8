from django.urls import path

from kheo.machinery.search.web import views

app_name = "search"
urlpatterns = [
    path("", views.abbreviations, name="abbreviations"),
    path("<int:pk>/bo/", views.drop, name="drop"),
]
