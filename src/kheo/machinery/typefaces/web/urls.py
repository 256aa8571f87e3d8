from django.urls import path

from kheo.machinery.typefaces.web import views

app_name = "typefaces"
urlpatterns = [
    path("", views.start, name="start"),
    path("<int:pk>/", views.look, name="look"),
    path("<int:pk>/tai-ve/<slug:way>/", views.download, name="download"),
]
