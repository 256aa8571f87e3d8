from django.urls import path

from kheo.outlets.portal.web import documents, files, finding, gallery, news, opendata, voice

app_name = "portal"
urlpatterns = [
    path("", news.front, name="front"),
    path("tin/", news.news, name="news"),
    path("chuyen-muc/<slug:slug>/", news.news, name="section"),
    path("tin/<int:pk>/", news.short, name="short"),
    path("tin/<int:pk>-<slug:slug>/", news.article, name="article"),
    path("tin/<int:pk>/nhan-xet/", voice.remark, name="remark"),
    path("tin/<int:pk>/danh-gia/", voice.rate, name="rate"),
    path("mo-hinh/", gallery.models, name="models"),
    path("mo-hinh/<int:pk>-<slug:slug>/", gallery.model, name="model"),
    path("van-ban/", documents.directives, name="directives"),
    path("tim-kiem/", finding.search, name="search"),
    path("tim-kiem/goi-y/", finding.suggestions, name="suggestions"),
    path("du-lieu-mo/", opendata.catalogue, name="opendata"),
    path("du-lieu-mo/danh-muc.jsonld", opendata.catalogue_for_programs, name="dcat"),
    path("du-lieu-mo/<slug:slug>/", opendata.dataset, name="dataset"),
    path("du-lieu-mo/<slug:slug>.<slug:form>", opendata.file, name="dataset_file"),
    path("du-lieu-mo/<slug:slug>.<slug:form>.sha256", opendata.digest, name="dataset_digest"),
    path("anh/<uuid:pk>/<int:width>.webp", files.picture, name="picture"),
]
