"""Views that are read when somebody first asks for one of them: a table of addresses then loads no page."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Late:
    """The views of a module, each by its name, for a table of addresses (docs/decisions/0027)."""

    def __init__(self, module: str) -> None:
        """Name the module; it is not read yet."""
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., HttpResponseBase]:
        """Return what stands for a view until it is asked for."""

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # Any: what the address holds
            answer: HttpResponseBase = getattr(import_module(self._module), name)(request, *args, **kwargs)
            return answer

        view.__module__, view.__name__, view.__qualname__ = self._module, name, name
        return view
