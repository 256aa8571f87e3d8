"""A folded template says to the letter what Django's own says."""

import pytest
from django.template import Context, engines
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.translation import override

from kheo.ui.folding import folded

BASE = """{% load i18n static %}<title>{% block title %}Khéo{% endblock %}</title>
{% translate "Search" as word %}{{ word }}
{% block main %}<p>{% translate "Notices" %} {% static 'ui/logo.svg' %}</p>
{% block inner %}trong{% endblock %}{% endblock %}
{{ word }}{% comment %}{{ secret }}{% endcomment %}"""
MIDDLE = """{% extends "base.html" %}
{% block main %}[{{ block.super }}|{% block more %}giữa{% endblock %}]{% endblock %}"""
CHILD = """{% extends "middle.html" %}{% load i18n ui %}
{% block title %}{{ block.super }} – {{ page.title }}{% endblock %}
{% block inner %}{% translate "Search" as word %}{{ word }}{{ block.super }}{% endblock %}
{% block more %}{{ block.super }}{% include "part.html" %}{% include "part.html" with thing=page.title word="lời" %}
{% include "part.html" with thing=page.title only %}{% include chosen %}{% icon "bell" %}{% icon page.icon %}
{% for each in things %}{{ forloop.counter }}
{% if each.is_shown and not each.hidden %}{{ each.name }}{% elif each.name == "b" %}b{% else %}–{% endif %}
{% empty %}không có{% endfor %}{% for each in nothing %}{% empty %}không có{% endfor %}
{% with name=page.title|upper %}{{ name }} {{ nothing.at.all }}{{ page.method }}{% endwith %}
{{ page.words.first }}{{ page.words.0 }}{{ page.items.first }}{{ page.safe|safe }}{{ page.safe }}
{% if nothing %}x{% endif %}{% if page.number > 3 or nothing %}{{ page.number }}{% endif %}
{% url 'ui:look' %}{% url 'portal:article' page.number 'ten' %}{% url 'portal:nowhere' as way %}{{ way }}
{% if nothing %}{% url 'portal:nowhere' %}{% endif %}
{% blocktranslate with n=page.number %}Read: {{ n }}{% endblocktranslate %}{% endblock %}"""
PART = """{% load i18n %}({% translate "Search" as part %}{{ part }}{{ thing }}{{ word }})"""


class Page:
    title, number, safe, icon, words = "Tin & <bài>", 1_234, "<b>đậm</b>", "bell", ["một", "hai"]
    items = {"first": 1}

    def method(self):
        return "gọi <được>"


class Thing:
    def __init__(self, name, *, is_shown):
        self.name, self.is_shown = name, is_shown


@pytest.fixture
def shelf(monkeypatch):
    """Templates by name, in the place of the files."""
    engine = engines["django"].engine
    texts = {"base.html": BASE, "middle.html": MIDDLE, "child.html": CHILD, "part.html": PART}
    loader = engine.find_template_loader(("django.template.loaders.locmem.Loader", texts))
    monkeypatch.setitem(engine.__dict__, "template_loaders", [loader, *engine.template_loaders])
    return texts


def told():
    things = [Thing("a", is_shown=True), Thing("b", is_shown=False), {"name": "c"}]
    return Context({"page": Page(), "things": things, "chosen": "part.html", "secret": "kín"})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_folded_template_says_what_django_says(shelf, language):
    with override(language):
        said = get_template("child.html").template.render(told())
        assert folded("child.html").render(told()) == said
        assert "Tin &amp; &lt;bài&gt;" in said
        assert "gọi &lt;được&gt;" in said
        assert "kín" not in said


def test_each_language_has_its_own(shelf):
    said = {}
    for language in ("vi", "en", "vi"):
        with override(language):
            said.setdefault(language, folded("base.html").render(Context()))
            assert folded("base.html").render(Context()) == said[language]
    assert "Notices" in said["en"]
    assert "Notices" not in said["vi"]


def test_what_says_the_same_is_text(shelf):
    nodes = folded("base.html").nodelist
    assert [type(node).__name__ for node in nodes] == ["TextNode", "TranslateNode", "Said", "TextNode", "Said"]


def test_a_page_that_is_wrong_says_so_as_django_does(shelf):
    shelf["wrong.html"] = "{% url 'portal:article' 'x' %}"
    with pytest.raises(NoReverseMatch, match="article"):
        folded("wrong.html").render(Context())
