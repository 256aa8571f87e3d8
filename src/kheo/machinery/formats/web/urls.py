from django.urls import path

from kheo.machinery.formats.web import views

app_name = "formats"
urlpatterns = [path("", views.check, name="check")]
