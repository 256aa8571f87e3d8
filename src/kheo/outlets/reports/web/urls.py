from django.urls import path

from kheo.outlets.reports.web import catalogue, coverage, reports, term, views

app_name = "reports"
urlpatterns = [
    path("so-lieu/", views.statistics, name="statistics"),
    path("so-lieu/excel/", views.statistics_workbook, name="statistics_workbook"),
    path("so-lieu/chua-dat-chi-tieu/", views.below_quota, name="below_quota"),
    path("so-lieu/do-phu/", coverage.coverage, name="coverage"),
    path("so-lieu/do-phu/don-vi/", coverage.units, name="units"),
    path("so-lieu/do-phu/don-vi/excel/", coverage.units_workbook, name="units_workbook"),
    path("so-lieu/dung-han/", coverage.timeliness, name="timeliness"),
    path("so-lieu/dung-han/excel/", coverage.timeliness_workbook, name="timeliness_workbook"),
    path("so-lieu/qua-trinh/", catalogue.funnel, name="funnel"),
    path("so-lieu/qua-trinh/excel/", catalogue.funnel_workbook, name="funnel_workbook"),
    path("so-lieu/cac-nam/", catalogue.years, name="years"),
    path("so-lieu/cac-nam/excel/", catalogue.years_workbook, name="years_workbook"),
    path("so-lieu/chi-tieu/", catalogue.figures, name="figures"),
    path("so-lieu/chi-tieu/excel/", catalogue.figures_workbook, name="figures_workbook"),
    path("so-lieu/chi-tieu/<slug:key>/", catalogue.figure, name="figure"),
    path("so-lieu/chi-tieu/<slug:key>/can-cu/", catalogue.name_basis, name="name_basis"),
    path("bao-cao/", reports.year_end, name="year_end"),
    path("bao-cao/sau-thang/", reports.half_year, name="half_year"),
    path("bao-cao/giai-doan/", term.term, name="term"),
    path("ban-chi-dao/quyet-dinh/<int:pk>/", views.staffing, name="staffing"),
]
