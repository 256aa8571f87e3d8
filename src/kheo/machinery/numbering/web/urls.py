from django.urls import path

from kheo.machinery.numbering.web import views

app_name = "numbering"
urlpatterns = [
    path("", views.books, name="list"),
    path("moi/", views.set_up, name="set_up"),
    path("<int:pk>/", views.book, name="book"),
    path("<int:pk>/nhiem-ky/", views.begin_term, name="begin_term"),
    path("<int:pk>/lay-so/", views.reserve, name="reserve"),
    path("so/<int:pk>/ban-hanh/", views.issue, name="issue"),
    path("so/<int:pk>/huy/", views.void, name="void"),
]
