"""The rules of the house that imports do not show: who writes, how texts are written, what a template may hold."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver

from tools.generate import wings

ROOT = Path(settings.ROOT)
PACKAGE = ROOT / "src" / "kheo"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if not {"migrations", "lib"} & set(p.parts) and p.stem != "__init__")
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
ORDER = [room for rooms in wings().values() for room in rooms]
WRITES = re.compile(r"^(a?(save|create|update|delete|get_or_create|update_or_create)|bulk_\w+)$")
TEXTS = re.compile(r"^(_|(n|p|np)?gettext(_lazy)?)$")
OWN_NAMES = {"Khéo", "Atom", "RSS", "Facebook", "Zalo", "VI", "EN", "Tiếng", "Việt", "English"}

# Acts without `by` and `at`, each with its reason.
NO_ACTOR = {
    "search.put": "keeps an index of what an action wrote",
    "search.remove": "keeps an index of what an action wrote",
    "search.rebuild": "keeps an index of what actions wrote",
    "search.add_all": "keeps an index of what actions wrote",
    "likeness.follow": "keeps an index of what an action wrote",
    "likeness.sweep": "keeps an index of what actions wrote",
    "bulk.reserve": "a part of the act that writes the rows",
    "bulk.insert": "a part of the act that writes the rows",
    "bulk.insert_rows": "a part of the act that writes the rows",
    "bulk.shift": "a part of the act that arranges the list",
    "files.forget": "a part of the act that kept it",
    "files.ask_for_words": "a part of the act that hangs the file on a record",
    "files.keep_words": "the program keeps what it has read of a file",
    "intake.receive": "who and when are in its occasion",
    "intake.put_by": "who and when are in its occasion",
    "changes.tell_all": "lets indexes know of what an act has written",
    "journal.begin": "knows not what its rows mean; its callers keep the record",
    "journal.undo": "knows not what its rows mean; its callers keep the record",
    "accounts.redeem": "the code says who; nobody is signed in yet",
    "demo.load": "the demo is written by nobody",
    "newrural.ship_sets": "the program brings them along, with every migration",
    "statuses.ship_kinds": "the program brings them along, with every migration",
    "search.ship_abbreviations": "the program brings them along, with every migration",
    "voice.ship_defaults": "the program brings them along, with every migration",
    "setup.begin": "nobody is there yet",
    "newsroom.new_edition": "marks that what readers are shown has changed; its callers keep the record",
}
# Acts that are not one transaction, each with its reason.
NOT_ATOMIC = {
    "audit.record": "a part of the act that it records",
    "audit.record_all": "a part of the act that it records",
    "changes.tell_all": "a part of the act that it tells of",
    "files.keep": "the bytes are on the disk before the row is there; its callers hold the transaction",
    "files.forget": "a part of the act that kept it",
    "search.remove": "one statement",
    "readings.understand": "a report is read before anything is written",
    "reporting.bring": "a workbook is read before anything is written",
    "likeness.sweep": "its parts are: nobody waits while everything is compared",
    "jobs.start": "short work runs after its row is there, in a transaction of its own",
    "jobs.cancel": "while SQLite is held by the work itself, only a file can be written",
    "intake.receive": "a workbook is read before anything is written",
    "intake.put_by": "the bytes are on the disk before the row is there",
    "papers.as_pdf": "LibreOffice is waited for before anything is written",
    "notices.send_ready": "a mail that has left cannot be taken back: each of its parts is a transaction",
}
# Forms without a token, each with its reason: they stand on pages that are kept for everybody and do no harm.
UNGUARDED = {
    "look.html": "sets a taste in a cookie and nothing else",
    "rating.html": "the worst that another site can do is to send its visitor's one vote",
    "remark_form.html": "a remark is shown only after somebody has read it",
    "report.html": "the worst that another site can do is to send its visitor's one report",
}


def calls(path):
    """Yield every call of a file as (node, the name called)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node, node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def room_of(path):
    """Return the room that a file belongs to."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if parts[0] in {"ui", "project"} else parts[1]


def place(path, line=0):
    return f"{path.relative_to(PACKAGE)}:{line}"


def test_only_actions_write():
    silent = [p for p in MODULES if "actions" not in {p.stem, p.parent.name} and "management" not in p.parts]
    found = ((p, node, name) for p in silent for node, name in calls(p) if isinstance(node.func, ast.Attribute))
    # A table's `update` takes names and values; that of a counter or a digest takes one thing.
    writes = [(p, node, name) for p, node, name in found if WRITES.match(name) and not (name == "update" and node.args)]
    assert [f"{place(p, node.lineno)} {name}" for p, node, name in writes] == []


def acts():
    """Yield the acts of every room: what its `actions.py` defines, or its package `actions` hands out."""
    for path in sorted([*PACKAGE.glob("*/*/actions.py"), *PACKAGE.glob("*/*/actions/*.py")]):
        package = path.with_name("__init__.py") if path.parent.name == "actions" else None
        handed_out = re.findall(r"\w+", package.read_text("utf-8")) if package else None
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or is_part(node):
                continue
            if handed_out is None or node.name in handed_out:
                yield f"{room_of(path)}.{node.name}", node


def is_part(node):
    """Tell whether it is a part of an act that can be taken back: it must be handed the pen that writes the act."""
    names = {a.arg: default for a, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)}
    return "pen" in {a.arg for a in node.args.args} or names.get("pen", 0) is None and "by" not in names


def test_every_act_is_told_who_and_when():
    without = {name for name, node in acts() if not {"by", "at"} <= {a.arg for a in node.args.kwonlyargs}}
    assert without == set(NO_ACTOR)


def test_every_act_is_one_transaction():
    loose = {name for name, node in acts() if "transaction.atomic" not in map(ast.unparse, node.decorator_list)}
    assert loose == set(NOT_ATOMIC)


def test_texts_are_whole_and_name_their_placeholders():
    wrong = []
    for path in MODULES:
        for node, name in calls(path):
            if not (TEXTS.match(name) and isinstance(node.func, ast.Name)):
                continue
            for text in node.args[:-1] if name.startswith(("n", "np")) else node.args:
                whole = isinstance(text, ast.Constant) and isinstance(text.value, str)
                if not whole or re.search(r"%[^(% ]|\{\w*\}", text.value):
                    wrong.append(f"{place(path, node.lineno)} {ast.unparse(text)}")
    assert wrong == []


def test_keys_to_other_rooms_leave_no_trace_there():
    tables = [m for m in apps.get_models() if m.__module__.startswith("kheo.") and "Historical" not in m.__name__]
    keys = [key for m in tables for key in m._meta.local_fields + m._meta.local_many_to_many if key.is_relation]
    away = [key for key in keys if key.related_model in tables and key.model.__module__ != key.related_model.__module__]
    assert away
    assert [str(key) for key in away if not key.remote_field.hidden] == []


def test_keys_name_the_class():
    wrong = []
    for path in PACKAGE.glob("*/*/models.py"):
        own = {n.name for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.ClassDef)} | {"self"}
        named = [n.args[0] for n, name in calls(path) if name in {"ForeignKey", "OneToOneField", "ManyToManyField"}]
        wrong += [f"{place(path)} {a.value}" for a in named if isinstance(a, ast.Constant) and a.value not in own]
    assert wrong == []


def test_a_template_stands_under_its_room_and_borrows_only_from_it_and_from_ui():
    wrong = []
    for path in TEMPLATES:
        room = room_of(path)
        # Pages of errors and of libraries stand where Django and allauth look for them.
        own = {room} | {"ui": {"django", path.name}, "accounts": {"account"}}.get(room, set())
        folder = path.relative_to(next(p for p in path.parents if p.name == "templates")).parts[0]
        borrowed = re.findall(r"{% (?:extends|include) ['\"]([^'\"/]+)", path.read_text("utf-8"))
        wrong += [
            f"{place(path)} {name}" for name in [folder] * (folder not in own) + borrowed if name not in own | {"ui"}
        ]
    assert wrong == []


def addresses(path):
    return re.findall(
        r"(?:{% url |\breverse\(|\breverse_lazy\(|\bredirect\()['\"]([\w:]+)['\"]", path.read_text("utf-8")
    )


def pages(resolver, prefix="", start=""):
    """Yield every address: its full name, where it stands, and its view."""
    for pattern in resolver.url_patterns:
        where = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", where, pattern.callback
        else:
            yield from pages(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, where)


def test_addresses_exist_and_lead_to_the_own_room_or_upstream():
    known = {name for name, _where, _view in pages(get_resolver())}
    wrong = []
    for path in [*TEMPLATES, *MODULES]:
        for name in addresses(path):
            room = re.split(r"[:_]", name)[0] if ":" in name else "accounts"  # those of allauth have no namespace
            upstream = room_of(path) == "ui" or ORDER.index(room) <= ORDER.index(room_of(path))  # ui has open places
            if name not in known or not upstream:
                wrong.append(f"{place(path)} {name}")
    assert wrong == []


def test_every_page_of_the_workspace_asks_who_is_there():
    inside = [(where, view) for _name, where, view in pages(get_resolver()) if where.startswith("lam-viec/")]
    assert inside
    assert [where for where, view in inside if not hasattr(view, "login_url")] == []


def test_templates_hold_no_style_script_or_outside_address():
    wrong = []
    for path in TEMPLATES:
        text = re.sub(r"{# .*? #}|{% comment %}.*?{% endcomment %}", "", path.read_text("utf-8"), flags=re.DOTALL)
        for tag in re.findall(r"<[a-z][^>]*>", re.sub(r"{%.*?%}|{{.*?}}", "…", text)):
            outside = re.search(r"(src|href|action)=\W*(https?:)?//", tag)
            inline = re.search(r"\s(style|on\w+)=|<style|<script(?!.*\ssrc=)", tag)
            wrong += [f"{place(path)} {tag}"] * bool(outside or inline)
    assert wrong == []


def test_templates_trim_their_texts_and_guard_their_forms():
    wrong = []
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        wrong += [f"{place(path)} {tag}" for tag in re.findall(r"{% blocktrans[^%]*%}", text) if " trimmed" not in tag]
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL)
        guarded = [form for form in forms if "{% csrf_token %}" in form or path.name in UNGUARDED]
        wrong += [f"{place(path)} a form without its token"] * (len(forms) - len(guarded))
    assert wrong == []


def test_what_a_text_counts_is_written_with_its_thousands_apart():
    wrong = []
    for path in TEMPLATES:
        for head, body in re.findall(
            r"{% blocktranslate (.*?)%}(.*?){% endblocktranslate %}", path.read_text("utf-8"), re.S
        ):
            counted = re.search(r"\bcount (\w+)=", head)
            small = "forloop" in head or "minutes" in head
            if counted and not small and f"{{{{ {counted[1]} }}}}" in body:
                wrong.append(f"{place(path)} {head}")
            # What is counted is looked up after the names are given: a name of its own would hide it as a text.
            if (root := re.search(r"\bcount \w+=(\w+)", head)) and re.search(rf"\b(?<!count ){root[1]}=", head):
                wrong.append(f"{place(path)} {head}")
    assert wrong == []


def test_every_word_of_a_template_can_be_translated():
    wrong = []
    for path in TEMPLATES:
        text, flags = path.read_text("utf-8"), re.DOTALL
        text = re.sub(r"{# .*? #}|{% (comment|blocktranslate)\b.*?{% end\1 %}|{%.*?%}|{{.*?}}", "", text, flags=flags)
        spoken = re.findall(r"\b(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"", text)
        shown = re.sub(r"<[^>]*>|&\w+;|[\w-]+=(\"[^\"]*\"|'[^']*')", " ", text)
        words = re.findall(r"[^\W\d_]{2,}", f"{shown} {' '.join(spoken)}")
        wrong += [f"{place(path)} {word}" for word in words if word not in OWN_NAMES]
    assert wrong == []
