from django.urls import path

from kheo.machinery.papers.web import views

app_name = "papers"
urlpatterns = [
    path("", views.documents, name="list"),
    path("dau-van-ban/", views.letterhead, name="letterhead"),
    path("tep/<int:pk>/", views.handout, name="handout"),
    path("<slug:key>/truong/", views.fields, name="fields"),
    path("<slug:key>/<slug:form>/", views.document, name="document"),
    path("<slug:key>/<slug:form>/dang-dung/", views.download, name="download"),
    path("<slug:key>/<slug:form>/tai-ve/<int:pk>/", views.version, name="version"),
    path("<slug:key>/<slug:form>/xem-thu/", views.preview, name="preview"),
    path("<slug:key>/<slug:form>/xem-thu/<int:pk>/", views.preview, name="preview_own"),
    path("<slug:key>/<slug:form>/dung-lai/", views.use_again, name="use_again"),
]
