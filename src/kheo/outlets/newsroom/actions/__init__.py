"""Every write of an article. What changes a public page ends with a new edition, so that no reader sees an old one."""

from kheo.outlets.newsroom.actions.addresses import forget_address, lead_on
from kheo.outlets.newsroom.actions.copying import copy_article
from kheo.outlets.newsroom.actions.documents import Imported, import_document
from kheo.outlets.newsroom.actions.enclosures import add_file, describe_file, remove_file
from kheo.outlets.newsroom.actions.holding import drop_changes, hold_changes, release_changes
from kheo.outlets.newsroom.actions.monthly import choose_models
from kheo.outlets.newsroom.actions.moving import (
    PUBLISH_DUE,
    Moved,
    move_due,
    publish,
    publish_due,
    recall,
    return_,
    schedule,
    set_expiry,
    submit,
    unschedule,
    withdraw,
    withdraw_due,
)
from kheo.outlets.newsroom.actions.notes import add_note, reopen_note, resolve_note
from kheo.outlets.newsroom.actions.pictures import add_photo, describe_photo, remove_photo, shift_photo
from kheo.outlets.newsroom.actions.sections import (
    add_section,
    open_section,
    rename_section,
    shift_section,
    take_down_section,
)
from kheo.outlets.newsroom.actions.unsaved import drop_unsaved, keep_unsaved
from kheo.outlets.newsroom.actions.writing import (
    NotPublishable,
    add_views,
    amend_article,
    delete_draft,
    new_edition,
    place,
    restore,
    set_first_views,
    write_article,
)

__all__ = [
    "PUBLISH_DUE",
    "Imported",
    "Moved",
    "NotPublishable",
    "add_file",
    "add_note",
    "add_photo",
    "add_section",
    "add_views",
    "amend_article",
    "choose_models",
    "copy_article",
    "delete_draft",
    "describe_file",
    "describe_photo",
    "drop_changes",
    "drop_unsaved",
    "forget_address",
    "hold_changes",
    "import_document",
    "keep_unsaved",
    "lead_on",
    "move_due",
    "new_edition",
    "open_section",
    "place",
    "publish",
    "publish_due",
    "recall",
    "release_changes",
    "remove_file",
    "remove_photo",
    "rename_section",
    "reopen_note",
    "resolve_note",
    "restore",
    "return_",
    "schedule",
    "set_expiry",
    "set_first_views",
    "shift_photo",
    "shift_section",
    "submit",
    "take_down_section",
    "unschedule",
    "withdraw",
    "withdraw_due",
    "write_article",
]
