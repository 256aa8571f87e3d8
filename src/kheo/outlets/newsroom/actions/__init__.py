"""Every write of an article. What changes a public page ends with a new edition, so that no reader sees an old one."""

from kheo.outlets.newsroom.actions.addresses import forget_address, lead_on
from kheo.outlets.newsroom.actions.documents import Imported, import_document
from kheo.outlets.newsroom.actions.enclosures import add_file, describe_file, remove_file
from kheo.outlets.newsroom.actions.moving import (
    PUBLISH_DUE,
    publish,
    publish_due,
    recall,
    return_,
    schedule,
    submit,
    unschedule,
    withdraw,
)
from kheo.outlets.newsroom.actions.pictures import add_photo, describe_photo, remove_photo
from kheo.outlets.newsroom.actions.writing import (
    NotPublishable,
    add_views,
    amend_article,
    delete_draft,
    new_edition,
    open_section,
    place,
    restore,
    set_first_views,
    write_article,
)

__all__ = [
    "PUBLISH_DUE",
    "Imported",
    "NotPublishable",
    "add_file",
    "add_photo",
    "add_views",
    "amend_article",
    "delete_draft",
    "describe_file",
    "describe_photo",
    "forget_address",
    "import_document",
    "lead_on",
    "new_edition",
    "open_section",
    "place",
    "publish",
    "publish_due",
    "recall",
    "remove_file",
    "remove_photo",
    "restore",
    "return_",
    "schedule",
    "set_first_views",
    "submit",
    "unschedule",
    "withdraw",
    "write_article",
]
