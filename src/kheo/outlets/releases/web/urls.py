from django.urls import path

from kheo.outlets.releases.states import Subject
from kheo.outlets.releases.web import views

app_name = "releases"
urlpatterns = [
    path("quyet-dinh/<int:number>/", views.draft, {"subject": Subject.DECISION}, name="of_decision"),
    path("hoi-nghi/<int:number>/", views.draft, {"subject": Subject.CONFERENCE}, name="of_conference"),
    path("mo-hinh/<int:number>/", views.draft, {"subject": Subject.MODEL}, name="of_model"),
    path("so-lieu/", views.changed, name="changed"),
    path("so-lieu/<int:pk>/", views.figures, name="figures"),
]
