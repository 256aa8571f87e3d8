"""The switches of the frame: size of letters, contrast, language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kheo.ui.context import COOKIE, look_of

YEAR = 365 * 24 * 60 * 60


# No token: pages that carry the switches are cached, and nothing but the reader's own look can be changed here.
@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look or language in a cookie and return to the page."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    chosen = {COOKIE: look_of(request.COOKIES).changed(request.POST.dict()).as_cookie()}
    if request.POST.get("language") in dict(settings.LANGUAGES):
        chosen[settings.LANGUAGE_COOKIE_NAME] = request.POST["language"]
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
