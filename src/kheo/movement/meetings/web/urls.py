from django.urls import path

from kheo.movement.meetings.web import ballots, screen, views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("dot/<slug:slug>/", views.of_campaign, name="campaign"),
    path("dot/<slug:slug>/moi/", views.new, name="new"),
    path("bo-phieu/", ballots.vote, name="vote"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/diem-danh/", views.attendance, name="attendance"),
    path("<int:pk>/bo-sung/", views.table, name="table"),
    path("<int:pk>/tai-lieu/", views.pack, name="pack"),
    path("<int:pk>/man-hinh/", screen.screen, name="screen"),
    path("<int:pk>/ket-thuc/", views.close, name="close"),
    path("<int:pk>/bien-ban/", views.papers, name="papers"),
    path("<int:pk>/noi-dung/<int:number>/", ballots.item, name="item"),
    path("<int:pk>/noi-dung/<int:number>/bo-khong-tham-gia/<int:recusal>/", ballots.lift, name="lift"),
    path("<int:pk>/mo-bieu-quyet/", ballots.start, name="start"),
    path("<int:pk>/bieu-quyet/<int:number>/", ballots.ballot, name="ballot"),
    path("<int:pk>/bieu-quyet/<int:number>/phieu/", ballots.slips, name="slips"),
    path("<int:pk>/bieu-quyet/<int:number>/buong-phieu/", ballots.booth, name="booth"),
]
