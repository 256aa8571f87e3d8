from django.urls import path

from kheo.ui.late import Late

public = Late("kheo.movement.certificates.web.public")

app_name = "certificates_public"
urlpatterns = [
    path("", public.check, name="check"),
    path("khoa/", public.keys, name="keys"),
    path("khoa.json", public.keys_json, name="keys_json"),
    path("kiem-tra-ngoai-tuyen/", public.offline, name="offline"),
    path("<str:token>/", public.certificate, name="certificate"),
]
