"""Every document that Khéo makes keeps to the rules of its form, those of today and those before."""

import pytest

from kheo.lib.office.formats.checking import check_here
from kheo.lib.office.formats.profiles import PROFILES
from tests.formats.good import TODAY
from tests.formats.written import all_documents

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_document_that_is_made_departs_from_nothing(cast, tmp_path):
    paths = all_documents(cast, tmp_path)
    assert len(paths) == 42
    wrong = {}
    for name, path in paths.items():
        guessed = check_here(path, today=TODAY)
        assert guessed.profile.startswith(name.rpartition("_")[2]), name
        for profile in PROFILES:
            if name.endswith(profile.form) and (found := check_here(path, today=TODAY, profile=profile.key).findings):
                wrong[name, profile.key] = found
    assert wrong == {}
