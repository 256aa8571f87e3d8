from django.urls import path
from django.views.generic import RedirectView

from kheo.ui.late import Late

allauth = Late("allauth.account.views")
views = Late("kheo.foundation.accounts.web.views")

# allauth asks for the names of its own pages; those that Khéo does not have lead to the one-time code.
to_code = RedirectView.as_view(pattern_name="account_redeem")

urlpatterns = [
    path("dang-nhap/", allauth.login, name="account_login"),
    path("dang-xuat/", allauth.logout, name="account_logout"),
    path("doi-mat-khau/", allauth.password_change, name="account_change_password"),
    path("ma-mot-lan/", views.redeem, name="account_redeem"),
    path("ma-mot-lan/moi/", to_code, name="account_signup"),
    path("ma-mot-lan/quen/", to_code, name="account_reset_password"),
]
