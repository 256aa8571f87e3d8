from django.urls import re_path

from kheo.outlets.sites.web import views

app_name = "sites_public"
urlpatterns = [re_path(r"^(?P<colour>[0-9a-f]{6})\.css$", views.theme, name="theme")]
