from django.urls import path

from kheo.faces.setup.web import views

app_name = "setup"
urlpatterns = [path("", views.begin, name="begin")]
