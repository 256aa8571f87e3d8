from django.urls import path

from kheo.movement.registry.web import custody, views

app_name = "registry"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", views.registrations, name="list"),
    path("xuat-excel/", views.export, name="export"),
    path("moi/", views.new, name="new"),
    path("moi/luu-tu-dong/", views.autosave, name="autosave_new"),
    path("tiep-nhan/", views.accept, name="accept"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/luu-tu-dong/", views.autosave, name="autosave"),
    path("<int:pk>/xoa/", views.delete_draft, name="delete_draft"),
    path("<int:pk>/gui/", views.submit, name="submit"),
    path("<int:pk>/tra-lai/", views.return_, name="return_"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
    path("<int:pk>/don-vi-tiep-nhan/", custody.hand_to, name="hand_to"),
    path("<int:pk>/tep/", views.papers, name="papers"),
    path("<int:pk>/tep/<int:number>/", views.paper, name="paper"),
]
