from django.urls import path

from kheo.outlets.newsroom.web import addresses, files, moving, versions, views, word

app_name = "newsroom"
urlpatterns = [
    path("", views.articles, name="articles"),
    path("moi/", views.new, name="new"),
    path("tu-word/", word.take_in, name="import"),
    path("lam-sach/", word.clean, name="clean"),
    path("dia-chi-cu/", addresses.addresses, name="addresses"),
    path("dia-chi-cu/tu-tep/", addresses.bring, name="bring_addresses"),
    path("dia-chi-cu/<int:pk>/bo/", addresses.forget, name="forget_address"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/xem-truoc/", views.preview, name="preview"),
    path("<int:pk>/dang-sua/", views.keep_lease, name="keep_lease"),
    path("<int:pk>/nhan-sua/", views.take_over, name="take_over"),
    path("<int:pk>/gui-duyet/", moving.at_once, {"step": "submit"}, name="submit"),
    path("<int:pk>/rut-lai/", moving.at_once, {"step": "recall"}, name="recall"),
    path("<int:pk>/huy-hen/", moving.at_once, {"step": "unschedule"}, name="unschedule"),
    path("<int:pk>/tra-lai/", moving.with_reason, {"step": "return"}, name="return"),
    path("<int:pk>/go/", moving.with_reason, {"step": "withdraw"}, name="withdraw"),
    path("<int:pk>/dang/", moving.publish, name="publish"),
    path("<int:pk>/phien-ban/", versions.versions, name="versions"),
    path("<int:pk>/phien-ban/<int:number>/", versions.compare, name="compare"),
    path("<int:pk>/phien-ban/<int:number>/khoi-phuc/", versions.restore, name="restore"),
    path("<int:pk>/xoa/", views.delete_draft, name="delete_draft"),
    path("<int:pk>/anh/", views.add_photo, name="add_photo"),
    path("<int:pk>/anh/<int:number>/", views.photo, name="photo"),
    path("<int:pk>/anh/<int:number>/bo/", files.take_off, {"kind": "photo"}, name="remove_photo"),
    path("<int:pk>/anh/<int:number>/<int:width>.webp", views.picture, name="picture"),
    path("<int:pk>/dat-vao-bai/", files.place, name="place"),
    path("<int:pk>/tep/", files.add_file, name="add_file"),
    path("<int:pk>/tep/<int:number>/", files.file, name="file"),
    path("<int:pk>/tep/<int:number>/bo/", files.take_off, {"kind": "file"}, name="remove_file"),
    path("<int:pk>/tep/<int:number>/noi-dung/", files.content, name="file_content"),
    path("<int:pk>/tep/<int:number>/phu-de.vtt", files.captions, name="file_captions"),
    path("<int:pk>/tep/<int:number>/<int:width>.webp", files.poster, name="file_poster"),
]
