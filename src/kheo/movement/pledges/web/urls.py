from django.urls import path

from kheo.movement.pledges.web import clusters

# Beside the addresses that the registers of this room have by themselves.
app_name = "pledges"
urlpatterns = [
    path("", clusters.list_, name="list"),
    path("<int:pk>/<int:year>/", clusters.cluster, name="cluster"),
    path("<int:pk>/<int:year>/kiem-tra-cheo/", clusters.plan, name="plan"),
]
