from django.urls import path

from kheo.outlets.voice.web import views

app_name = "voice"
urlpatterns = [
    path("", views.remarks, name="remarks"),
    path("duyet/", views.moderate, name="moderate"),
]
