"""The `kheo` command as it is typed: in Vietnamese, with exit codes that mean something."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

KHEO = Path(sys.executable).parent / "kheo"


@pytest.fixture
def kheo(tmp_path):
    """Run what is typed on a machine of its own, in a language that is not Vietnamese."""

    def run(*typed, **environment):
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO_", "DATABASE"))}
        surroundings |= {"KHEO_DATA_DIR": str(tmp_path), "LANG": "en_US.UTF-8", "LANGUAGE": "en", **environment}
        return subprocess.run([KHEO, *typed], env=surroundings, capture_output=True, text=True, check=False)

    return run


@pytest.mark.slow
def test_alone_it_lists_our_commands_in_vietnamese(kheo):
    alone = kheo()
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout == kheo("--help").stdout
    assert "Các lệnh:" in alone.stdout
    assert "  serve " in alone.stdout
    assert "migrate" not in alone.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "demo", "stats", "import", "report", "init"])
def test_help_is_vietnamese(kheo, command):
    told = kheo(command, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"cách dùng: kheo {command} ")
    assert "hiện phần hướng dẫn này" in told.stdout
    assert "--settings" not in told.stdout


@pytest.mark.slow
def test_what_is_wrongly_typed_is_2(kheo):
    unknown = kheo("bay")
    assert (unknown.returncode, unknown.stderr.splitlines()[0]) == (2, "Không có lệnh “bay”.")
    port = kheo("serve", "--port", "nhà")
    assert (port.returncode, port.stderr.splitlines()[-1]) == (
        2,
        "kheo serve: lỗi: tham số --port: Cổng là một số từ 1 đến 65535.",
    )


@pytest.mark.slow
def test_a_setting_that_cannot_be_used_is_told(kheo):
    told = kheo("serve", KHEO_MAX_PHOTO_MB="nhiều")
    assert told.returncode == 1
    assert told.stderr.startswith("Một thiết lập trong biến môi trường không dùng được:")


@pytest.mark.slow
def test_unsafe_production_does_not_start(kheo):
    told = kheo("serve", KHEO_PRODUCTION="true", KHEO_DEBUG="true")
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        "Khi vận hành chính thức phải tắt KHEO_DEBUG.",
        "KHEO_HOSTS phải liệt kê các tên miền mà người dùng truy cập trang này.",
        "Phải đặt KHEO_SECRET_KEY trong biến môi trường, dài ít nhất 50 ký tự.",
    ]


@pytest.mark.slow
def test_commands_of_django_are_there_too(kheo):
    assert "0001_initial" in kheo("showmigrations", "units").stdout
