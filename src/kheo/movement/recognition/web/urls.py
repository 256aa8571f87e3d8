from django.urls import path

from kheo.movement.recognition.web import views

app_name = "recognition"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", views.decisions, name="list"),
    path("ghi-nhan/", views.recognise, name="recognise"),
    path("khong-cong-nhan/<int:pk>/", views.decline, name="decline"),
    path("quyet-dinh/<int:pk>/", views.decision, name="decision"),
]
