from django.urls import include, path

from tests.ui.gallery import views

urlpatterns = [
    path("", views.index),
    path("workspace/", views.workspace),
    path("form/", views.form),
    path("list/", views.listing),
    path("public/", views.public),
    path("article/", views.article),
    path("plain/", views.plain),
    path("refused/", views.refused),
    path("error/<int:code>/", views.error),
    path("hien-thi/", include("kheo.ui.web.urls")),
]
