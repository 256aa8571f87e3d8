"""What stands around every request."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers


def language_by_choice(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language that the reader chose, and in Vietnamese otherwise.

    Django's own middleware would follow the browser's list, so an officer on a machine set up in English would be
    shown English; an office expects its language.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


class Policy(CSPMiddleware):
    """The content security policy, written once for all the pages that ask for no exception of their own.

    django-csp writes it anew for every answer, which cost a public page a fifth of its time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Write the policy of the usual page."""
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer with its policy."""
        if self.get_policy_parts(request, response) == PolicyParts() and not vars(response).get("_csp_exempt"):
            response.headers.setdefault(HEADER, self.usual)
            return response
        return super().process_response(request, response)
