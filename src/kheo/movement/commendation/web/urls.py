from django.urls import path

from kheo.movement.commendation.web import catalogue, papers, register, results, rows, steps, views

app_name = "commendation"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", views.dossiers, name="list"),
    path("dot/<slug:slug>/", views.of_campaign, name="campaign"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/xoa/", views.delete_draft, name="delete_draft"),
    path("<int:pk>/mo-hinh/", rows.models, name="models"),
    path("<int:pk>/dong-moi/", rows.new_row, name="new_row"),
    path("dong/<int:pk>/", rows.row, name="row"),
    path("dong/<int:pk>/bo/", rows.drop_row, name="drop_row"),
    path("<int:pk>/trinh/", steps.submit, name="submit"),
    path("<int:pk>/tra-lai/", steps.return_, name="return_"),
    path("<int:pk>/gui-hoi-dong/", steps.send, name="send"),
    path("<int:pk>/ket-qua/", results.decide, name="decide"),
    path("<int:pk>/nhap-lai/", steps.reopen, name="reopen"),
    path("<int:pk>/tep/", papers.attach, name="attach"),
    path("tep/<int:pk>/", papers.paper, name="paper"),
    path("tep/<int:pk>/bo/", papers.detach, name="detach"),
    path("<int:pk>/van-ban/", papers.documents, name="documents"),
    path("so/", register.register, name="register"),
    path("so/xuat/", register.export, name="export"),
    path("so/<int:pk>/thu-hoi/", results.revoke, name="revoke"),
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/vi-du/", catalogue.example, name="example"),
    path("danh-muc/moi/", catalogue.new_form, name="new_form"),
    path("danh-muc/<int:pk>/", catalogue.form, name="form"),
    path("danh-muc/<int:pk>/doi-chieu/", catalogue.confirm, name="confirm"),
    path("danh-muc/luong-co-so/", catalogue.salary, name="salary"),
    path("danh-muc/luong-co-so/<int:pk>/doi-chieu/", catalogue.confirm_salary, name="confirm_salary"),
]
