from django.urls import path

from kheo.movement.criteria.web import views

app_name = "criteria"
urlpatterns = [
    path("", views.sets, name="list"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/sao-chep/", views.copy, name="copy"),
    path("dot/<slug:slug>/", views.apply, name="apply"),
]
