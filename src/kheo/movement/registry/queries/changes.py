"""What a change of units would do to exemplars."""

from django.db.models import Count
from django.utils.translation import gettext as _

from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.rules import EXEMPLAR
from kheo.organisation.changes.kit import Effect, Plan, Question, Ref
from kheo.organisation.units.states import Share


def exemplars_that_move(plan: Plan) -> list[Effect]:
    """Return how many exemplars go from each unit that is taken over to its main heir, or wait for a choice."""
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main}
    sources = {taking.source for taking in plan.takings if taking.is_main} | set(plan.closings)
    held = Exemplar.objects.filter(unit__in=sources).values_list("unit_id").annotate(number=Count("*")).order_by()
    return [Effect(_("Models and exemplars"), number, unit, heirs.get(unit)) for unit, number in held.order_by("unit")]


def exemplars_to_choose_for(plan: Plan) -> list[Question]:
    """Return the exemplars of divided units, each with the heirs that it may go to: a person must choose."""
    heirs: dict[int, list[Ref]] = {}
    for taking in sorted(plan.takings, key=lambda taking: not taking.is_main):
        if taking.share == Share.PART:
            heirs.setdefault(taking.source, [] if taking.source in plan.closings else [taking.source])
            heirs[taking.source].append(taking.heir)
    held = Exemplar.objects.filter(unit__in=heirs).order_by("unit__sort_key", "name_key", "pk")
    return [
        Question(f"{EXEMPLAR}:{exemplar.pk}", exemplar.name, exemplar.unit_id, tuple(heirs[exemplar.unit_id]))
        for exemplar in held
    ]


def why_not_move_exemplars(plan: Plan) -> list[str]:
    """Return what is against a plan as far as exemplars are concerned: none is left at a unit that ends, and those of
    a divided unit are each given to one of its heirs."""
    inherited = {taking.source for taking in plan.takings}
    left = Exemplar.objects.filter(unit__in=set(plan.closings) - inherited).values_list("unit__name", flat=True)
    reasons = [
        _("%(unit)s holds models; please choose who takes them over.") % {"unit": name} for name in sorted(set(left))
    ]
    questions = {question.key: question for question in exemplars_to_choose_for(plan)}
    reasons += [
        _("Please choose who takes over “%(exemplar)s”.") % {"exemplar": question.label}
        for key, question in questions.items()
        if plan.choices.get(key) not in question.heirs
    ]
    return reasons
