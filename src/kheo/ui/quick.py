"""Pieces of templates that do what Django's own do, with less asking about: for `kheo.ui.folding`.

What is looked up on a page is nearly always an attribute of an attribute, and nearly always plain text.
"""

from copy import copy
from html import escape
from typing import Any

from django.template import Context, Node, VariableDoesNotExist
from django.template.base import FilterExpression, Variable, VariableNode, render_value_in_context
from django.template.defaulttags import IfNode, TemplateLiteral, URLNode

from kheo.ui.addresses import address


def quick(node: Node) -> Node:
    """Return a piece that finds what it asks for sooner."""
    if isinstance(node, VariableNode):
        return _become(node, Said, filter_expression=_quick_expression(node.filter_expression))
    if isinstance(node, URLNode) and not node.asvar and not node.kwargs and isinstance(node.view_name.var, str):
        return _become(node, Address, args=[_quick_expression(each) for each in node.args])
    if isinstance(node, IfNode):
        asked = [(_quick_condition(condition), then) for condition, then in node.conditions_nodelists]
        return _become(node, IfNode, conditions_nodelists=asked)
    return node


def _become(node: Node, kind: type[Node], **changes: object) -> Node:
    """Return a copy of a piece as one of another kind."""
    new = copy(node)
    new.__class__ = kind
    new.__dict__.update(changes)
    return new


def _quick_condition(condition: Any) -> Any:  # Any: Django gives these no type
    """Return a condition of `if`, with all that it is made of."""
    if condition is None:
        return None
    new = copy(condition)
    for name in ("first", "second"):
        if getattr(new, name, None) is not None:
            setattr(new, name, _quick_condition(getattr(new, name)))
    if isinstance(getattr(new, "value", None), FilterExpression):
        new.value = _quick_expression(new.value)
        new.__class__ = Asked if isinstance(new.value.var, Quick) and not new.value.filters else TemplateLiteral
    return new


def _quick_expression(given: FilterExpression) -> FilterExpression:
    new = copy(given)
    if isinstance(given.var, Variable) and given.var.lookups and not given.var.translate:
        new.var = Quick(str(given.var.var))
    return new


class Quick(Variable):
    """A name that is looked up at once where it leads from attribute to attribute; where anything else is in question,
    as Django does it."""

    def __init__(self, name: str) -> None:
        """Take a name as it stands in a template."""
        super().__init__(name)
        self.first, *self.rest = self.lookups or ()

    def resolve(self, context: Any) -> Any:  # Any: as in Django
        """Return what it stands for."""
        try:
            found = context[self.first]
            for bit in self.rest:
                if callable(found) or hasattr(type(found), "__getitem__"):
                    return super().resolve(context)
                found = getattr(found, bit)
        except (KeyError, AttributeError):
            return super().resolve(context)
        return super().resolve(context) if callable(found) else found


class Said(VariableNode):
    """Something of the context, written out."""

    def render(self, context: Context) -> str:
        """Render it; plain text, which most is, without asking what it might be."""
        said = self.filter_expression.resolve(context)
        return escape(said) if type(said) is str and context.autoescape else render_value_in_context(said, context)


class Asked(TemplateLiteral):
    """A name that `if` asks for."""

    def eval(self, context: Any) -> Any:  # Any: as in Django
        """Return what it stands for; None if there is nothing of that name."""
        try:
            return self.value.var.resolve(context)  # type: ignore[union-attr]  # an expression
        except VariableDoesNotExist:
            return None


class Address(URLNode):
    """The address of a page."""

    def render(self, context: Context) -> str:
        """Render it from memory."""
        return escape(address(self.view_name.var, *(each.resolve(context) for each in self.args)))
