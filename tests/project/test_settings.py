"""Settings that are read from the environment, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
NAMES = "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"
SHOW = f"from kheo.project import settings as s; print([getattr(s, name) for name in {NAMES}], s.EMAIL_FILE_PATH)"


def shown(tmp_path, **given):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO_", "EMAIL_"))}
    environment |= {"KHEO_DATA_DIR": str(tmp_path)} | given
    run = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=False)
    return run.stdout.strip() or run.stderr


def test_without_a_mail_server_mail_is_kept_in_the_data_folder(tmp_path):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    assert shown(tmp_path) == f"{[backend, 'localhost', 25, '', '', False]} {Path(tmp_path) / 'outbox'}"


def test_a_mail_server_is_one_address(tmp_path):
    said = shown(tmp_path, EMAIL_URL="submission://gui%40example.vn:m%23t@mail.example.vn")
    backend = "django.core.mail.backends.smtp.EmailBackend"
    told = [backend, "mail.example.vn", 587, "gui@example.vn", "m#t", True]
    assert said.startswith(str(told))


@pytest.mark.parametrize("wrong", ["mail.example.vn", "smtp+tls://mail.example.vn"])
def test_a_way_that_nobody_knows_is_refused(tmp_path, wrong):
    assert "EMAIL_URL" in shown(tmp_path, EMAIL_URL=wrong).splitlines()[-1]
