from django.urls import path

from kheo.machinery.intake.web import views

app_name = "intake"
urlpatterns = [
    path("", views.uploads, name="list"),
    path("moi/<slug:key>/", views.start, name="start"),
    path("mau/<slug:key>/", views.form, name="form"),
    path("<int:pk>/", views.result, name="result"),
    path("<int:pk>/cot/", views.match, name="match"),
    path("<int:pk>/nhap/", views.apply, name="apply"),
    path("<int:pk>/kiem-tra-lai/", views.check_again, name="check_again"),
    path("<int:pk>/danh-dau/", views.marked, name="marked"),
    path("<int:pk>/chon/<int:row>/", views.decide, name="decide"),
    path("<int:pk>/sua/", views.mend, name="mend"),
    path("<int:pk>/bo/", views.drop, name="drop"),
]
