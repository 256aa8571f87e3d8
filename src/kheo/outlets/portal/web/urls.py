from django.urls import path, register_converter
from django.views.decorators.csrf import csrf_exempt

from kheo.outlets.portal.web.converters import FeedKind, TwoDigits, YearInFull
from kheo.ui.late import Late

contests = Late("kheo.outlets.portal.web.contests")
dialogues = Late("kheo.outlets.portal.web.dialogues")
new_rural = Late("kheo.outlets.portal.web.new_rural")
documents = Late("kheo.outlets.portal.web.documents")
feeds = Late("kheo.outlets.portal.web.feeds")
figures = Late("kheo.outlets.portal.web.figures")
files = Late("kheo.outlets.portal.web.files")
finding = Late("kheo.outlets.portal.web.finding")
gallery = Late("kheo.outlets.portal.web.gallery")
lists = Late("kheo.outlets.portal.web.lists")
news = Late("kheo.outlets.portal.web.news")
opendata = Late("kheo.outlets.portal.web.opendata")
voice = Late("kheo.outlets.portal.web.voice")

register_converter(YearInFull, "yyyy")
register_converter(TwoDigits, "dd")
register_converter(FeedKind, "feed")

app_name = "portal"
urlpatterns = [
    path("", news.front, name="front"),
    path("tin/", news.news, name="news"),
    path("chuyen-muc/<slug:slug>/", news.news, name="section"),
    path("tin/<feed:kind>.xml", feeds.feed, name="feed"),
    path("chuyen-muc/<slug:slug>/<feed:kind>.xml", feeds.feed, name="section_feed"),
    path("thong-bao/", lists.notices, name="notices"),
    path("thong-bao/<feed:kind>.xml", feeds.notices_feed, name="notices_feed"),
    path("the/<slug:slug>/", news.tag, name="tag"),
    path("the/<slug:slug>/<feed:kind>.xml", feeds.tag_feed, name="tag_feed"),
    path("doc-nhieu/", lists.most_read, name="most_read"),
    path("doc-nhieu/<slug:span>/", lists.most_read, name="most_read_in"),
    path("tac-gia/", lists.author, name="author"),
    path("luu-tru/", lists.archive, name="archive"),
    path("luu-tru/<yyyy:year>/<dd:month>/", lists.month, name="month"),
    path("luu-tru/<yyyy:year>/<dd:month>/<dd:day>/", lists.day, name="day"),
    path("tin/<int:pk>/", news.short, name="short"),
    path("tin/<int:pk>-<slug:slug>/", news.article, name="article"),
    path("tin/<int:pk>/nhan-xet/", csrf_exempt(voice.remark), name="remark"),
    path("tin/<int:pk>/danh-gia/", csrf_exempt(voice.rate), name="rate"),
    path("mo-hinh/", gallery.models, name="models"),
    path("mo-hinh/<int:pk>-<slug:slug>/", gallery.model, name="model"),
    path("mo-hinh/<int:pk>/nhan-xet/", csrf_exempt(voice.remark_model), name="remark_model"),
    path("mo-hinh/<int:pk>/danh-gia/", csrf_exempt(voice.rate_model), name="rate_model"),
    path("nhan-xet/<int:pk>/bao-cao/", csrf_exempt(voice.report), name="report"),
    path("van-ban/", documents.directives, name="directives"),
    path("van-ban/quyet-dinh/", documents.decisions, name="decisions"),
    path("van-ban/quyet-dinh/<int:pk>/", documents.decision, name="decision"),
    path("van-ban/tep/<uuid:pk>/", files.document, name="document_file"),
    path("van-ban/<slug:slug>/", documents.directive, name="directive"),
    path("doi-thoai/", dialogues.dialogues, name="dialogues"),
    path("doi-thoai/<int:pk>/", dialogues.dialogue, name="dialogue"),
    path("nong-thon-moi/", new_rural.new_rural, name="new_rural"),
    path("cuoc-thi-bao-chi/", contests.contests, name="contests"),
    path("cuoc-thi-bao-chi/<int:pk>/", contests.contest, name="contest"),
    path("chuong-trinh/", documents.programme, name="programme_now"),
    path("chuong-trinh/<yyyy:year>/", documents.programme, name="programme"),
    path("to-chuc/", documents.organisation, name="organisation"),
    path("tim-kiem/", finding.search, name="search"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("tim-kiem/goi-y/", finding.suggestions, name="suggestions"),
    path("ban-do/", figures.on_map, name="map"),
    path("ban-do/<slug:slug>/", figures.on_map, name="map_of"),
    path("so-lieu/", figures.year, name="figures"),
    path("so-lieu/dinh-nghia/", figures.definitions, name="definitions"),
    path("so-lieu/<slug:slug>/", figures.year, name="figures_of"),
    path("du-lieu-mo/", opendata.catalogue, name="opendata"),
    path("du-lieu-mo/danh-muc.jsonld", opendata.catalogue_for_programs, name="dcat"),
    path("du-lieu-mo/<slug:slug>/", opendata.dataset, name="dataset"),
    path("du-lieu-mo/<slug:slug>.<slug:form>", opendata.file, name="dataset_file"),
    path("du-lieu-mo/<slug:slug>.<slug:form>.sha256", opendata.digest, name="dataset_digest"),
    path("tep/<uuid:pk>/<slug:name>.<slug:kind>", files.medium, name="medium"),
    path("anh/<uuid:pk>/<int:width>.webp", files.picture, name="picture"),
]
