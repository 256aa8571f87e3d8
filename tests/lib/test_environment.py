from pathlib import Path

import pytest

from kheo.lib.environment import Environment, WrongSetting


def test_what_is_not_given_has_its_default():
    env = Environment({})
    assert env.text("A", default="x") == "x"
    assert env.switch("A", default=True) is True
    assert env.number("A", default=3) == 3
    assert env.path("A", default=Path("/x")) == Path("/x")
    assert env.words("A", default=["x", "y"]) == ["x", "y"]
    assert env.database("A", default="sqlite:////x/y.sqlite3")["NAME"] == "/x/y.sqlite3"
    assert env.mail("A", default="file:///outbox")["EMAIL_FILE_PATH"] == "outbox"


def test_what_is_given_is_read():
    env = Environment(
        {"TEXT": "", "ON": "Yes", "OFF": "0", "NUMBER": "12", "PATH": "/a b", "LIST": "a, b,", "NONE": ""}
    )
    assert env.text("TEXT", default="x") == ""
    assert env.switch("ON", default=False) is True
    assert env.switch("OFF", default=True) is False
    assert env.number("NUMBER", default=3) == 12
    assert env.path("PATH", default=Path("/x")) == Path("/a b")
    assert env.words("LIST", default=["x"]) == ["a", "b"]
    assert env.words("NONE", default=["x"]) == []


def test_a_database_is_one_address():
    env = Environment({"DATABASE_URL": "postgres://kheo:m%23t@may-chu:5433/kheo"})
    read = env.database("DATABASE_URL", default="sqlite://:memory:")
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert read | {"USER": "kheo", "PASSWORD": "m#t", "HOST": "may-chu", "PORT": 5433, "NAME": "kheo"} == read


@pytest.mark.parametrize(
    ("kind", "words", "default"),
    [
        ("switch", "", False),
        ("switch", "maybe", False),
        ("number", "", 1),
        ("number", "20MB", 1),
        ("database", "", "sqlite:////x"),
        ("database", "kheo", "sqlite:////x"),
        ("database", "oracel://x/y", "sqlite:////x"),
        ("mail", "", "file:///outbox"),
        ("mail", "mail.example.vn", "file:///outbox"),
        ("mail", "smtp://mail.example.vn:port", "file:///outbox"),
    ],
)
def test_what_is_given_wrongly_is_named(kind, words, default):
    with pytest.raises(WrongSetting, match="KHEO_THIS"):
        getattr(Environment({"KHEO_THIS": words}), kind)("KHEO_THIS", default=default)


def test_one_of_some_words():
    with pytest.raises(WrongSetting, match="KHEO_JOBS.*thread, worker"):
        Environment({"KHEO_JOBS": "sometimes"}).text("KHEO_JOBS", default="thread", among=["thread", "worker"])
