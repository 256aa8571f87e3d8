"""What rooms declare is read when somebody looks: all of it, once, and never half."""

import ast
import threading
import time

import pytest
from django.conf import settings

from kheo.ui import declared
from kheo.ui.declared import Announcement, Catalogue, Offers, modules


@pytest.fixture
def read(monkeypatch):
    """Return what to do when the modules of a name are read; each reading is noted under that name."""
    readings, doing = [], {}

    def reading(name):
        readings.append(name)
        doing.get(name, lambda: None)()

    monkeypatch.setattr(declared, "autodiscover_modules", reading)
    modules.cache_clear()
    yield lambda name, act: doing.update({name: act}) or readings
    modules.cache_clear()


def test_to_declare_reads_nothing_and_to_look_reads_all_once(read):
    kinds = Catalogue("kinds")
    readings = read("kinds", lambda: kinds.declare("b", 2))
    kinds.declare("a", 1)
    assert readings == []
    assert dict(kinds) == {"a": 1, "b": 2}
    assert "b" in kinds
    assert len(kinds) == 2
    assert readings == ["kinds"]


def test_a_key_is_declared_once(read):
    kinds = Catalogue("kinds")
    kinds.declare("a", 1)
    with pytest.raises(ValueError, match="a is declared twice"):
        kinds.declare("a", 2)


def test_catalogues_of_one_name_are_read_together(read):
    doors, panels = Offers("receivers"), Offers("receivers")
    readings = read("receivers", lambda: (doors.add("b"), doors.add_first("a"), panels.add("c")))
    assert [*doors] == ["a", "b"]
    assert panels[0] == "c"
    assert panels[:1] == ["c"]
    assert readings == ["receivers"]


def test_a_module_that_looks_while_it_is_read_sees_what_is_there(read):
    kinds, seen = Catalogue("kinds"), []

    def look():
        kinds.declare("a", 1)
        seen.append(list(kinds))
        kinds.declare("b", 2)

    read("kinds", look)
    assert list(kinds) == ["a", "b"]
    assert seen == [["a"]]


def test_a_reading_that_fails_is_tried_again(read):
    kinds = Catalogue("kinds")

    def fail():
        raise ImportError

    read("kinds", fail)
    with pytest.raises(ImportError):
        len(kinds)
    read("kinds", lambda: kinds.declare("a", 1))
    assert list(kinds) == ["a"]


def test_who_looks_while_another_reads_is_shown_all(read):
    kinds, begun = Catalogue("kinds"), threading.Event()

    def slowly():
        begun.set()
        for key in "abc":
            time.sleep(0.02)
            kinds.declare(key, key)

    readings = read("kinds", slowly)
    first = threading.Thread(target=lambda: len(kinds))
    first.start()
    begun.wait()
    assert list(kinds) == ["a", "b", "c"]
    first.join()
    assert readings == ["kinds"]


def test_who_listens_is_there_before_anything_is_told(read):
    told, heard = Announcement(), []
    read("receivers", lambda: told.connect(lambda **said: heard.append(said["what"]), weak=False))
    told.send(None, what=1)
    told.send(None, what=2)
    assert heard == [1, 2]


# Filled at the start: rights are asked for everywhere. Filled by itself: words that were translated already.
READ_AT_ONCE = {"access/kit.py POLICY", "intake/kit.py _OFFICIAL"}


def test_what_a_kit_gathers_is_a_catalogue_or_offers():
    """A plain list would be empty until something else has the rooms read."""
    plain = set()
    for path in settings.PACKAGE.glob("*/*/kit.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if target and node.value and ast.unparse(node.value) in {"[]", "{}", "list()", "dict()", "set()"}:
                plain.add(f"{path.parent.name}/kit.py {ast.unparse(target)}")
    assert plain == READ_AT_ONCE
