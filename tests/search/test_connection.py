"""How connections to PostgreSQL are opened."""

import pytest
from django.db import connection


@pytest.mark.postgres
@pytest.mark.django_db
def test_questions_are_not_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
