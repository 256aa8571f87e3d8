from django.urls import path

from kheo.movement.drafting.web import views

app_name = "drafting"
urlpatterns = [
    path("", views.start, name="start"),
    path("<slug:campaign>/<slug:key>/", views.draw_up, name="draw_up"),
]
