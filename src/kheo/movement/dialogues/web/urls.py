from django.urls import path

from kheo.movement.dialogues.web import views

# Beside the addresses that the register of dialogues has by itself.
app_name = "dialogues"
urlpatterns = [
    path("<int:pk>/theo-doi/", views.follow, name="follow"),
    path("<int:pk>/cong-khai/", views.show, name="show"),
    path("<int:pk>/go/", views.take_off, name="take_off"),
]
