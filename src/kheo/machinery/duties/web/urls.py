from django.urls import path

from kheo.machinery.duties.web import views

app_name = "duties"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ket-qua/", views.judge, name="judge"),
    path("<int:pk>/minh-chung/<int:number>/", views.proof, name="proof"),
]
