from django.http import Http404, HttpRequest, HttpResponse


def _not_yet(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


front = news = section = article = comment = rate = models = model = directives = search = picture = _not_yet
