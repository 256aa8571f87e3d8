from django.urls import path

from kheo.machinery.correspondence.web import deadlines, views

app_name = "correspondence"
urlpatterns = [
    path("", views.entries, name="list"),
    path("xuat/", views.export, name="export"),
    path("den/moi/", views.receive, name="receive"),
    path("den/<int:pk>/", views.receive, name="receive_known"),
    path("di/moi/", views.send_out, name="send_out"),
    path("di/<int:pk>/", views.send_out, name="send_out_known"),
    path("<int:pk>/", views.entry, name="entry"),
    path("<int:pk>/sua/", views.put_right, name="put_right"),
    path("thoi-han/<int:pk>/", deadlines.deadlines, name="deadlines"),
    path("thoi-han/<int:pk>/moi/", deadlines.ask, name="ask"),
    path("thoi-han/muc/<int:pk>/sua/", deadlines.ask_otherwise, name="ask_otherwise"),
    path("thoi-han/muc/<int:pk>/giao/", deadlines.hand_out, name="hand_out"),
    path("thoi-han/muc/<int:pk>/bo/", deadlines.drop, name="drop"),
]
