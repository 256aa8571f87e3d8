from django.urls import path

from kheo.outlets.portal.web import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("tin/", views.news, name="news"),
    path("chuyen-muc/<slug:slug>/", views.news, name="section"),
    path("tin/<int:pk>/", views.short, name="short"),
    path("tin/<int:pk>-<slug:slug>/", views.article, name="article"),
    path("tin/<int:pk>/nhan-xet/", views.remark, name="remark"),
    path("tin/<int:pk>/danh-gia/", views.rate, name="rate"),
    path("mo-hinh/", views.models, name="models"),
    path("mo-hinh/<int:pk>-<slug:slug>/", views.model, name="model"),
    path("van-ban/", views.directives, name="directives"),
    path("tim-kiem/", views.search, name="search"),
    path("anh/<uuid:pk>/<int:width>.webp", views.picture, name="picture"),
]
