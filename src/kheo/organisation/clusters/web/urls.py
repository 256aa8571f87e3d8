from django.urls import path

from kheo.organisation.clusters.web import views

app_name = "clusters"
urlpatterns = [
    path("", views.clusters, name="list"),
    path("lap/<slug:slug>/", views.set_up, name="set_up"),
    path("chuyen-nam/<slug:slug>/<int:year>/", views.carry_over, name="carry_over"),
    path("<int:pk>/doi-ten/", views.rename, name="rename"),
    path("<int:pk>/<int:year>/", views.arrange, name="arrange"),
]
