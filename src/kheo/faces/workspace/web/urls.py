from django.urls import path

from kheo.faces.workspace.web import jobs, leader, views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("lanh-dao/", leader.glance, name="leader"),
    path("lanh-dao/pdf/", leader.on_paper, name="leader_pdf"),
    path("tim-kiem/", views.search, name="search"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/moi/", views.admit, name="admit"),
    path("nguoi-dung/<int:pk>/ma-moi/", views.renew_code, name="renew_code"),
    path("nguoi-dung/<int:pk>/khoa/", views.shut_out, name="shut_out"),
    path("nguoi-dung/vai-tro/<int:pk>/uy-quyen/", views.delegate, name="delegate"),
    path("nguoi-dung/vai-tro/<int:pk>/ban-giao/", views.hand_over, name="hand_over"),
    path("viec-nen/tat-ca/", jobs.everybody, name="jobs"),
    path("viec-nen/<int:pk>/lam-lai/", jobs.retry, name="retry_job"),
    path("viec-nen/<int:pk>/dung/", jobs.stop, name="stop_job"),
    path("uy-quyen/", views.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/ket-thuc/", views.end_delegation, name="end_delegation"),
]
