from django.urls import path

from kheo.movement.training.web import views

# Beside the addresses that the register of classes has by itself.
app_name = "training"
urlpatterns = [
    path("can-bo/", views.people, name="people"),
    path("don-vi/", views.units, name="units"),
    path("cua-toi/", views.mine, name="mine"),
    path("<int:pk>/diem-danh/", views.attendance, name="attendance"),
    path("<int:pk>/chung-nhan/", views.certificates, name="certificates"),
    path("<int:pk>/danh-sach/", views.paper, name="paper"),
]
