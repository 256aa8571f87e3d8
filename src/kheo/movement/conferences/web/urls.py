from django.urls import path

from kheo.movement.conferences.web import conclusions, delegates, door, papers, programme, views

app_name = "conferences"
urlpatterns = [
    path("", views.conferences, name="list"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/buoc/", views.step, name="step"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
    path("<int:pk>/chuong-trinh/", programme.programme, name="programme"),
    path("<int:pk>/chuong-trinh/<int:number>/", programme.item, name="item"),
    path("<int:pk>/dai-bieu/", delegates.delegates, name="delegates"),
    path("<int:pk>/dai-bieu/<int:number>/bo/", delegates.drop, name="drop"),
    path("<int:pk>/phan-bo/", delegates.quotas, name="quotas"),
    path("<int:pk>/don-vi/", delegates.own, name="own"),
    path("<int:pk>/don-vi/<int:number>/", delegates.answer, name="answer"),
    path("<int:pk>/don-vi/cu/<int:number>/", delegates.name, name="name"),
    path("<int:pk>/giay-moi/", papers.invitations, name="invitations"),
    path("<int:pk>/thong-bao/", papers.notice, name="notice"),
    path("<int:pk>/the-dai-bieu/", door.cards, name="cards"),
    path("<int:pk>/diem-danh/", door.door, name="door"),
    path("<int:pk>/diem-danh/<str:code>/", door.scan, name="scan"),
    path("<int:pk>/ket-luan/", conclusions.conclusions, name="conclusions"),
    path("<int:pk>/ket-luan/<int:number>/bo/", conclusions.drop, name="drop_conclusion"),
]
