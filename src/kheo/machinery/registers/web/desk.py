"""What the pages of registers share: which register is asked for, and which of its lines."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from kheo.machinery.registers.kit import REGISTERS, Register
from kheo.machinery.registers.queries import lines_for
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, require


def register_asked(request: OfficerRequest, key: str, verb: str = "view") -> Register:
    """Return a declared register, for somebody who may do something with it somewhere."""
    if key not in REGISTERS:
        raise Http404
    if not can_anywhere(request.user, REGISTERS[key].act(verb)):
        raise PermissionDenied(REGISTERS[key].act(verb))
    return REGISTERS[key]


def found(request: OfficerRequest, register: Register, pk: int, verb: str = "view") -> Any:
    """Return a line that the user may see, for somebody who may do something with it."""
    record = get_object_or_404(lines_for(register, request.user), pk=pk)
    require(request.user, register.act(verb), on=record.unit_id)
    if verb != "view" and record.withdrawn_at:
        raise Http404
    return record
