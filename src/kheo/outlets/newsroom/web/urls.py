from django.urls import path

from kheo.outlets.newsroom.web import addresses, views

app_name = "newsroom"
urlpatterns = [
    path("", views.articles, name="articles"),
    path("moi/", views.new, name="new"),
    path("dia-chi-cu/", addresses.addresses, name="addresses"),
    path("dia-chi-cu/tu-tep/", addresses.bring, name="bring_addresses"),
    path("dia-chi-cu/<int:pk>/bo/", addresses.forget, name="forget_address"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/xem-truoc/", views.preview, name="preview"),
    path("<int:pk>/dang/", views.publish, name="publish"),
    path("<int:pk>/go/", views.withdraw, name="withdraw"),
    path("<int:pk>/xoa/", views.delete_draft, name="delete_draft"),
    path("<int:pk>/anh/", views.add_photo, name="add_photo"),
    path("<int:pk>/anh/<int:number>/", views.photo, name="photo"),
    path("<int:pk>/anh/<int:number>/bo/", views.remove_photo, name="remove_photo"),
    path("<int:pk>/anh/<int:number>/<int:width>.webp", views.picture, name="picture"),
]
