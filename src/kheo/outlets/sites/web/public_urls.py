from django.urls import path, register_converter

from kheo.outlets.sites.web import views
from kheo.outlets.sites.web.converters import Colour

register_converter(Colour, "colour")

app_name = "sites_public"
urlpatterns = [path("<colour:colour>.css", views.theme, name="theme")]
