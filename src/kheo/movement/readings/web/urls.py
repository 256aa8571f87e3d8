from django.urls import path

from kheo.movement.readings.web import views

app_name = "readings"
urlpatterns = [
    path("", views.readings, name="list"),
    path("moi/", views.start, name="start"),
    path("ghi-nhan-nhieu/", views.confirm_many, name="confirm_many"),
    path("so-lieu/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<int:pk>/", views.reading, name="reading"),
    path("<int:pk>/du-thao/", views.draft, name="draft"),
    path("<int:pk>/doc-lai/", views.again, name="again"),
    path("<int:pk>/bo/", views.put_aside, name="put_aside"),
    path("<int:pk>/tep/", views.file, name="file"),
]
