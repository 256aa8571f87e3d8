"""Templates with everything written out that is always the same in one language.

A public page is put together from several hundred pieces of templates, most of which say the same each time: words,
symbols, addresses. `folded` returns a template in which those are text: its parents, their blocks and what it includes
stand in their places, what is constant was rendered once, and adjoining texts are one. What depends on the context is
left as Django renders it, and what is not understood is left alone.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.template import Context, Node, NodeList, Template
from django.template.base import TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.library import SimpleNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from kheo.ui.quick import quick

Blocks = dict[str, list[BlockNode]]  # by name, those of the child before those of its parent
Tag = TypeVar("Tag", bound=Callable[..., object])
_constant_tags: set[Callable[..., object]] = set()
# By the template as it was read: when a file has changed, the loader has another.
_folded: WeakKeyDictionary[Template, dict[str, Template]] = WeakKeyDictionary()


def says_the_same(tag: Tag) -> Tag:
    """Mark a tag that says the same whenever it is given the same, in one language."""
    _constant_tags.add(tag)
    return tag


def folded(name: str) -> Template:
    """Return a template by its name, with all written out that is constant in the language of the moment."""
    template: Template = get_template(name).template  # type: ignore[attr-defined]  # of Django's own engine
    language = get_language() or ""
    known = _folded.setdefault(template, {})
    if language not in known:
        known[language] = new = copy(template)
        new.nodelist = _Folding().template(template)
    return known[language]


class _Scope(Node):
    """Pieces with names of their own: what is set among them is forgotten after them."""

    child_nodelists = ("nodelist",)

    def __init__(self, of: Node, nodelist: NodeList) -> None:
        """Stand in the place of a block or an inclusion."""
        self.nodelist = nodelist
        self.token, self.origin = of.token, of.origin

    def render(self, context: Context) -> str:
        """Render them."""
        with context.push():
            return self.nodelist.render(context)


class _Inclusion(_Scope):
    """An included template that is given something."""

    def __init__(self, of: IncludeNode, nodelist: NodeList) -> None:
        """Stand in the place of the inclusion."""
        super().__init__(of, nodelist)
        self.given = of.extra_context

    def render(self, context: Context) -> str:
        """Render it with what it is given."""
        with context.push(**{name: value.resolve(context) for name, value in self.given.items()}):
            return self.nodelist.render(context)


# What leaves no name behind, but by `as`.
_LEAVE_NOTHING = (
    *(TextNode, VariableNode, IfNode, ForNode, WithNode, IncludeNode, _Scope),
    *(TranslateNode, BlockTranslateNode, URLNode, StaticNode, SimpleNode),
)


class _Folding:
    """One template being folded."""

    def __init__(self) -> None:
        """Begin with no block known and within no template."""
        self.blocks: Blocks = {}
        self.within: list[str] = []

    def template(self, template: Template) -> NodeList:
        """Return a whole template, in the place of its parent if it has one."""
        child = next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)
        if child is None:
            return self.pieces(template.nodelist)
        if not _is_constant(child.parent_name):
            return template.nodelist
        for name, block in child.blocks.items():
            self.blocks.setdefault(name, []).append(block)
        return self.template(get_template(_value_of(child.parent_name)).template)  # type: ignore[attr-defined]

    def pieces(self, nodes: Iterable[Node], above: list[BlockNode] | None = None) -> NodeList:
        """Return pieces folded, neighbouring texts as one; `above` are the blocks that `block.super` means."""
        found = NodeList()
        for node in nodes:
            for piece in self.piece(node, above or []):
                last = found[-1] if found else None
                if isinstance(piece, TextNode) and isinstance(last, TextNode):
                    found[-1] = TextNode(last.s + piece.s)
                elif not (isinstance(piece, TextNode) and not piece.s):
                    found.append(piece)
        return found

    def piece(self, node: Node, above: list[BlockNode]) -> Iterable[Node]:
        """Return one piece folded."""
        if isinstance(node, LoadNode | CommentNode):
            return ()
        if isinstance(node, BlockNode):
            return self.block(node, self.chain_of(node))
        if isinstance(node, VariableNode) and str(node.filter_expression) == "block.super":
            return self.block(node, above)
        if isinstance(node, IncludeNode):
            return self.inclusion(node)
        if _says_the_same(node):
            return (_text_of(node),)
        return (self.with_children(quick(node), above),)

    def chain_of(self, node: BlockNode) -> list[BlockNode]:
        """Return the blocks of a name, the one that is shown first, then what `block.super` means in each."""
        chain = self.blocks.get(node.name, [])
        return chain if node in chain else [*chain, node]

    def block(self, node: Node, chain: list[BlockNode]) -> Iterable[Node]:
        """Return the first of the blocks of a name."""
        if not chain:
            return ()
        inner = self.pieces(chain[0].nodelist, chain[1:])
        return (_Scope(node, inner),) if _sets_names(inner) else inner

    def inclusion(self, node: IncludeNode) -> Iterable[Node]:
        """Return an included template in its place, unless it is chosen by the context, within itself, or shut off."""
        name = _value_of(node.template) if _is_constant(node.template) else ""
        if not name or name in self.within or node.isolated_context:
            return (node,)
        template: Template = get_template(name).template  # type: ignore[attr-defined]  # of Django's own engine
        if any(isinstance(each, ExtendsNode) for each in template.nodelist):
            return (node,)
        self.within.append(name)
        inner = self.pieces(template.nodelist)
        self.within.pop()
        if node.extra_context:
            return (_Inclusion(node, inner),)
        return (_Scope(node, inner),) if _sets_names(inner) else inner

    def with_children(self, node: Node, above: list[BlockNode]) -> Node:
        """Return a piece with what stands within it folded."""
        if isinstance(node, IfNode):
            branches = copy(node)
            branches.conditions_nodelists = [
                (asked, self.pieces(then, above)) for asked, then in node.conditions_nodelists
            ]
            return branches
        names = [name for name in node.child_nodelists if getattr(node, name, None)]
        if not names:
            return node
        new = copy(node)
        for name in names:
            setattr(new, name, self.pieces(getattr(node, name), above))
        return new


def _text_of(node: Node) -> Node:
    """Return a piece as text; one that is wrong is left to say so if it is ever reached."""
    try:
        return TextNode(node.render(Context()))
    except NoReverseMatch:
        return node


def _says_the_same(node: Node) -> bool:
    """Tell whether a piece is the same text whatever the context."""
    if isinstance(node, TranslateNode):
        given = [node.filter_expression, *([node.message_context] if node.message_context else [])]
        return not node.asvar and all(map(_is_constant, given))
    if isinstance(node, StaticNode):
        return not node.varname and _is_constant(node.path)
    if isinstance(node, URLNode):
        return not node.asvar and all(map(_is_constant, (node.view_name, *node.args, *node.kwargs.values())))
    if isinstance(node, SimpleNode):
        given = [*node.args, *node.kwargs.values()]
        return node.func in _constant_tags and not node.target_var and all(map(_is_constant, given))
    return False


def _is_constant(given: Any) -> bool:  # Any: an expression; Django's types say less
    """Tell whether what a tag was given is a literal."""
    is_literal = not isinstance(given.var, Variable) or given.var.literal is not None
    return is_literal and not given.filters


def _value_of(given: Any) -> str:
    return str(given.resolve(Context()))


def _sets_names(nodes: NodeList) -> bool:
    """Tell whether a piece may leave a name behind for those after it: any but those that are known not to."""
    everything = nodes.get_nodes_by_type(Node)
    return any(not isinstance(node, _LEAVE_NOTHING) for node in everything) or any(
        getattr(node, name, None) for node in everything for name in ("asvar", "target_var", "varname")
    )
