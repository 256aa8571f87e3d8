from django.urls import path

from kheo.movement.recognition.web import afterwards, appeals, drafts, files, lines, views

app_name = "recognition"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", views.decisions, name="list"),
    path("ghi-nhan/", views.recognise, name="recognise"),
    path("khong-cong-nhan/<int:pk>/", views.decline, name="decline"),
    path("quyet-dinh/<int:pk>/", views.decision, name="decision"),
    path("quyet-dinh/<int:pk>/sua-doi/", drafts.amend, name="amend"),
    path("quyet-dinh/<int:pk>/thu-hoi/", drafts.revoke, name="revoke"),
    path("quyet-dinh/<int:pk>/tep/", files.put_on_file, name="put_on_file"),
    path("tep/<int:pk>/", files.file, name="file"),
    path("tep/<int:pk>/cong-khai/", files.show_file, name="show_file"),
    path("tep/<int:pk>/go/", files.take_off_file, name="take_off_file"),
    path("du-thao/", drafts.drafts, name="drafts"),
    path("dot/<slug:slug>/", drafts.of_campaign, name="campaign"),
    path("du-thao/moi/", drafts.new, name="new"),
    path("du-thao/<int:pk>/", drafts.draft, name="draft"),
    path("du-thao/<int:pk>/sua/", drafts.edit, name="edit"),
    path("du-thao/<int:pk>/so/", drafts.number, name="number"),
    path("du-thao/<int:pk>/huy-so/", drafts.void_number, name="void_number"),
    path("du-thao/<int:pk>/bo/", drafts.discard, name="discard"),
    path("du-thao/<int:pk>/de-lai/<int:registration>/", drafts.leave_out, name="leave_out"),
    path("du-thao/<int:pk>/dua-vao/<int:registration>/", drafts.take_in, name="take_in"),
    path("du-thao/<int:pk>/chon/", lines.lines, name="lines"),
    path("du-thao/<int:pk>/chon/<int:recognition>/", lines.line, name="line"),
    path("du-thao/<int:pk>/bo/<int:recognition>/", lines.drop_line, name="drop_line"),
    path("du-thao/<int:pk>/ban-hanh/", drafts.promulgate, name="promulgate"),
    path("kien-nghi/", appeals.appeals, name="appeals"),
    path("kien-nghi/<int:pk>/", appeals.answer, name="answer"),
    path("kien-nghi/ve/<int:pk>/", appeals.appeal, name="appeal"),
    path("duy-tri/<int:pk>/", afterwards.keep_up, name="keep_up"),
    path("nhan-rong/<int:pk>/", afterwards.spread, name="spread"),
    path("ket-thuc/<int:pk>/", afterwards.end, name="end"),
]
