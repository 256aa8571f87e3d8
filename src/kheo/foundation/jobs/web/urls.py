from django.urls import path

from kheo.foundation.jobs.web import views

app_name = "jobs"
urlpatterns = [
    path("", views.own, name="list"),
    path("<int:pk>/", views.standing, name="job"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
]
