from django.urls import path

from kheo.movement.appraisal.web import campaign, cases, own, sheets

app_name = "appraisal"
# The page of a step is named as its act in the table of moves.
urlpatterns = [
    path("", sheets.mine, name="mine"),
    path("tiep-theo/<slug:slug>/", sheets.next_, name="next"),
    path("bang-diem/<slug:slug>/", sheets.grid, name="grid"),
    path("lien-quan/", sheets.declare, name="declare"),
    path("lien-quan/<int:pk>/go-bo/", campaign.lift, name="lift"),
    path("phieu/<int:pk>/", sheets.sheet, name="sheet"),
    path("phieu/<int:pk>/diem/", sheets.mark, name="mark"),
    path("phieu/<int:pk>/mo-lai/", sheets.reopen, name="reopen"),
    path("phieu/<int:pk>/khong-cham/", sheets.put_aside, name="put_aside"),
    path("phieu/<int:pk>/rut/", campaign.withdraw, name="withdraw"),
    path("phieu/<int:pk>/tep/<int:number>/", sheets.paper, name="paper"),
    path("dot/", campaign.current, name="current"),
    path("dot/<slug:slug>/", campaign.overview, name="campaign"),
    path("dot/<slug:slug>/nguoi-cham/", campaign.scorers, name="scorers"),
    path("dot/<slug:slug>/mo/", campaign.open_, name="open"),
    path("dot/<slug:slug>/phan-cong/", campaign.assign, name="assign"),
    path("dot/<slug:slug>/chot-diem/", campaign.close_many, name="close_many"),
    path("ho-so/<int:pk>/", cases.result, name="result"),
    path("ho-so/<int:pk>/tu-cham/", own.self_score, name="self_score"),
    path("ho-so/<int:pk>/tu-cham/luu/", own.autosave, name="autosave"),
    path("ho-so/<int:pk>/khao-sat/", cases.survey, name="survey"),
    path("ho-so/<int:pk>/chot-diem/", cases.score, name="score"),
    path("ho-so/<int:pk>/khao-sat/<uuid:file>/", cases.visit_file, name="visit_file"),
]
