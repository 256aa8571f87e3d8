from django.urls import path

from kheo.outlets.sites.web import views

app_name = "sites"
urlpatterns = [
    path("", views.sites, name="list"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/bieu-trung/", views.logo, name="logo"),
    path("<int:pk>/dong/", views.close, name="close"),
]
