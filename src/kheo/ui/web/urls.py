from django.urls import path

from kheo.ui.web import views

app_name = "ui"
urlpatterns = [path("", views.look, name="look")]
