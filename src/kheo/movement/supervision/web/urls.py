from django.urls import path

from kheo.movement.supervision.web import views

# Beside the addresses that the register of sessions has by itself.
app_name = "supervision"
urlpatterns = [path("<int:pk>/theo-doi/", views.follow, name="follow")]
