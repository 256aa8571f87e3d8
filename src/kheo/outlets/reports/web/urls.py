from django.urls import path

from kheo.outlets.reports.web import views

app_name = "reports"
urlpatterns = [
    path("so-lieu/", views.statistics, name="statistics"),
    path("so-lieu/excel/", views.statistics_workbook, name="statistics_workbook"),
    path("so-lieu/chua-dat-chi-tieu/", views.below_quota, name="below_quota"),
    path("bao-cao/", views.year_end, name="year_end"),
    path("ban-chi-dao/quyet-dinh/<int:pk>/", views.staffing, name="staffing"),
]
