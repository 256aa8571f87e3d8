"""Who is answered what: every address of the site, asked by every role, on the demo district.

Two tables say it all. An address that stands in neither fails; so does one that writes when it is only read, and a step
that is refused but leaves a trace.
"""

import ast
import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from kheo.faces.demo import kit
from kheo.faces.demo.rules import PASSWORD
from kheo.foundation.accounts.models import User
from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.models import Job
from kheo.lib.encodings import to_tcvn3
from kheo.lib.vitext import slugify
from kheo.machinery.duties.models import Task
from kheo.machinery.intake.queries import write_form
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.models import Mail
from kheo.machinery.typefaces.actions import bring as bring_sample
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Procedure
from kheo.movement.certificates.actions import issue
from kheo.movement.committees.models import Committee
from kheo.movement.conferences.models import Conference
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.likeness.actions import decide
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.states import Verdict
from kheo.movement.readings.actions import bring
from kheo.movement.readings.models import Reading
from kheo.movement.readings.rules import offers
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.actions import amend, propose, report
from kheo.movement.registry.actions import start as start_out
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.registry.rules import facts_of
from kheo.organisation.access.actions import delegate
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.clusters.queries import seats_of
from kheo.organisation.statuses.models import Reassessment, Status
from kheo.organisation.units.models import Unit
from kheo.outlets.portal.models import Article, Comment
from kheo.outlets.portal.web.pages import one_time_key
from tests import make
from tests.certificates.given import drawn, kept
from tests.district import browser_of
from tests.intake import book
from tests.jobs import kinds
from tests.portal import made
from tests.rows import sent

# The columns of the tables. The officers are of the commune Yên Hòa and of another unit, the Farmers' Association.
ROLES = {
    "commune_officer": "yenhoa",
    "other_officer": "hoinongdan",
    "district_office": "thuongtruc",
    "leader": "lanhdao",
    "editor": "bientap",
    "administrator": "quantri",
    "stranger": "nguoi_la",
    "anonymous": "",
}

TYPED = to_tcvn3("Mô hình Dân vận khéo của xã Yên Hòa").encode("latin-1")
NEW_PASSWORD = "duong-que-sang-den"

# What is read. An address with a record is that of a record of Yên Hòa, or of the district where only it has such.
READ = {
    # public
    "healthz": "200 200 200 200 200 200 200 200",
    "portal:front": "200 200 200 200 200 200 200 200",
    "portal:news": "200 200 200 200 200 200 200 200",
    "portal:section": "200 200 200 200 200 200 200 200",
    "portal:short": "301 301 301 301 301 301 301 301",
    "portal:article": "200 200 200 200 200 200 200 200",
    "portal:models": "200 200 200 200 200 200 200 200",
    "portal:model": "200 200 200 200 200 200 200 200",
    "portal:directives": "200 200 200 200 200 200 200 200",
    "portal:search": "200 200 200 200 200 200 200 200",
    "portal:picture": "200 200 200 200 200 200 200 200",
    # accounts
    "account_login": "302 302 302 302 302 302 302 200",
    "account_logout": "200 200 200 200 200 200 200 302",
    "account_change_password": "200 200 200 200 200 200 200 302",
    "account_redeem": "200 200 200 200 200 200 200 200",
    "account_signup": "302 302 302 302 302 302 302 302",
    "account_reset_password": "302 302 302 302 302 302 302 302",
    "setup:begin": "404 404 404 404 404 404 404 404",
    # workspace
    "workspace:home": "200 200 200 200 200 200 200 302",
    "workspace:search": "200 200 200 200 200 200 200 302",
    "workspace:people": "403 403 403 403 403 200 403 302",
    "workspace:admit": "403 403 403 403 403 200 403 302",
    "workspace:delegations": "200 200 200 200 200 200 200 302",
    "workspace:delegate": "403 403 403 403 403 200 403 302",
    "workspace:hand_over": "403 403 403 403 403 200 403 302",
    "workspace:jobs": "403 403 403 403 403 200 403 302",
    # background work: the own only
    "jobs:list": "200 200 200 200 200 200 200 302",
    "jobs:job": "200 404 404 404 404 404 404 302",
    # units
    "changes:export": "200 200 200 200 200 200 200 302",
    "changes:units": "200 200 200 200 200 200 200 302",
    "changes:list": "200 200 200 200 200 200 200 302",
    "changes:unit": "200 404 200 200 200 200 404 302",
    "changes:change": "403 404 403 403 403 200 404 302",
    "changes:done": "200 404 200 200 200 200 404 302",
    "clusters:list": "200 200 200 200 200 200 200 302",
    "clusters:set_up": "404 404 200 403 403 403 404 302",
    "clusters:carry_over": "404 404 200 403 403 403 404 302",
    "clusters:rename": "403 403 200 403 403 403 404 302",
    "clusters:arrange": "403 403 200 403 403 403 404 302",
    # statuses
    "statuses:list": "200 200 200 200 200 200 200 302",
    "statuses:kinds": "200 200 200 200 200 200 200 302",
    "statuses:detail": "200 404 200 200 200 200 404 302",
    "statuses:record": "403 404 200 403 403 200 404 302",
    "statuses:end": "403 404 200 403 403 200 404 302",
    "statuses:correct": "403 404 200 403 403 200 404 302",
    "statuses:withdraw": "403 404 200 403 403 200 404 302",
    "statuses:confirm": "403 404 200 403 403 200 404 302",
    "statuses:decline": "404 404 200 403 403 200 404 302",
    # register
    "registry:list": "200 200 200 200 200 200 200 302",
    "registry:export": "200 200 200 200 200 200 404 302",
    "registry:new": "200 200 200 403 403 403 403 302",
    "registry:detail": "200 404 200 200 200 404 404 302",
    "registry:edit": "200 404 200 403 403 404 404 302",
    "registry:delete_draft": "200 404 200 403 403 404 404 302",
    "registry:hand_to": "403 404 404 403 403 404 404 302",
    "registry:papers": "200 404 200 403 403 404 404 302",
    "registry:paper": "200 404 200 200 200 404 404 302",
    "registry:promise": "200 404 200 403 403 404 404 302",
    "registry:propose": "200 404 200 403 403 404 404 302",
    "registry:send_back": "403 404 200 403 403 404 404 302",
    "registry:accept": "200 200 200 200 200 200 200 302",
    "registry:return_": "403 404 200 403 403 404 404 302",
    "registry:cancel": "403 404 200 403 403 404 404 302",
    # recognition
    "recognition:list": "200 200 200 200 200 200 200 302",
    "recognition:decision": "200 200 200 200 200 200 404 302",
    "recognition:recognise": "403 403 200 403 403 403 403 302",
    "recognition:decline": "403 404 200 403 403 404 404 302",
    # certificates: the own units'; issued and printed by the standing office; checked by anybody
    "certificates:list": "200 200 200 200 200 200 200 302",
    "certificates:detail": "200 404 200 200 200 404 404 302",
    "certificates:decision": "403 403 200 403 403 403 404 302",
    "certificates:print": "403 403 200 403 403 403 404 302",
    "certificates:run": "403 403 200 403 403 403 404 302",
    "certificates:file": "403 403 200 403 403 403 404 302",
    "certificates:designs": "403 403 200 403 403 403 403 302",
    "certificates:new": "403 403 200 403 403 403 403 302",
    "certificates:edit": "403 403 200 403 403 403 403 302",
    "certificates:preview": "403 403 200 403 403 403 403 302",
    "certificates:calibration": "403 403 200 403 403 403 403 302",
    "certificates_public:check": "200 200 200 200 200 200 200 200",
    "certificates_public:certificate": "200 200 200 200 200 200 200 200",
    "certificates_public:keys": "200 200 200 200 200 200 200 200",
    "certificates_public:keys_json": "200 200 200 200 200 200 200 200",
    "certificates_public:offline": "200 200 200 200 200 200 200 200",
    # old typefaces: everybody with a post, the own samples only
    "typefaces:start": "200 200 200 200 200 200 403 302",
    "typefaces:look": "200 404 404 404 404 404 403 302",
    "typefaces:download": "200 404 404 404 404 404 403 302",
    # workbooks
    # duplicates: of units that one sees
    "likeness:list": "403 403 200 200 403 403 403 302",
    "likeness:pair": "404 404 200 200 404 404 404 302",
    # reports: who sees the unit's, who works for it
    "readings:list": "200 200 200 200 403 403 403 302",
    "readings:start": "200 200 200 403 403 403 403 302",
    "readings:reading": "200 404 200 200 404 404 404 302",
    "readings:draft": "200 404 200 403 404 404 404 302",
    "readings:withdraw": "200 403 200 403 403 403 403 302",
    "readings:file": "200 404 200 200 404 404 404 302",
    "intake:list": "200 200 200 403 403 200 403 302",
    "intake:start": "200 200 200 403 403 403 403 302",
    "intake:form": "200 200 200 403 403 403 403 302",
    "intake:result": "200 404 200 404 404 404 404 302",
    "intake:match": "200 404 200 404 404 404 404 302",
    "intake:marked": "200 404 200 404 404 404 404 302",
    # notices: the own ones; outgoing mail for the standing office, failures for the administrator too
    "notices:list": "200 200 200 200 200 200 200 302",
    "notices:preferences": "200 200 200 200 200 200 200 302",
    "notices:outbox": "403 403 200 403 403 200 403 302",
    "notices:mail": "403 403 200 403 403 404 403 302",
    "notices:batch": "403 403 200 403 403 404 403 302",
    "notices:drop": "403 403 200 403 403 404 403 302",
    # campaigns, conferences, tasks
    "campaigns:list": "200 200 200 200 200 200 200 302",
    "campaigns:set_up": "403 403 200 403 403 403 403 302",
    "campaigns:directives": "200 200 200 200 200 200 200 302",
    "campaigns:detail": "200 200 200 200 200 200 404 302",
    "campaigns:extend": "403 403 200 403 403 403 404 302",
    "campaigns:extend_for": "403 403 200 403 403 403 404 302",
    "campaigns:change": "403 403 200 403 403 403 404 302",
    "campaigns:copy": "403 403 200 403 403 403 404 302",
    "criteria:list": "200 200 200 200 200 200 200 302",
    "criteria:detail": "200 200 200 200 200 200 404 302",
    "criteria:new": "403 403 200 403 403 403 403 302",
    "criteria:edit": "403 403 200 403 403 403 404 302",
    "criteria:apply": "403 403 200 403 403 403 404 302",
    # committees
    "committees:list": "200 200 200 200 200 200 200 302",
    "committees:export": "200 200 200 200 200 200 200 302",
    "committees:export_one": "200 200 200 200 200 200 404 302",
    "committees:wanting": "200 200 200 200 200 200 200 302",
    "committees:detail": "200 200 200 200 200 200 404 302",
    "committees:set_up": "403 404 200 403 403 200 404 302",
    "committees:restaff": "403 403 200 403 403 200 404 302",
    "reports:staffing": "403 403 200 200 403 200 404 302",
    "conferences:list": "200 200 200 200 200 200 200 302",
    "conferences:detail": "200 200 200 200 200 200 404 302",
    "duties:list": "200 200 200 200 200 200 200 302",
    "duties:detail": "404 404 200 200 200 200 404 302",
    # reports
    "reports:statistics": "200 200 200 200 200 200 200 302",
    "reports:statistics_workbook": "200 200 200 200 200 404 404 302",
    "reports:below_quota": "200 200 200 200 200 200 200 302",
    "reports:year_end": "200 200 200 200 200 200 200 302",
    # the editors' desk
    "portal_desk:articles": "403 403 200 403 200 403 403 302",
    "portal_desk:new": "403 403 200 403 200 403 403 302",
    "portal_desk:edit": "404 404 200 404 200 404 404 302",
    "portal_desk:preview": "404 404 200 404 200 404 404 302",
    "portal_desk:withdraw": "404 404 200 404 200 404 404 302",
    "portal_desk:delete_draft": "404 404 200 404 200 404 404 302",
    "portal_desk:photo": "404 404 200 404 200 404 404 302",
    "portal_desk:picture": "404 404 200 404 200 404 404 302",
    "portal_desk:remarks": "403 403 200 403 200 403 403 302",
}

# What is done, by a form that is sent; + marks a step that is taken and so leaves a row in the record of acts.
DONE = {
    # readers
    "portal:remark": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+",
    "portal:rate": "302 302 302 302 302 302 302 302",
    "ui:look": "302 302 302 302 302 302 302 302",
    # accounts
    "account_login": "302 302 302 302 302 302 302 200",
    "account_logout": "302 302 302 302 302 302 302 302",
    "account_change_password": "302 302 302 302 302 302 302 302",
    "account_redeem": "422 422 422 422 422 422 422 422",
    "setup:begin": "404 404 404 404 404 404 404 404",
    "workspace:admit": "403 403 403 403 403 200+ 403 302",
    "workspace:renew_code": "403 403 403 403 403 200+ 403 302",
    "workspace:shut_out": "403 403 403 403 403 302+ 403 302",
    "workspace:delegations": "302+ 422 422 422 422 422 200 302",
    "workspace:delegate": "403 403 403 403 403 302+ 403 302",
    "workspace:end_delegation": "302+ 404 302+ 404 404 302+ 404 302",
    "workspace:hand_over": "403 403 403 403 403 302+ 403 302",
    "workspace:retry_job": "403 403 403 403 403 302+ 403 302",
    "workspace:stop_job": "403 403 403 403 403 302 403 302",
    "jobs:cancel": "302 404 404 404 404 404 404 302",
    # units
    "changes:change": "403 404 403 403 403 302+ 404 302",
    "changes:done": "403 404 403 403 403 302+ 404 302",
    "clusters:set_up": "404 404 302+ 403 403 403 404 302",
    "clusters:carry_over": "404 404 302+ 403 403 403 404 302",
    "clusters:rename": "403 403 302+ 403 403 403 404 302",
    "clusters:arrange": "403 403 302+ 403 403 403 404 302",
    # statuses
    "statuses:kinds": "403 403 302+ 403 403 302+ 403 302",
    "statuses:record": "403 404 302+ 403 403 302+ 404 302",
    "statuses:end": "403 404 302+ 403 403 302+ 404 302",
    "statuses:correct": "403 404 302+ 403 403 302+ 404 302",
    "statuses:withdraw": "403 404 302+ 403 403 302+ 404 302",
    "statuses:confirm": "403 404 302+ 403 403 302+ 404 302",
    "statuses:decline": "404 404 302+ 403 403 302+ 404 302",
    # register
    "registry:new": "302+ 422 302+ 403 403 403 403 302",
    "registry:edit": "302+ 404 302+ 403 403 404 404 302",
    "registry:autosave_new": "200+ 422 200+ 422 422 422 404 302",
    "registry:autosave": "200+ 404 200+ 403 403 404 404 302",
    "registry:submit": "302+ 404 302+ 403 403 404 404 302",
    "registry:delete_draft": "302+ 404 302+ 403 403 404 404 302",
    "registry:hand_to": "403 404 404 403 403 404 404 302",
    "registry:papers": "302+ 404 302+ 403 403 404 404 302",
    "registry:promise": "302+ 404 302+ 403 403 404 404 302",
    "registry:start": "302+ 404 302+ 403 403 404 404 302",
    "registry:propose": "302+ 404 302+ 403 403 404 404 302",
    "registry:send_back": "403 404 302+ 403 403 404 404 302",
    "registry:accept": "200 200 302+ 200 200 200 200 302",
    "registry:return_": "403 404 302+ 403 403 404 404 302",
    "registry:cancel": "403 404 302+ 403 403 404 404 302",
    # recognition
    "recognition:recognise": "403 403 302+ 403 403 403 403 302",
    "recognition:decline": "403 404 302+ 403 403 404 404 302",
    # certificates
    "certificates:decision": "403 403 302+ 403 403 403 404 302",
    "certificates:print": "403 403 302+ 403 403 403 404 302",
    "certificates:new": "403 403 302+ 403 403 403 403 302",
    "certificates:edit": "403 403 302+ 403 403 403 403 302",
    # workbooks
    "typefaces:start": "302+ 302+ 302+ 302+ 302+ 302+ 403 302",
    "likeness:pair": "404 404 302+ 403 404 404 404 302",
    "likeness:take_back": "404 404 302+ 403 404 404 404 302",
    "likeness:look_through": "403 403 302+ 403 403 403 403 302",
    "readings:start": "302+ 422 302+ 403 403 403 403 302",
    "readings:reading": "302+ 404 302+ 403 404 404 404 302",
    "readings:draft": "302+ 404 302+ 403 404 404 404 302",
    "readings:withdraw": "302+ 403 302+ 403 403 403 403 302",
    "readings:again": "302+ 404 302+ 403 404 404 404 302",
    "readings:put_aside": "302+ 404 302+ 403 404 404 404 302",
    "readings:confirm_many": "302+ 302 302+ 403 403 403 403 302",
    "intake:start": "302+ 302+ 302+ 403 403 403 403 302",
    "intake:match": "302+ 404 302+ 404 404 404 404 302",
    "intake:decide": "302+ 404 302+ 404 404 404 404 302",
    "intake:mend": "302+ 404 302+ 404 404 404 404 302",
    "intake:apply": "302+ 404 302+ 404 404 404 404 302",
    "intake:check_again": "302+ 404 302+ 404 404 404 404 302",
    "intake:drop": "302+ 404 302+ 404 404 404 404 302",
    # notices
    "notices:open": "302+ 404 404 404 404 404 404 302",
    "notices:read_all": "302+ 302+ 302 302 302 302 302 302",
    "notices:preferences": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302",
    "notices:release": "403 403 302+ 403 403 404 403 302",
    "notices:drop": "403 403 302+ 403 403 404 403 302",
    "notices:take_out": "403 403 302+ 403 403 404 403 302",
    "notices:retry": "403 403 302+ 403 403 302+ 403 302",
    # campaigns, tasks, reports
    "campaigns:set_up": "403 403 302+ 403 403 403 403 302",
    "campaigns:move": "403 403 302+ 403 403 403 404 302",
    "campaigns:extend": "403 403 302+ 403 403 403 404 302",
    "campaigns:extend_for": "403 403 302+ 403 403 403 404 302",
    "campaigns:change": "403 403 302+ 403 403 403 404 302",
    "campaigns:copy": "403 403 302+ 403 403 403 404 302",
    "criteria:new": "403 403 302+ 403 403 403 403 302",
    "criteria:edit": "403 403 302+ 403 403 403 404 302",
    "criteria:copy": "403 403 302+ 403 403 403 404 302",
    "criteria:apply": "403 403 302+ 403 403 403 404 302",
    "committees:set_up": "403 404 302+ 403 403 302+ 404 302",
    "committees:restaff": "403 403 302+ 403 403 302+ 404 302",
    "reports:staffing": "403 403 200+ 200+ 403 200+ 404 302",
    "duties:detail": "404 404 302+ 403 403 403 404 302",
    "reports:year_end": "200+ 200+ 200+ 200+ 200 200 200 302",
    # the editors' desk
    "portal_desk:new": "403 403 302+ 403 302+ 403 403 302",
    "portal_desk:edit": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:publish": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:withdraw": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:delete_draft": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:add_photo": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:photo": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:remove_photo": "404 404 302+ 404 302+ 404 404 302",
    "portal_desk:moderate": "403 403 302+ 403 302+ 403 403 302",
}


class World:
    """The records of the demo that the addresses speak of, and the few that it lacks, each looked up when needed."""

    def __init__(self, folder):
        self.folder = folder
        self.hoa = Unit.objects.get(slug="xa-yen-hoa")
        self.district = Unit.objects.get(slug="huyen-yen-mo")
        self.officer = User.objects.get(username="yenhoa")
        self.campaign = Campaign.objects.latest("year")
        self.article = Article.objects.get(published_at__date="2018-01-18")

    def own(self, state):
        """Return the one registration of Yên Hòa in a state."""
        return Registration.objects.get(unit=self.hoa, campaign=self.campaign, state=state)

    draft = cached_property(lambda w: w.own("draft"))
    submitted = cached_property(lambda w: w.own("submitted"))
    returned = cached_property(lambda w: w.own("returned"))
    registered = cached_property(lambda w: w.own("registered"))
    recognised = cached_property(lambda w: Registration.objects.filter(state="recognised").first())
    attachment = cached_property(lambda w: Attachment.objects.filter(registration__unit=w.hoa).first())
    unpublished = cached_property(lambda w: made.draft(w.district, section=w.article.section))
    photo = cached_property(lambda w: w.article.photos.select_related("file").first())
    remark = cached_property(lambda w: Comment.objects.filter(state="pending").first())
    decision = cached_property(lambda w: Decision.objects.get())
    post = cached_property(lambda w: Post.objects.get(user=w.officer))
    job = cached_property(lambda w: start(kinds.fill, by=w.officer, at=timezone.now(), count=1))
    committee = cached_property(lambda w: Committee.objects.get())
    criteria = cached_property(lambda w: CriteriaSet.objects.get())
    staffing = cached_property(lambda w: w.committee.staffings.get())
    cluster = cached_property(lambda w: Cluster.objects.get(seats__unit=w.hoa, seats__year=w.campaign.year))
    conference = cached_property(lambda w: Conference.objects.get())
    report = cached_property(lambda w: Reading.objects.get(unit=w.hoa, state="confirmed"))
    open_report = cached_property(lambda w: Reading.objects.get(unit=w.hoa, state="read"))
    task = cached_property(lambda w: Task.objects.filter(unit__slug="ban-dan-van-huyen-uy").first())

    @cached_property
    def to_begin(self):
        """A registered model of Yên Hòa in a year whose title is given here."""
        Campaign.objects.filter(pk=self.campaign.pk).update(procedure=Procedure.FULL)
        self.registered.campaign.refresh_from_db()
        return self.registered

    @cached_property
    def carried_out(self):
        start_out(self.to_begin, by=self.officer, at=timezone.now())
        return self.to_begin

    @cached_property
    def proposed(self):
        said = {"outcome": "Đạt", "achieved": {}, "version": self.carried_out.version}
        report(self.carried_out, **said, by=self.officer, at=timezone.now())
        propose(self.carried_out, by=self.officer, at=timezone.now())
        return self.carried_out

    @cached_property
    def issued(self):
        """The certificate of a recognised model of Yên Hòa."""
        named = Recognition.objects.filter(decision=self.decision, registration__holder=self.hoa)[:1]
        return issue(named, decision=self.decision, issued_on=self.decision.signed_on, by=None, at=timezone.now())[0]

    design = cached_property(lambda w: drawn(w.district))

    @cached_property
    def run(self):
        """That the certificate was printed."""
        office = User.objects.get(username="thuongtruc")
        return kept([self.issued], self.design, office, at=timezone.now(), pdf=b"%PDF-1.7")

    @cached_property
    def pair(self):
        """Two models of Yên Hòa that look alike."""
        first, second = Registration.objects.filter(unit=self.hoa).order_by("exemplar")[:2]
        return Pair.objects.create(first=first.exemplar, second=second.exemplar, score=80)

    @cached_property
    def decided(self):
        """The pair, found to be different."""
        office = User.objects.get(username="thuongtruc")
        decide(self.pair, Verdict.DISTINCT, reason="", by=office, at=timezone.now())
        return self.pair

    @cached_property
    def unread(self):
        """A report of Yên Hòa that is not read yet."""
        sent = SimpleUploadedFile("bao-cao.txt", "Xã Yên Hòa có 3 mô hình.".encode())
        return bring(sent, unit=self.hoa, by=self.officer, at=timezone.now())

    @cached_property
    def sample(self):
        """A text in TCVN3 that the officer of Yên Hòa brought."""
        return bring_sample(SimpleUploadedFile("cu.txt", TYPED), by=self.officer, at=timezone.now())

    @cached_property
    def held(self):
        """A mail to the officer of Yên Hòa that waits to be looked through; the notice is there."""
        self.officer.email = "yenhoa@example.vn"
        told = Message("tests.told", "so-1", "Hồ sơ bị trả lại", "", "/lam-viec/", self.hoa.pk)
        return tell([self.officer], told, by=None, at=timezone.now(), is_held=True)[0].mail

    @cached_property
    def failed(self):
        """The mail, which the server did not take."""
        Mail.objects.filter(pk=self.held.pk).update(state="failed")
        return self.held

    @cached_property
    def parked(self):
        """The job, set aside."""
        Job.objects.filter(pk=self.job.pk).update(state="parked")
        return self.job

    @cached_property
    def delegation(self):
        """The post of Yên Hòa's officer, delegated to the standing office."""
        days = {"first_day": timezone.localdate(), "last_day": timezone.localdate(), "reason": "Nghỉ phép"}
        office = User.objects.get(username="thuongtruc")
        return delegate(self.post, to=office, **days, by=self.officer, at=timezone.now())

    @cached_property
    def change(self):
        """A change of Yên Hòa: it bore another name for a while."""
        plan = rules.rename(self.hoa, "Xã Hòa Yên", on_day=date(2018, 1, 1), basis="Nghị quyết thử")
        return apply(plan, by=None, at=timezone.now())

    @cached_property
    def status(self):
        """The status of Yên Hòa, in doubt because it took Yên Từ in."""
        assert self.doubt
        return Status.objects.get(unit=self.hoa)

    @cached_property
    def doubt(self):
        """That Yên Thịnh is to be assessed for what Yên Phong had before it was dissolved."""
        said = {"on_day": date(2019, 7, 1), "basis": "Nghị quyết thử"}
        gone = {unit.slug: unit for unit in Unit.objects.filter(slug__in=["xa-yen-tu", "xa-yen-phong"])}
        heir = Unit.objects.get(slug="thi-tran-yen-thinh")
        for source, unit in (("xa-yen-tu", self.hoa), ("xa-yen-phong", heir)):
            apply(rules.merge([gone[source]], unit, **said), by=None, at=timezone.now())
        return Reassessment.objects.get(unit=heir)

    @cached_property
    def filled(self):
        """The district's official form with a row for Yên Hòa."""
        office = User.objects.get(username="thuongtruc")
        occasion = book.occasion(office, self.district, self.campaign.slug, timezone.now())
        return book.fill(book.form(self.folder, occasion), {book.NAME: "Đường hoa Trung Đồng", "Đơn vị": self.hoa.name})

    @cached_property
    def upload(self):
        """That form, brought by the officer of Yên Hòa."""
        return book.bring(self.filled, self._hoa_brings)

    @property
    def _hoa_brings(self):
        return book.occasion(self.officer, self.hoa, self.campaign.slug, timezone.now())

    @cached_property
    def misspelt(self):
        """A form of Yên Hòa with a field that does not exist and can be guessed."""
        row = {book.NAME: "Nuôi cá", "Lĩnh vực": "Kinh tê nông nghiệp"}
        return book.bring(book.fill(book.form(self.folder, self._hoa_brings), row), self._hoa_brings)

    @cached_property
    def clash(self):
        """A row of Yên Hòa's downloaded register that was changed in the file, and on the page meanwhile."""
        write_form(path := self.folder / "so.xlsx", book.sheet(), self._hoa_brings, is_filled=True)
        opened = openpyxl.load_workbook(path)
        table, draft = opened.worksheets[0], self.draft
        places = book.columns(table)
        at = next(
            n for n in range(1, table.max_row + 1) if table.cell(n, places[book.NAME]).value == draft.exemplar.name
        )
        table.cell(at, places["Địa điểm thực hiện"]).value = "Thôn Đông"
        facts = replace(facts_of(draft), place="Thôn Tây")
        amend(draft, facts, version=draft.version, by=self.officer, at=timezone.now())
        upload = book.bring(book.sent(opened), self._hoa_brings)
        return upload.rows.get(verdict="conflict")


@pytest.fixture
def w(demo, tmp_path, monkeypatch):
    monkeypatch.setattr("kheo.outlets.portal.web.forms.QUICKEST", 0)  # nobody here takes seconds to fill in a form
    make.user("nguoi_la", "Người Lạ", PASSWORD)
    return World(tmp_path)


# What an address is about.
ABOUT = {
    "portal:section": lambda w: [w.article.section.slug],
    "portal:article": lambda w: [w.article.pk, w.article.slug],
    "portal:model": lambda w: [w.recognised.pk, slugify(w.recognised.exemplar.name)],
    "portal:picture": lambda w: [w.photo.file_id, w.photo.file.widths[0]],
    "workspace:renew_code": lambda w: [w.officer.pk],
    "workspace:shut_out": lambda w: [w.officer.pk],
    "workspace:delegate": lambda w: [w.post.pk],
    "workspace:hand_over": lambda w: [w.post.pk],
    "workspace:end_delegation": lambda w: [w.delegation.pk],
    "workspace:retry_job": lambda w: [w.parked.pk],
    "workspace:stop_job": lambda w: [w.job.pk],
    "jobs": lambda w: [w.job.pk],
    "changes:unit": lambda w: [w.hoa.slug],
    "changes:change": lambda w: [w.hoa.slug, "doi-ten"],
    "changes:done": lambda w: [w.change.pk],
    "statuses:record": lambda w: [w.hoa.slug],
    "statuses:decline": lambda w: [w.doubt.pk],
    "registry:submit": lambda w: [w.returned.pk],
    "registry:hand_to": lambda w: [w.registered.pk],
    "registry:papers": lambda w: [w.registered.pk],
    "registry:paper": lambda w: [w.attachment.registration_id, w.attachment.pk],
    "registry:start": lambda w: [w.to_begin.pk],
    "registry:propose": lambda w: [w.carried_out.pk],
    "registry:send_back": lambda w: [w.proposed.pk],
    "registry:return_": lambda w: [w.submitted.pk],
    "registry:cancel": lambda w: [w.submitted.pk],
    "recognition:decision": lambda w: [w.decision.pk],
    "recognition:decline": lambda w: [w.registered.pk],
    "certificates:decision": lambda w: [w.decision.pk],
    "certificates:print": lambda w: [w.issued.decision_id],
    "certificates:run": lambda w: [w.run.pk],
    "certificates:file": lambda w: [w.run.pk],
    "certificates:detail": lambda w: [w.issued.pk],
    "certificates:edit": lambda w: [w.design.pk],
    "certificates:preview": lambda w: [w.design.pk],
    "certificates:calibration": lambda w: [w.design.pk],
    "certificates_public": lambda w: [w.issued.token],
    "intake:start": lambda w: ["registrations"],
    "intake:form": lambda w: ["registrations"],
    "committees:set_up": lambda w: [w.hoa.slug],
    "reports:staffing": lambda w: [w.staffing.pk],
    "conferences:detail": lambda w: [w.conference.pk],
    "notices:open": lambda w: [w.held.notice_id],
    "notices:retry": lambda w: [w.failed.pk],
    "notices:mail": lambda w: [w.held.pk],
    "notices:take_out": lambda w: [w.held.pk],
    "notices": lambda w: [w.held.batch_id],
    "duties:detail": lambda w: [w.task.pk],
    "portal_desk:publish": lambda w: [w.unpublished.pk],
    "portal_desk:delete_draft": lambda w: [w.unpublished.pk],
    "portal_desk:photo": lambda w: [w.article.pk, w.photo.pk],
    "portal_desk:remove_photo": lambda w: [w.article.pk, w.photo.pk],
    "portal_desk:picture": lambda w: [w.article.pk, w.photo.pk, w.photo.file.widths[0]],
    "clusters:set_up": lambda w: [w.district.slug],
    "clusters:carry_over": lambda w: [w.district.slug, w.campaign.year + 1],
    "clusters:rename": lambda w: [w.cluster.pk],
    "clusters:arrange": lambda w: [w.cluster.pk, w.campaign.year],
    # the rest of each room
    "portal": lambda w: [w.article.pk],
    "portal_desk": lambda w: [w.article.pk],
    "registry": lambda w: [w.draft.pk],
    "likeness:take_back": lambda w: [w.decided.pk],
    "likeness": lambda w: [w.pair.pk],
    "readings:withdraw": lambda w: [w.report.figures.get(part="").pk],
    "readings:again": lambda w: [w.unread.pk],
    "readings:file": lambda w: [w.report.pk],
    "readings": lambda w: [w.open_report.pk],
    "typefaces": lambda w: [w.sample.pk],
    "typefaces:download": lambda w: [w.sample.pk, "repair"],
    "intake:decide": lambda w: [w.clash.upload_id, w.clash.pk],
    "intake:mend": lambda w: [w.misspelt.pk],
    "intake:marked": lambda w: [w.misspelt.pk],
    "intake": lambda w: [w.upload.pk],
    "statuses": lambda w: [w.status.pk],
    "campaigns": lambda w: [w.campaign.slug],
    "criteria": lambda w: [w.criteria.pk],
    "criteria:apply": lambda w: [w.campaign.slug],
    "committees": lambda w: [w.committee.pk],
}


def place_of(name, w):
    """Return the address of a name."""
    if not NAMES[name].pattern.converters:
        return reverse(name)
    about = ABOUT.get(name) or ABOUT[name.partition(":")[0]]
    return reverse(name, args=about(w))


def _named(patterns, before=""):
    for each in patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield before + each.name, each
        else:
            yield from _named(each.url_patterns, before + (f"{each.namespace}:" if each.namespace else ""))


NAMES = dict(_named(get_resolver().url_patterns))


def test_every_address_stands_in_a_table():
    assert set(NAMES) - set(READ) - set(DONE) == set()
    assert (set(READ) | set(DONE)) - set(NAMES) == set()


@pytest.mark.parametrize("name", READ)
def test_reading_is_answered_as_the_table_says_and_writes_nothing(w, name):
    url, answers, written = place_of(name, w), {}, {}
    for role, username in ROLES.items():
        client = browser_of(username)
        with CaptureQueriesContext(connection) as taken:
            answer = client.get(url)
            b"".join(answer)
        answers[role] = str(answer.status_code)
        written[role] = [q["sql"] for q in taken if re.match("INSERT|UPDATE|DELETE", q["sql"])]
    assert answers == dict(zip(ROLES, READ[name].split(), strict=True))
    assert written == dict.fromkeys(ROLES, [])


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(READ)))
def test_a_step_is_not_taken_by_looking(w, name):
    assert browser_of("thuongtruc").get(place_of(name, w)).status_code == 405


@pytest.mark.parametrize("name", DONE)
def test_a_step_is_taken_as_the_table_says_and_leaves_a_trace(w, name):
    url, answers = place_of(name, w), {}
    for role, username in ROLES.items():
        client, given = browser_of(username), said(name, w)
        with transaction.atomic():
            before = AuditEvent.objects.count()
            answer = client.post(url, given)
            b"".join(answer)
            answers[role] = f"{answer.status_code}{'+' if AuditEvent.objects.count() > before else ''}"
            transaction.set_rollback(True)
    assert answers == dict(zip(ROLES, DONE[name].split(), strict=True))


def said(name, w):
    """Return what a step is given."""
    given = SAID.get(name, {})
    return given(w) if callable(given) else given


def registration(w, **more):
    facts = {"name": "Đường hoa", "field": w.draft.field_id, "kind": "model", "owner_kind": "collective"}
    return facts | {"year_status": "new", "form_key": str(uuid4()), "unit": w.hoa.pk, "version": w.draft.version} | more


def campaign(w):
    days = {"starts_on": "01/01/2030", "ends_on": "31/12/2030"}
    days |= {"registration_opens_on": "01/01/2030", "registration_closes_on": "31/03/2030"}
    fields = dict.fromkeys(["economy", "culture_society", "defence_security", "political_system"], "Lĩnh vực")
    named = {"movement": "Dân vận khéo", "name": "Dân vận khéo 2030", "year": 2030}
    return days | fields | named | {"unit": w.district.pk, "minimum": 2}


def as_it_stands(name, w):
    """What a page with tables to fill in sends as it stands."""
    sheet = browser_of("thuongtruc").get(place_of(name, w)).context["sheet"]
    return sent(sheet.form, sheet.tables)


def article(w, version):
    words = {"title": "Đường hoa Yên Hòa", "html": "<p>Đẹp.</p>", "section": w.article.section_id}
    return words | {"unit": w.district.pk, "form_key": str(uuid4()), "version": version}


def decision(w):
    day = timezone.localdate()
    return {"number": "06-QĐ/BCĐ", "signed_on": f"{day:%d/%m/%Y}", "signed_by": "Trưởng ban", "unit": w.district.pk}


def days_away(w):
    """The officer of Yên Hòa is away for a day; the standing office acts."""
    day, office = f"{timezone.localdate():%d/%m/%Y}", User.objects.get(username="thuongtruc")
    return {"post": w.post.pk, "to": office.pk, "first_day": day, "last_day": day, "reason": "Nghỉ phép"}


def sheet(w, **more):
    """A list of two for a committee."""
    rows = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0}
    rows |= {"rows-0-name": "Vũ Thị Thanh", "rows-0-title": "Bí thư", "rows-0-seat": "head"}
    rows |= {"rows-1-name": "Bùi Văn Hợp", "rows-1-title": "Phó Bí thư", "rows-1-seat": "deputy"}
    return rows | {"number": "07-QĐ/ĐU", "signed_on": "01/02/2017", "signed_by": "Bí thư"} | more


def seating(w):
    """Who sits in Yên Hòa's cluster, without its head."""
    units = [seat.unit_id for seat in seats_of(w.cluster, w.campaign.year)]
    seen = f"{'.'.join(map(str, sorted(units)))}:{w.hoa.pk}"
    return {"units": units, "head": "", "seen": seen, "save": "1"}


def usual(report):
    return [one.key for one in offers(report.source.findings) if one.is_usual]


def drafts(w):
    """The first model that the open report names."""
    rows = {"models-TOTAL_FORMS": 1, "models-INITIAL_FORMS": 1, "models-0-take": "on", "models-0-name": "Tổ ba không"}
    return rows | {"models-0-field": w.draft.field_id, "models-0-owner_kind": "collective"}


def workbook(w):
    w.filled.seek(0)
    return {"file": w.filled}


def picture():
    return SimpleUploadedFile("lang-que.jpg", (kit.PICTURES / "lang-que.jpg").read_bytes(), "image/jpeg")


DECREE = {"number": "99/QĐ-UBND", "signed_on": "01/02/2020", "issuer": "UBND tỉnh"}
CERTIFICATE = {"name": "Mẫu", "issuer": "Ban Chỉ đạo", "place": "Yên Mô", "authority": "T/M", "signer": "Đỗ Trọng Luận"}
REASON = {"reason": "Thiếu chỉ tiêu đo được"}
SAID = {
    "changes:change": {"name": "Xã Mới", "on_day": "01/01/2019", "basis": "Nghị quyết thử", "apply": "1"},
    "changes:done": {"reason": "Nhập nhầm"},
    "statuses:kinds": {"name": "Xã biên giới"},
    "statuses:record": DECREE | {"kind": "an-toan-khu"},
    "statuses:end": DECREE | {"why": "revoked", "on_day": "01/03/2020", "version": 1},
    "statuses:correct": DECREE | {"kind": "an-toan-khu", "reason": "Nhập nhầm", "version": 1},
    "statuses:withdraw": {"reason": "Nhầm xã", "version": 1},
    "statuses:confirm": DECREE,
    "statuses:decline": DECREE,
    "portal:remark": lambda w: {"name": "Đỗ Văn Hợp", "text": "Bài viết hay.", "key": one_time_key()},
    "portal:rate": {"stars": "4"},
    "account_change_password": {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    "account_redeem": {"username": "yenhoa", "code": "1234", "password": NEW_PASSWORD, "again": NEW_PASSWORD},
    "workspace:admit": lambda w: {"full_name": "Bùi Mới", "username": "moi", "role": "officer", "unit": w.hoa.pk},
    "workspace:delegations": days_away,
    "workspace:delegate": days_away,
    "workspace:hand_over": lambda w: {"last_day": f"{timezone.localdate():%d/%m/%Y}", "who": "nobody"},
    "registry:new": lambda w: registration(w, version=0),
    "registry:autosave_new": lambda w: registration(w, version=0),
    "registry:edit": registration,
    "registry:autosave": registration,
    "registry:submit": lambda w: {"version": w.returned.version},
    "registry:delete_draft": lambda w: {"version": w.draft.version},
    "registry:papers": lambda w: {"added": picture(), "captions": "Đường hoa"},
    "registry:accept": lambda w: {"pick": f"{w.submitted.pk}:{w.submitted.version}"},
    "registry:promise": lambda w: {
        "version": w.draft.version,
        "measures-TOTAL_FORMS": 1,
        "measures-INITIAL_FORMS": 0,
        "measures-0-name": "Đường hoa",
        "measures-0-promised": "2,5",
    },
    "registry:start": lambda w: {"version": w.to_begin.version},
    "registry:propose": lambda w: {"version": w.carried_out.version, "outcome": "Đạt", "propose": "yes"},
    "registry:send_back": lambda w: REASON | {"version": w.proposed.version},
    "registry:return_": lambda w: REASON | {"version": w.submitted.version},
    "registry:cancel": lambda w: REASON | {"version": w.submitted.version},
    "recognition:recognise": lambda w: {"pick": w.registered.pk} | decision(w),
    "recognition:decline": lambda w: REASON | {"version": w.registered.version},
    "certificates:decision": lambda w: {"issued_on": f"{w.decision.signed_on:%d/%m/%Y}"},
    "certificates:print": lambda w: {"design": w.design.pk, "form_key": str(uuid4()), "pick": w.issued.pk},
    "certificates:new": lambda w: as_it_stands("certificates:new", w) | CERTIFICATE,
    "certificates:edit": lambda w: as_it_stands("certificates:edit", w) | {"signer": "Vũ Văn An"},
    "likeness:pair": {"verdict": "distinct", "version": 1},
    "likeness:take_back": {"version": 2},
    "readings:start": lambda w: {"unit": w.hoa.slug, "text": "Năm 2017, xã có 3 mô hình dân vận khéo."},
    "readings:reading": lambda w: {
        "pick": usual(w.open_report),
        "year": 2017,
        "span": "half",
        "stated_on": "30/06/2017",
    },
    "readings:draft": drafts,
    "readings:withdraw": REASON,
    "readings:confirm_many": lambda w: {"pick": w.open_report.pk},
    "typefaces:start": {"text": TYPED.decode("latin-1")},
    "intake:start": workbook,
    "intake:match": {"c0-2": "name"},
    "intake:decide": {"side-place": "file"},
    "intake:mend": {"all": "1"},
    "notices:read_all": lambda w: {"told": w.held.notice_id},
    "notices:preferences": {"by_mail": "on"},
    "notices:drop": REASON,
    "campaigns:set_up": campaign,
    "campaigns:move": {"to": "closed"},
    "campaigns:extend": lambda w: {"registration_closes_on": f"31/12/{w.campaign.year}"},
    "campaigns:extend_for": lambda w: (
        REASON | {"unit": w.hoa.pk, "phase": "registration", "last_day": f"31/12/{w.campaign.year}"}
    ),
    "campaigns:change": lambda w: as_it_stands("campaigns:change", w) | {"name": "Dân vận khéo", "confirm": "1"},
    "campaigns:copy": lambda w: as_it_stands("campaigns:copy", w) | {"confirm": "1"},
    "criteria:new": lambda w: as_it_stands("criteria:new", w),
    "criteria:edit": lambda w: as_it_stands("criteria:edit", w) | {"name": "Thang điểm"},
    "criteria:apply": lambda w: {"uses-TOTAL_FORMS": 1, "uses-INITIAL_FORMS": 0, "uses-0-criteria_set": w.criteria.pk},
    "committees:set_up": lambda w: sheet(w, movement=w.committee.movement_id, name="Ban Chỉ đạo xã Yên Hòa"),
    "committees:restaff": lambda w: sheet(w, after=w.staffing.pk),
    "clusters:set_up": {"name": "Khối các trường học"},
    "clusters:carry_over": {"heads": "next"},
    "clusters:rename": {"name": "Cụm số 3"},
    "clusters:arrange": seating,
    "reports:staffing": {"form": "party", "issuer": "Huyện ủy Yên Mô"},
    "duties:detail": {"note": "Đã xong"},
    "reports:year_end": {"form": "party"},
    "portal_desk:new": lambda w: article(w, 0),
    "portal_desk:edit": lambda w: article(w, w.article.version),
    "portal_desk:withdraw": REASON,
    "portal_desk:add_photo": lambda w: {"photo-file": picture(), "photo-alt": "Đường hoa"},
    "portal_desk:photo": {"alt": "Đường hoa"},
    "portal_desk:moderate": lambda w: {"act": "show", "picked": w.remark.pk},
}


def _calls():
    for path in (settings.PACKAGE).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield path, node


def test_every_right_that_is_asked_for_is_declared():
    asked = {"can", "can_anywhere", "require", "reach"}
    unknown = []
    for path, node in _calls():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in asked and len(node.args) > 1:
            act = node.args[1]
            if isinstance(act, ast.Constant) and act.value not in POLICY:
                unknown.append(f"{path.name}:{node.lineno} {act.value}")
    assert unknown == []


def test_every_right_that_is_declared_is_asked_for():
    texts = {n.value for path, n in _calls() if path.name != "policy.py" and isinstance(n, ast.Constant)}
    assert set(POLICY) - texts == set()
