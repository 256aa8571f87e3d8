"""Where the reading of a report stands, and the reader's words in the words of people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.reading.notices import Notice
from kheo.movement.campaigns.states import StandardField


class ReadingState(TextChoices):
    WAITING = "waiting", pgettext_lazy("reading", "Being read")
    READ = "read", pgettext_lazy("reading", "To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("reading", "Confirmed")
    UNREADABLE = "unreadable", pgettext_lazy("reading", "Cannot be read")
    DROPPED = "dropped", pgettext_lazy("reading", "Put aside")


# What was found in it can be seen and used.
IN_USE = frozenset({ReadingState.READ, ReadingState.CONFIRMED})
# It can be read, or read again.
UNREAD = frozenset({ReadingState.WAITING, ReadingState.UNREADABLE})
# What a report may be put aside from: nothing of it is in use.
UNSETTLED = frozenset({ReadingState.WAITING, ReadingState.READ, ReadingState.UNREADABLE})


class Span(TextChoices):
    """How long a time a figure speaks of, as the reader names it."""

    YEAR = "year", pgettext_lazy("time", "whole year")
    HALF = "half", pgettext_lazy("time", "half a year")
    NINE_MONTHS = "nine_months", pgettext_lazy("time", "nine months")
    QUARTER = "quarter", pgettext_lazy("time", "quarter")
    MONTH = "month", pgettext_lazy("time", "month")
    TERM = "term", pgettext_lazy("time", "term")


class Matter(TextChoices):
    """What a figure is of: models in one of the counts that reports tell apart, or one kind of contribution."""

    MODELS = "models", pgettext_lazy("what is counted", "models")
    REGISTERED = "registered", pgettext_lazy("what is counted", "registered")
    BUILT = "built", pgettext_lazy("what is counted", "built")
    NEW = "new", pgettext_lazy("what is counted", "new")
    MAINTAINED = "maintained", pgettext_lazy("what is counted", "maintained")
    REPLICATED = "replicated", pgettext_lazy("what is counted", "replicated")
    EFFECTIVE = "effective", pgettext_lazy("what is counted", "effective")
    RECOGNISED = "recognised", pgettext_lazy("what is counted", "recognised")
    PROPOSED = "proposed", pgettext_lazy("what is counted", "proposed")
    PRAISED = "praised", pgettext_lazy("what is counted", "praised")
    DISCONTINUED = "discontinued", pgettext_lazy("what is counted", "discontinued")
    CUMULATIVE = "cumulative", pgettext_lazy("what is counted", "cumulative")
    MONEY = "money", pgettext_lazy("what is given", "money")
    LABOUR = "labour", pgettext_lazy("what is given", "days of labour")
    LAND = "land", pgettext_lazy("what is given", "land")
    TREES = "trees", pgettext_lazy("what is given", "trees")
    HOUSES = "houses", pgettext_lazy("what is given", "houses")
    ROAD = "road", pgettext_lazy("what is given", "road")
    GOODS = "goods", pgettext_lazy("what is given", "goods")
    OTHER = "other", pgettext_lazy("what is given", "other things")


GIVEN = frozenset(
    {
        Matter.MONEY,
        Matter.LABOUR,
        Matter.LAND,
        Matter.TREES,
        Matter.HOUSES,
        Matter.ROAD,
        Matter.GOODS,
        Matter.OTHER,
    }
)

# The figure of the catalogue that counts the same in the register; what is missing here is compared with nothing.
IN_REGISTER = {
    Matter.MODELS: "registered",
    Matter.REGISTERED: "registered",
    Matter.BUILT: "registered",
    Matter.NEW: "registered_new",
    Matter.MAINTAINED: "registered_maintained",
    Matter.REPLICATED: "registered_replicated",
    Matter.RECOGNISED: "recognised",
}


class Agreement(TextChoices):
    """How a reported number stands to what the register counts today."""

    AGREES = "agrees", pgettext_lazy("figure", "agrees")
    DIFFERS = "differs", pgettext_lazy("figure", "differs")
    NOTHING = "nothing", pgettext_lazy("figure", "not in the register")


class Qualifier(TextChoices):
    EXACT = "exact", ""
    OVER = "over", pgettext_lazy("how sure", "more than")
    NEARLY = "nearly", pgettext_lazy("how sure", "nearly")
    ABOUT = "about", pgettext_lazy("how sure", "about")
    RANGE = "range", ""
    VAGUE = "vague", pgettext_lazy("how sure", "not said exactly")


LEVELS = {
    "central": pgettext_lazy("level", "central"),
    "province": pgettext_lazy("level", "province"),
    "district": pgettext_lazy("level", "district"),
    "commune": pgettext_lazy("level", "commune"),
    "village": pgettext_lazy("level", "village"),
    "agency": pgettext_lazy("level", "agency"),
}
FIELDS = {field.value: field.label for field in StandardField if field != StandardField.OTHER}
OWNERS = {
    "collective": pgettext_lazy("owner", "collectives"),
    "individual": pgettext_lazy("owner", "individuals"),
    "household": pgettext_lazy("owner", "households"),
    "model": pgettext_lazy("owner", "models"),
    "both": pgettext_lazy("owner", "collectives and individuals"),
}
CHECKS = {
    "equal": gettext_lazy("the parts add up to the total"),
    "not_equal": gettext_lazy("the parts do not add up to the total"),
    "compatible": gettext_lazy("the parts fit the total, as far as the numbers are exact"),
    "not_checkable": gettext_lazy("cannot be checked: a number is missing, merged or overlaps"),
}
NOTICES = {
    Notice.SEVERAL_TOTALS: gettext_lazy("The text states several totals; none was taken."),
    Notice.NO_TOTAL: gettext_lazy("The text states no total."),
    Notice.FIELDS_DO_NOT_ADD_UP: gettext_lazy("The fields do not add up to the total."),
    Notice.SPLIT_DOES_NOT_ADD_UP: gettext_lazy("Collectives and individuals do not add up to the total."),
    Notice.ANOTHER_MOVEMENT: gettext_lazy("The text does not speak of the movement “Dân vận khéo”."),
}
ROLES = {
    "total": pgettext_lazy("figure", "Total"),
    "field": gettext_lazy("Field"),
    "split": gettext_lazy("Owner"),
    "part": pgettext_lazy("figure", "a part"),
    "funnel": pgettext_lazy("figure", "of the total"),
    "target": pgettext_lazy("figure", "a target"),
    "other_period": pgettext_lazy("figure", "of another time"),
    "other_place": pgettext_lazy("figure", "of another place"),
    "other": pgettext_lazy("figure", "another number"),
    "given": pgettext_lazy("figure", "a contribution"),
}
