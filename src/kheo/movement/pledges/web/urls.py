from django.urls import path

from kheo.movement.pledges.web import clusters, scoring

# Beside the addresses that the registers of this room have by themselves.
app_name = "pledges"
urlpatterns = [
    path("", clusters.list_, name="list"),
    path("<int:pk>/<int:year>/", clusters.cluster, name="cluster"),
    path("<int:pk>/<int:year>/kiem-tra-cheo/", clusters.plan, name="plan"),
    path("<int:pk>/<int:year>/mo-cham-diem/", scoring.open_, name="open"),
    path("<int:pk>/<int:year>/chot-diem/", scoring.close, name="close"),
    path("phieu/", scoring.mine, name="mine"),
    path("phieu/<int:pk>/", scoring.sheet, name="sheet"),
    path("phieu/<int:pk>/diem/", scoring.mark, name="mark"),
    path("phieu/<int:pk>/mo-lai/", scoring.reopen, name="reopen"),
]
