from django.urls import path

from kheo.movement.registry.web import copying, custody, steps, views, year

app_name = "registry"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", views.registrations, name="list"),
    path("xuat-excel/", views.export, name="export"),
    path("moi/", views.new, name="new"),
    path("moi/luu-tu-dong/", views.autosave, name="autosave_new"),
    path("tiep-nhan/", steps.accept, name="accept"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/luu-tu-dong/", views.autosave, name="autosave"),
    path("<int:pk>/xoa/", steps.delete_draft, name="delete_draft"),
    path("<int:pk>/chi-tieu/", year.promise, name="promise"),
    path("<int:pk>/bat-dau/", year.start, name="start"),
    path("<int:pk>/ket-qua/", year.propose, name="propose"),
    path("<int:pk>/gui-lai/", year.send_back, name="send_back"),
    path("<int:pk>/gui/", steps.submit, name="submit"),
    path("<int:pk>/tra-lai/", steps.return_, name="return_"),
    path("<int:pk>/huy/", steps.cancel, name="cancel"),
    path("<int:pk>/don-vi-tiep-nhan/", custody.hand_to, name="hand_to"),
    path("<int:pk>/cach-lam/", copying.how_to, name="how_to"),
    path("<int:pk>/cach-lam/cong-khai/", copying.release_how_to, name="release_how_to"),
    path("<int:pk>/tep/", views.papers, name="papers"),
    path("<int:pk>/tep/<int:number>/", views.paper, name="paper"),
]
