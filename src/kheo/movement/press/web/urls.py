from django.urls import path

from kheo.movement.press.web import judging, office

# Beside the addresses that the registers of this room have by themselves.
app_name = "press"
urlpatterns = [
    path("<int:pk>/tac-pham/", office.edition, name="edition"),
    path("<int:pk>/vong-cham/", office.rounds, name="rounds"),
    path("<int:pk>/mo-vong/", office.open_, name="open"),
    path("<int:pk>/ket-qua/", office.announce, name="announce"),
    path("tac-pham/<int:pk>/", office.checks, name="checks"),
    path("vong/<int:pk>/chia-lai/", office.give_again, name="give_again"),
    path("vong/<int:pk>/chot/", office.close, name="close"),
    path("cham/", judging.mine, name="mine"),
    path("phieu/<int:pk>/", judging.sheet, name="sheet"),
    path("phieu/<int:pk>/diem/", judging.mark, name="mark"),
    path("phieu/<int:pk>/mo-lai/", judging.reopen, name="reopen"),
    path("phieu/<int:pk>/khong-cham/", judging.put_aside, name="put_aside"),
    path("phieu/<int:pk>/rut/", office.withdraw, name="withdraw"),
]
