"""Fills the stock site with the content of Khéo's bench: run by the interpreter of Wagtail's own environment.

Pages are written in bulk (their places in the tree by treebeard's own rule), then indexed by Wagtail's `update_index`.
"""

import os
import sqlite3
import sys
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stock.settings")
BATCH = 2_000


def main(source: str, smaller: int) -> None:
    """Make the tables, and copy articles and recognised models from a database of Khéo, or a part of them."""
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from stock.models import ArticlePage, Listing, ModelPage  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    _make_database()
    call_command("makemigrations", "stock", verbosity=0)
    call_command("migrate", verbosity=0)
    kheo = sqlite3.connect(source)
    root = Page.get_first_root_node()
    root.get_children().delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=Listing(title="Tin", slug="tin"))
    models = root.add_child(instance=Listing(title="Mô hình", slug="mo-hinh"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "127.0.0.1", "port": 80, "root_page": home}
    )
    shelf = home.add_child(instance=Listing(title="Mô hình", slug="mo-hinh"))
    models.delete()
    articles = kheo.execute(
        "SELECT a.title, a.slug, a.published_at, a.lead, b.html, 89 FROM newsroom_article a"
        " JOIN newsroom_articlebody b ON b.article_id = a.id WHERE (a.id - 1) % ? = 0 ORDER BY a.id",
        [smaller],
    )
    _fill(home, ArticlePage, articles, ("lead", "body", "views"), first=2)
    _say(kheo, ArticlePage)
    recognised = kheo.execute(
        "SELECT e.name, 'm-' || r.id, r.updated_at, u.name, f.name, p.method FROM registry_registration r"
        " JOIN registry_exemplar e ON e.id = r.exemplar_id JOIN units_unit u ON u.id = r.unit_id"
        " JOIN campaigns_field f ON f.id = r.field_id JOIN registry_particulars p ON p.registration_id = r.id"
        " WHERE (r.id - 1) % ? = 0 ORDER BY r.id",
        [smaller],
    )
    _fill(shelf, ModelPage, recognised, ("unit_name", "field_name", "method"), first=1)
    call_command("update_index", verbosity=0)
    print(ArticlePage.objects.count(), ModelPage.objects.count())


def _make_database() -> None:
    """Make the database, where it is one of a server."""
    from django.conf import settings  # noqa: PLC0415

    if name := settings.STOCK_SERVER and settings.DATABASES["default"]["NAME"]:
        import psycopg  # noqa: PLC0415

        with psycopg.connect(host=settings.STOCK_SERVER, user="kheo", dbname="postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")


def _say(kheo: sqlite3.Connection, articles: Any) -> None:
    """Copy what readers said, by the short address of the article."""
    from stock.models import Remark  # noqa: PLC0415

    numbers = dict(articles.objects.values_list("slug", "pk"))
    said = kheo.execute(
        "SELECT a.slug, c.name, c.text, c.at FROM voice_comment c JOIN newsroom_article a ON a.id = c.article_id"
    )
    Remark.objects.bulk_create(
        Remark(article_id=numbers[slug], name=name, text=text, at=f"{at}+00:00")
        for slug, name, text, at in said
        if slug in numbers
    )


def _fill(parent: Any, kind: Any, rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...], *, first: int) -> None:
    """Hang pages of a kind below a page: title, short address, moment, and its own columns."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from wagtail.models import Locale, Page  # noqa: PLC0415

    about = {"content_type": ContentType.objects.get_for_model(kind), "locale": Locale.get_default(), "live": True}
    names, marks = ", ".join(columns), ", ".join(["%s"] * (len(columns) + 1))
    own = f"INSERT INTO {kind._meta.db_table} (page_ptr_id, {names}) VALUES ({marks})"
    batch: list[tuple[Any, ...]] = []
    number = first

    def write() -> None:
        nonlocal number
        pages = []
        for title, slug, at, *_rest in batch:
            moment = f"{at}+00:00"  # as SQLite keeps it
            path = Page._get_path(parent.path, parent.depth + 1, number)
            place = {"path": path, "depth": parent.depth + 1, "numchild": 0, "url_path": f"{parent.url_path}{slug}/"}
            dates = {"first_published_at": moment, "last_published_at": moment, "latest_revision_created_at": moment}
            pages.append(Page(title=title[:255], draft_title=title[:255], slug=slug, **place, **dates, **about))
            number += 1
        with transaction.atomic():
            made = Page.objects.bulk_create(pages)
            with connection.cursor() as cursor:
                cursor.executemany(own, [(page.pk, *row[3:]) for page, row in zip(made, batch, strict=True)])
        batch.clear()

    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            write()
    if batch:
        write()
    Page.objects.filter(pk=parent.pk).update(numchild=number - 1, show_in_menus=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
