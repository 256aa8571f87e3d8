from django.urls import path

from kheo.machinery.notices.web import outbox, views

app_name = "notices"
urlpatterns = [
    path("", views.own, name="list"),
    path("da-doc/", views.read_all, name="read_all"),
    path("<int:pk>/mo/", views.read, name="open"),
    path("tuy-chon/", views.preferences, name="preferences"),
    path("thu-di/", outbox.outbox, name="outbox"),
    path("thu-di/<int:pk>/", outbox.mail, name="mail"),
    path("thu-di/<int:pk>/rut/", outbox.take_out, name="take_out"),
    path("thu-di/<int:pk>/gui-lai/", outbox.retry, name="retry"),
    path("thu-di/dot/<int:pk>/", outbox.batch, name="batch"),
    path("thu-di/dot/<int:pk>/gui/", outbox.release, name="release"),
    path("thu-di/dot/<int:pk>/bo/", outbox.drop, name="drop"),
]
