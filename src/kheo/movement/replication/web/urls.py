from django.urls import path

from kheo.movement.replication.web import candidates, kits, models, plans, views

app_name = "replication"
urlpatterns = [
    path("", views.adoptions, name="list"),
    path("tai-ve/", views.export, name="export"),
    path("nen-nhan-rong/", candidates.ranked, name="candidates"),
    path("goi-y/", candidates.suggested, name="suggestions"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/bat-dau/", views.begin, name="begin"),
    path("<int:pk>/buoc/<slug:verb>/", views.step, name="step"),
    path("mo-hinh/<int:pk>/", models.model, name="model"),
    path("mo-hinh/<int:pk>/lam-theo/", plans.copy, name="copy"),
    path("mo-hinh/<int:pk>/ke-hoach/", plans.new, name="new"),
    path("mo-hinh/<int:pk>/tai-lieu/", kits.kit, name="kit"),
    path("mo-hinh/<int:pk>/tai-lieu/<int:number>/", kits.file, name="kit_file"),
    path("ke-hoach/<int:pk>/", plans.plan, name="plan"),
]
