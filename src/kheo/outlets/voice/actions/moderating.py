"""What moderators do with remarks: show, hide, answer, have looked into, take personal matters out."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record, record_all
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.machinery.duties.actions import assign
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.organisation.access.rules import above, held_by, require
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.voice.actions.hearing import NotHeard
from kheo.outlets.voice.models import Comment, Report
from kheo.outlets.voice.rules import REMARK_LIMIT
from kheo.outlets.voice.states import CommentState

AT_ONCE = 500  # numbers that a database takes in one question


@transaction.atomic
def moderate(comment: Comment, *, show: bool, reason: str, by: User | None, at: datetime) -> None:
    """Show or hide a reader's remark; hiding needs a reason.

    :raises NotHeard: if the reason is missing.
    """
    moderate_all([comment], show=show, reason=reason, by=by, at=at)


@transaction.atomic
def moderate_all(comments: Iterable[Comment], *, show: bool, reason: str, by: User | None, at: datetime) -> None:
    """Show or hide remarks, however many: all of them, or none. What readers reported of them is thereby settled.

    :raises NotHeard: if the reason is missing.
    """
    found, reason = list(comments), normalise(reason)
    for unit in {each.unit_id for each in found}:
        _may(by, unit)
    if not show and not reason:
        raise NotHeard(_("Please give the reason."))
    told = {
        "state": CommentState.SHOWN if show else CommentState.HIDDEN,
        "reason": "" if show else reason,
        "moderated_by_id": by.pk if by else None,
        "moderated_at": at,
        "reported_at": None,
    }
    for start in range(0, len(found), AT_ONCE):
        Comment.objects.filter(pk__in=[each.pk for each in found[start : start + AT_ONCE]]).update(**told)
    for each in found:
        each.__dict__ |= told
    said = {"state": told["state"], "reason": reason}
    record_all("voice.moderate", Comment, ((each.pk, said) for each in found), by=by, at=at)
    new_edition()


def _may(by: User | None, unit: int) -> None:
    if by is not None:
        require(by, "voice.moderate", on=unit)


@transaction.atomic
def answer(comment: Comment, *, text: str, task: Task | None = None, by: User | None, at: datetime) -> Comment:
    """Put the office's answer under a remark, which is shown with it. With a task it is the answer of the unit that
    looked into it; otherwise of the office where the moderator works. The same answer twice is kept once.

    :raises NotHeard: if nothing is said, too much, or the task is not done.
    """
    _may(by, comment.unit_id)
    text = normalise(text)
    if reasons := _why_not_answer(text, task):
        raise NotHeard(*reasons)
    root = comment.parent or comment
    hidden = [each for each in {root.pk: root, comment.pk: comment}.values() if each.state != CommentState.SHOWN]
    if hidden:
        moderate_all(hidden, show=True, reason="", by=by, at=at)
    office = task.unit if task else _office_of(by, comment.unit_id)
    about = {"article_id": comment.article_id, "exemplar_id": comment.exemplar_id, "parent": root, "office": office}
    told = {"text": text, "task": task, "at": at, "state": CommentState.SHOWN, "moderated_at": at}
    made, is_new = Comment.objects.get_or_create(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"voice.answer {root.pk} {text}"),
        defaults={**about, **told, "moderated_by_id": by.pk if by else None},
    )
    if is_new:
        record("voice.answer", on=made, by=by, at=at, remark=comment.pk, task=task.pk if task else None)
        new_edition()
    return made


def _why_not_answer(text: str, task: Task | None) -> list[str]:
    reasons = [] if text else [_("Please write the answer.")]
    if len(text) > REMARK_LIMIT:
        reasons.append(_("The answer is longer than %(limit)s characters.") % {"limit": REMARK_LIMIT})
    if task and task.state != TaskState.DONE:
        reasons.append(_("The unit has not yet reported what it found."))
    return reasons


def _office_of(by: User | None, unit: int) -> Unit:
    """Return the unit in whose name a moderator answers: where the post is that allows it."""
    posts = {post.unit_id: post.unit for post in held_by(by, "voice.moderate")} if by else {}
    over = above(by, unit) if by else set()
    return next((each for key, each in posts.items() if key in over), None) or Unit.objects.get(pk=unit)


@transaction.atomic
def follow_up(comment: Comment, *, title: str, due_on: date, by: User, at: datetime) -> Task:
    """Have the unit that holds the model (or published the article) look into what a reader says.

    :raises NotHeard: if somebody looks into it already, the task has no words, or its day is past.
    """
    _may(by, comment.unit_id)
    title = normalise(title)
    if reasons := _why_not_follow_up(comment, title, due_on, local_day(at)):
        raise NotHeard(*reasons)
    source = _("A reader’s remark on “%(name)s”") % {"name": str(comment.subject)[:200]}
    told: dict[str, Any] = {"title": title, "source": source, "due_on": due_on, "said_at": ("remark", comment.pk)}
    task = assign(unit=comment.subject.unit, giver=_office_of(by, comment.unit_id), by=by, at=at, **told)
    if not Comment.objects.filter(pk=comment.pk, task=None).update(task=task):
        raise NotHeard(_("A unit looks into this remark already."))
    comment.task = task
    record("voice.follow_up", on=comment, by=by, at=at, task=task.pk)
    return task


def _why_not_follow_up(comment: Comment, title: str, due_on: date, today: date) -> list[str]:
    reasons = [_("A unit looks into this remark already.")] if comment.task_id else []
    if not 0 < len(title) <= 500:
        reasons.append(_("Please say what is to be looked into, in at most 500 characters."))
    if due_on < today:
        reasons.append(_("The last day is past."))
    return reasons


@transaction.atomic
def erase(comment: Comment, *, reason: str, text: bool, by: User | None, at: datetime) -> None:
    """Take name and e-mail out of a remark, and its words too if so asked. The record keeps why, not what.

    :raises NotHeard: if the reason is missing, or somebody who may not moderates.
    """
    _may(by, comment.unit_id)
    reason = normalise(reason)
    if not reason:
        raise NotHeard(_("Please give the reason."))
    words: Sequence[tuple[str, object]] = [("text", ""), ("text_key", ""), ("erased_at", at)] if text else []
    told = {"name": "", "email": "", "sender": "", "marks": [], **dict(words)}
    for name, value in told.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(told))
    if text:
        Report.objects.filter(comment=comment).update(words="")
    record("voice.erase", on=comment, by=by, at=at, reason=reason, text=text)
    new_edition()
