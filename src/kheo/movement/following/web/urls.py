from django.urls import path

from kheo.movement.following.web import views

# Beside the addresses that the registers of this room have by themselves.
app_name = "following"
urlpatterns = [
    path("<int:pk>/kho-khan/", views.difficulty, name="difficulty"),
    path("<int:pk>/tra-loi/", views.answer, name="answer"),
    path("<int:pk>/giao-viec/", views.hand_on, name="hand_on"),
]
