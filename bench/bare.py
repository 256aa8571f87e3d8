"""The reference: a Django view that does nothing but answer six kilobytes, no middleware, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"<p>" + b"x" * 6_000 + b"</p>"


def view(request: HttpRequest) -> HttpResponse:
    """Answer."""
    return HttpResponse(BODY)


urlpatterns = [path("", view)]
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", MIDDLEWARE=[])
application = get_wsgi_application()
