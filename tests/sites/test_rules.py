import pytest

from kheo.outlets.sites.rules import (
    Names,
    host_of,
    main_host,
    nearest_passing,
    origin_at,
    passes,
    stylesheet,
    why_not_colour,
    why_not_name,
)

NAMES = Names(["danvan.example.vn", ".xa.example.vn"], "https://danvan.example.vn")


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("YenHoa.Example.VN", "yenhoa.example.vn"),
        ("yenhoa.example.vn:8443", "yenhoa.example.vn"),
        ("yenhoa.example.vn.", "yenhoa.example.vn"),
        (" https://yenhoa.example.vn/tin/ ", "yenhoa.example.vn"),
        ("yenhoa.example.vn/tin", "yenhoa.example.vn"),
        ("yênhòa.example.vn", "xn--ynha-gpa4c.example.vn"),
        ("[::1]:8000", "[::1]"),
        ("yen hoa", ""),
        ("", ""),
    ],
)
def test_a_name_is_read_as_a_host(typed, host):
    assert host_of(typed) == host


@pytest.mark.parametrize(
    "host", ["", "localhost", "192.168.1.1", "-a.example.vn", "a_b.xa.example.vn", "a..vn", f"{'a' * 64}.vn"]
)
def test_what_is_no_domain_name_is_refused(host):
    assert why_not_name(host, NAMES, is_taken=False, is_main=False) == [
        "Hãy ghi tên miền, ví dụ yenhoa.example.vn, không kèm http:// và không kèm đường dẫn phía sau."
    ]


def test_a_name_that_the_installation_does_not_answer_to_is_refused_with_what_to_ask_for():
    (reason,) = why_not_name("hoa.other.vn", NAMES, is_taken=False, is_main=False)
    assert "KHEO_HOSTS" in reason
    assert "hoa.other.vn" in reason
    assert why_not_name("hoa.xa.example.vn", NAMES, is_taken=False, is_main=False) == []


def test_the_main_name_is_for_the_body_of_the_installation_alone():
    assert why_not_name("danvan.example.vn", NAMES, is_taken=False, is_main=True) == []
    assert why_not_name("danvan.example.vn", NAMES, is_taken=False, is_main=False) != []
    assert why_not_name("danvan.example.vn", NAMES, is_taken=True, is_main=True) != []


@pytest.mark.parametrize(
    ("hosts", "public_url", "taken", "found"),
    [
        (["127.0.0.1", "localhost"], "", set(), "127.0.0.1"),
        ([".example.vn", "a.example.vn", "b.example.vn"], "", {"a.example.vn"}, "b.example.vn"),
        (["b.example.vn", "a.example.vn"], "https://a.example.vn", set(), "a.example.vn"),
        (["b.example.vn", "a.example.vn"], "https://a.example.vn", {"a.example.vn"}, "b.example.vn"),
        ([".example.vn", "*"], "", set(), ""),
    ],
)
def test_the_main_site_is_found_by_a_name_that_no_site_has(hosts, public_url, taken, found):
    assert main_host(Names(hosts, public_url), taken) == found


def test_other_sites_are_reached_by_the_port_and_scheme_that_the_reader_used():
    assert origin_at("hoa.xa.example.vn", "http", "main.example.vn:8000") == "http://hoa.xa.example.vn:8000"
    assert origin_at("hoa.xa.example.vn", "https", "main.example.vn") == "https://hoa.xa.example.vn"
    assert origin_at("hoa.xa.example.vn", "https", "main.example.vn:8000@evil.example") == "https://hoa.xa.example.vn"


def test_a_colour_that_is_hard_to_read_on_is_refused_with_one_that_is_not():
    assert why_not_colour("#b3131b") == []
    (reason,) = why_not_colour("#f08080")
    near = nearest_passing("#f08080")
    assert near in reason
    assert passes(near)
    assert why_not_colour("red") == ["Hãy ghi màu bằng dấu # và sáu chữ số, ví dụ #0b57a4."]


def test_the_rules_of_a_colour_leave_high_contrast_black():
    text = stylesheet("#0b4f8a")
    assert 'html:not([data-contrast="high"])' in text
    assert "--red: #0b4f8a" in text
    high = [line for line in text.splitlines() if line.startswith('html[data-contrast="high"]')]
    assert all("#0b4f8a" not in line for line in high)
