from django.urls import path

from kheo.movement.closings.web import views

app_name = "closings"
urlpatterns = [
    path("<slug:slug>/", views.closings, name="list"),
    path("<slug:slug>/chot/", views.close, name="close"),
    path("lan/<int:pk>/", views.version, name="version"),
    path("lan/<int:pk>/so-voi-nay/", views.now, name="now"),
    path("lan/<int:pk>/so-voi/<int:other>/", views.compare, name="compare"),
    path("lan/<int:pk>/so-lieu/<slug:key>/", views.figure, name="figure"),
]
