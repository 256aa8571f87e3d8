from django.urls import path

from kheo.outlets.voice.web import lists, views

app_name = "voice"
urlpatterns = [
    path("", views.remarks, name="remarks"),
    path("duyet/", views.moderate, name="moderate"),
    path("<int:pk>/", views.remark, name="remark"),
    path("<int:pk>/tra-loi/", views.answer, name="answer"),
    path("<int:pk>/giao-xac-minh/", views.follow_up, name="follow_up"),
    path("<int:pk>/go-thong-tin/", views.erase, name="erase"),
    path("tu-mau/", lists.patterns, name="patterns"),
    path("tu-mau/moi/", lists.pattern, name="new_pattern"),
    path("tu-mau/<int:pk>/", lists.pattern, name="pattern"),
    path("ly-do-an/", lists.reasons, name="reasons"),
]
