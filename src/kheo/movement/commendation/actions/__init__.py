"""Everything that is written here: the catalogue, dossiers and their rows, results, papers."""

from kheo.movement.commendation.actions.catalogue import (
    NotKept,
    change_form,
    confirm_form,
    confirm_salary,
    enter_example,
    set_salary,
    write_form,
)
from kheo.movement.commendation.actions.documents import write_document
from kheo.movement.commendation.actions.dossiers import (
    NotMovable,
    amend,
    delete_draft,
    open_dossier,
    return_,
    send,
    submit,
)
from kheo.movement.commendation.actions.papers import attach, detach
from kheo.movement.commendation.actions.results import NotAwarded, decide, reopen, revoke
from kheo.movement.commendation.actions.rows import NotProposable, add_models, change_row, drop_row, write_row

__all__ = [
    "NotAwarded",
    "NotKept",
    "NotMovable",
    "NotProposable",
    "add_models",
    "amend",
    "attach",
    "change_form",
    "change_row",
    "confirm_form",
    "confirm_salary",
    "decide",
    "delete_draft",
    "detach",
    "drop_row",
    "enter_example",
    "open_dossier",
    "reopen",
    "return_",
    "revoke",
    "send",
    "set_salary",
    "submit",
    "write_document",
    "write_form",
    "write_row",
]
