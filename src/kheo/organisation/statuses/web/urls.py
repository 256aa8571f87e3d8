from django.urls import path

from kheo.organisation.statuses.web import views

app_name = "statuses"
urlpatterns = [
    path("", views.statuses, name="list"),
    path("loai/", views.kinds, name="kinds"),
    path("ghi/<slug:slug>/", views.record, name="record"),
    path("danh-gia-lai/<int:pk>/khong-cong-nhan/", views.decline, name="decline"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ket-thuc/", views.end, name="end"),
    path("<int:pk>/sua/", views.correct, name="correct"),
    path("<int:pk>/go-bo/", views.withdraw, name="withdraw"),
    path("<int:pk>/giu-nguyen/", views.confirm, name="confirm"),
]
