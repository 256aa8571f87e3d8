from datetime import datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.signals import directive_entered


@transaction.atomic
def enter(directive: Directive, *, by: User | None, at: datetime) -> Directive:
    """Enter a document from above into the register."""
    directive.save(force_insert=True)
    record("directives.enter", on=directive, by=by, at=at, number=directive.number)
    directive_entered.send(Directive, directive=directive)
    return directive
