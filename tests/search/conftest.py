import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def no_words_of_others(db):
    """Begin without the words that tests which were not rolled back have left behind: no model knows their table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_word")
