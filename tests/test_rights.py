"""Who is answered what: every address of the site, asked by every role, on the demo district.

Two tables say it all. An address that stands in neither fails; so does one that writes when it is only read, and a step
that is refused but leaves a trace.
"""

import ast
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

import docx
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
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import CAPTION_KINDS
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.models import Job
from kheo.lib.dates import local_day
from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.vitext import slugify
from kheo.machinery.correspondence.actions import ask, receive
from kheo.machinery.correspondence.rules import ArrivalFacts, DeadlineFacts, due_day
from kheo.machinery.directives import actions as directives
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.states import RelationKind
from kheo.machinery.duties.models import Proof, Task
from kheo.machinery.intake.queries import write_form
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.models import Mail
from kheo.machinery.numbering.actions import reserve, set_up_book
from kheo.machinery.numbering.models import Book
from kheo.machinery.numbering.rules import Term
from kheo.machinery.papers.actions import ask_for_pdf
from kheo.machinery.papers.actions import bring as bring_template
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.models import Handout
from kheo.machinery.papers.states import Form
from kheo.machinery.registers.actions import enclose as enclose_in_line
from kheo.machinery.registers.kit import REGISTERS
from kheo.machinery.search.models import Abbreviation
from kheo.machinery.typefaces.actions import bring as bring_sample
from kheo.movement.appraisal import actions as appraisal
from kheo.movement.appraisal.models import Appraisal, Round, Sheet
from kheo.movement.appraisal.rules import VisitFacts
from kheo.movement.appraisal.states import MOVES as SHEET_MOVES
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.certificates.actions import issue
from kheo.movement.closings.actions import close, close_anew
from kheo.movement.closings.states import Period
from kheo.movement.committees.models import Committee
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import code_of
from kheo.movement.criteria.actions import copy
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.dialogues.actions import show as show_dialogue
from kheo.movement.dialogues.queries import questions_of
from kheo.movement.likeness.actions import decide
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.states import Verdict
from kheo.movement.meetings import actions as meeting
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.states import Presence, Voting
from kheo.movement.newrural.models import Showing
from kheo.movement.newrural.queries.board import criteria_on
from kheo.movement.pledges.models import CrossCheck
from kheo.movement.pledges.models import Sheet as PointsSheet
from kheo.movement.pledges.queries.scoring import criteria_for as criteria_of_cluster
from kheo.movement.press.models import Edition
from kheo.movement.press.queries import criteria_for as criteria_of_contest
from kheo.movement.press.states import MOVES as CONTEST_MOVES
from kheo.movement.readings.actions import bring
from kheo.movement.readings.models import Reading
from kheo.movement.readings.rules import offers
from kheo.movement.recognition.actions import (
    appeal,
    change_recognition,
    draft,
    give_number,
    leave_out,
    promulgate,
    put_on_file,
    reserve_number,
)
from kheo.movement.recognition.models import Decision, Recognition, Refusal
from kheo.movement.recognition.queries import outcomes_of
from kheo.movement.recognition.rules import BasisFacts, DraftFacts, mark_of
from kheo.movement.recognition.states import Kind
from kheo.movement.registry.actions import amend, attach, move, propose, report
from kheo.movement.registry.actions import start as start_out
from kheo.movement.registry.models import Attachment, Exemplar, Registration
from kheo.movement.registry.rules import facts_of
from kheo.movement.replication import actions as copying
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import Asked
from kheo.movement.reporting import actions as reporting
from kheo.movement.reporting.models import Period as ReportPeriod
from kheo.movement.reporting.models import Report as PeriodicReport
from kheo.movement.reporting.rules.findings import Written
from kheo.movement.training.models import Trainee
from kheo.organisation.access.actions import delegate
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.clusters.queries import seats_of
from kheo.organisation.statuses.models import Reassessment, Status
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom import actions as newsroom
from kheo.outlets.newsroom.actions.enclosures import FileFacts
from kheo.outlets.newsroom.models import Article, OldAddress, Photo
from kheo.outlets.newsroom.rules import FILE_KINDS
from kheo.outlets.portal.web.pages import one_time_key
from kheo.outlets.sites.models import Site
from kheo.outlets.tables import actions as tables
from kheo.outlets.voice.models import Comment, Pattern
from tests import make
from tests.appraisal.made import full_marks
from tests.certificates.given import drawn, kept
from tests.commendation.made import InDemo
from tests.conferences import world as gathering
from tests.dialogues import made as dialogues
from tests.directives.made import stored
from tests.district import browser_of
from tests.following import made as following
from tests.intake import book
from tests.jobs import kinds
from tests.lib.old_texts import pdf_bytes
from tests.papers.made import changed
from tests.portal import clips, made
from tests.press import made as contests
from tests.recognition.meeting import meeting as closed_meeting
from tests.rows import sent
from tests.selfmanaged import made as groups
from tests.supervision import made as supervision
from tests.tables import made as made_tables
from tests.training import made as training

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
    "appraiser": "thamdinh1",
}

TYPED = to_tcvn3("Mô hình Dân vận khéo của xã Yên Hòa").encode("latin-1")
DOCUMENT = {
    "kind": "plan",
    "number": "99-KH/BCĐ",
    "issuer": "Ban Chỉ đạo",
    "title": "Kế hoạch",
    "signed_on": "01/02/2018",
}
GROUP = {"name": "Tổ tự quản đê", "kind": "other", "founded_on": "01/02/2017", "members": "9"}
SENDING = {"day": "09/08/2020", "signer": "Trưởng ban", "recipients": "Các xã"}
DEADLINE = {"asked": "Báo cáo năm", "unit_kinds": ["commune"], "each_day": "15", "each_month": "11"}
LETTERHEAD = {
    "form": "party",
    "issuer": "Ban Chỉ đạo",
    "symbol": "BCĐ",
    "place": "Yên Mô",
    "authority": "body",
    "signs_for": "Ban Chỉ đạo",
    "signs_as": "Trưởng ban",
    "valid_from": "01/01/2018",
}
NEW_PASSWORD = "duong-que-sang-den"

# What is read. An address with a record is that of a record of Yên Hòa, or of the district where only it has such.
READ = {
    # public
    "healthz": "200 200 200 200 200 200 200 200 200",
    "portal:front": "200 200 200 200 200 200 200 200 200",
    "portal:news": "200 200 200 200 200 200 200 200 200",
    "portal:section": "200 200 200 200 200 200 200 200 200",
    "portal:short": "301 301 301 301 301 301 301 301 301",
    "portal:article": "200 200 200 200 200 200 200 200 200",
    "portal:feed": "200 200 200 200 200 200 200 200 200",
    "portal:section_feed": "200 200 200 200 200 200 200 200 200",
    "portal:most_read": "200 200 200 200 200 200 200 200 200",
    "portal:most_read_in": "200 200 200 200 200 200 200 200 200",
    "portal:author": "404 404 404 404 404 404 404 404 404",
    "portal:archive": "200 200 200 200 200 200 200 200 200",
    "portal:month": "200 200 200 200 200 200 200 200 200",
    "portal:day": "200 200 200 200 200 200 200 200 200",
    "portal:models": "200 200 200 200 200 200 200 200 200",
    "portal:model": "200 200 200 200 200 200 200 200 200",
    "portal:report": "200 200 200 200 200 200 200 200 200",
    "portal:directives": "200 200 200 200 200 200 200 200 200",
    "portal:notices": "200 200 200 200 200 200 200 200 200",
    "portal:notices_feed": "200 200 200 200 200 200 200 200 200",
    "portal:directive": "200 200 200 200 200 200 200 200 200",
    "portal:decision": "200 200 200 200 200 200 200 200 200",
    "portal:document_file": "200 200 200 200 200 200 200 200 200",
    "portal:new_rural": "200 200 200 200 200 200 200 200 200",
    "portal:dialogues": "200 200 200 200 200 200 200 200 200",
    "portal:dialogue": "200 200 200 200 200 200 200 200 200",
    "portal:contests": "200 200 200 200 200 200 200 200 200",
    "portal:contest": "200 200 200 200 200 200 200 200 200",
    "portal:programme": "200 200 200 200 200 200 200 200 200",
    "portal:programme_now": "200 200 200 200 200 200 200 200 200",
    "portal:decisions": "200 200 200 200 200 200 200 200 200",
    "portal:organisation": "200 200 200 200 200 200 200 200 200",
    "portal:sitemap_index": "200 200 200 200 200 200 200 200 200",
    "portal:sitemap": "200 200 200 200 200 200 200 200 200",
    "portal:robots": "200 200 200 200 200 200 200 200 200",
    "portal:search": "200 200 200 200 200 200 200 200 200",
    "portal:suggestions": "200 200 200 200 200 200 200 200 200",
    "portal:figures": "200 200 200 200 200 200 200 200 200",
    "portal:figures_of": "200 200 200 200 200 200 200 200 200",
    "portal:map": "200 200 200 200 200 200 200 200 200",
    "portal:map_of": "200 200 200 200 200 200 200 200 200",
    "portal:definitions": "200 200 200 200 200 200 200 200 200",
    "portal:tag": "404 404 404 404 404 404 404 404 404",
    "portal:tag_feed": "404 404 404 404 404 404 404 404 404",
    "portal:opendata": "200 200 200 200 200 200 200 200 200",
    "portal:dcat": "200 200 200 200 200 200 200 200 200",
    "portal:dataset": "200 200 200 200 200 200 200 200 200",
    "portal:dataset_file": "200 200 200 200 200 200 200 200 200",
    "portal:dataset_digest": "200 200 200 200 200 200 200 200 200",
    "portal:picture": "200 200 200 200 200 200 200 200 200",
    "sites_public:theme": "200 200 200 200 200 200 200 200 200",
    "portal:medium": "200 200 200 200 200 200 200 200 200",
    # accounts
    "account_login": "302 302 302 302 302 302 302 200 302",
    "account_logout": "200 200 200 200 200 200 200 302 200",
    "account_change_password": "200 200 200 200 200 200 200 302 200",
    "account_redeem": "200 200 200 200 200 200 200 200 200",
    "account_signup": "302 302 302 302 302 302 302 302 302",
    "account_reset_password": "302 302 302 302 302 302 302 302 302",
    "setup:begin": "404 404 404 404 404 404 404 404 404",
    # workspace
    "workspace:home": "200 200 200 200 200 200 200 302 200",
    "workspace:leader": "403 403 200 200 403 403 403 302 403",
    "workspace:leader_pdf": "403 403 200 200 403 403 403 302 403",
    "workspace:search": "200 200 200 200 200 200 200 302 200",
    "workspace:people": "403 403 403 403 403 200 403 302 403",
    "workspace:admit": "403 403 403 403 403 200 403 302 403",
    "workspace:delegations": "200 200 200 200 200 200 200 302 200",
    "workspace:delegate": "403 403 403 403 403 200 403 302 403",
    "workspace:hand_over": "403 403 403 403 403 200 403 302 403",
    "workspace:jobs": "403 403 403 403 403 200 403 302 403",
    # background work: the own only
    "jobs:list": "200 200 200 200 200 200 200 302 200",
    "jobs:job": "200 404 404 404 404 404 404 302 404",
    # units
    "changes:export": "200 200 200 200 200 200 200 302 200",
    "changes:units": "200 200 200 200 200 200 200 302 200",
    "changes:list": "200 200 200 200 200 200 200 302 200",
    "changes:unit": "200 404 200 200 200 200 404 302 200",
    "changes:locate": "403 404 200 403 403 200 404 302 403",
    "changes:locate_many": "403 403 200 403 403 200 403 302 403",
    "changes:change": "403 404 403 403 403 200 404 302 403",
    "changes:done": "200 404 200 200 200 200 404 302 200",
    "clusters:list": "200 200 200 200 200 200 200 302 200",
    "clusters:set_up": "404 404 200 403 403 403 404 302 403",
    "clusters:carry_over": "404 404 200 403 403 403 404 302 403",
    "clusters:rename": "403 403 200 403 403 403 404 302 403",
    "clusters:arrange": "403 403 200 403 403 403 404 302 403",
    # statuses
    "statuses:list": "200 200 200 200 200 200 200 302 200",
    "statuses:kinds": "200 200 200 200 200 200 200 302 200",
    "statuses:detail": "200 404 200 200 200 200 404 302 200",
    "statuses:record": "403 404 200 403 403 200 404 302 403",
    "statuses:end": "403 404 200 403 403 200 404 302 403",
    "statuses:correct": "403 404 200 403 403 200 404 302 403",
    "statuses:withdraw": "403 404 200 403 403 200 404 302 403",
    "statuses:confirm": "403 404 200 403 403 200 404 302 403",
    "statuses:decline": "404 404 200 403 403 200 404 302 403",
    # register
    "registry:list": "200 200 200 200 200 200 200 302 200",
    "registry:export": "200 200 200 200 200 200 404 302 200",
    "registry:new": "200 200 200 403 403 403 403 302 403",
    "registry:detail": "200 404 200 200 200 404 404 302 404",
    "registry:edit": "200 404 200 403 403 404 404 302 404",
    "registry:delete_draft": "200 404 200 403 403 404 404 302 404",
    "registry:hand_to": "403 404 404 403 403 404 404 302 404",
    "registry:how_to": "200 404 200 403 403 404 404 302 404",
    "registry:papers": "200 404 200 403 403 404 404 302 404",
    "registry:paper": "200 404 200 200 200 404 404 302 404",
    "registry:promise": "200 404 200 403 403 404 404 302 404",
    "registry:propose": "200 404 200 403 403 404 404 302 404",
    "registry:send_back": "403 404 200 403 403 404 404 302 404",
    "registry:accept": "200 200 200 200 200 200 200 302 200",
    "registry:return_": "403 404 200 403 403 404 404 302 404",
    "registry:cancel": "403 404 200 403 403 404 404 302 404",
    # meetings: the standing office runs them, the leader sees them; a code votes from any account
    "meetings:list": "403 403 200 200 403 403 403 302 403",
    "meetings:campaign": "403 403 200 200 403 403 404 302 403",
    "meetings:new": "403 403 200 403 403 403 404 302 403",
    "meetings:vote": "200 200 200 200 200 200 200 302 200",
    "meetings:detail": "404 404 200 200 404 404 404 302 404",
    "meetings:pack": "404 404 200 200 404 404 404 302 404",
    "meetings:screen": "404 404 200 200 404 404 404 302 404",
    "meetings:item": "404 404 200 200 404 404 404 302 404",
    "meetings:ballot": "404 404 200 200 404 404 404 302 404",
    "meetings:papers": "404 404 200 200 404 404 404 302 404",
    "meetings:change": "404 404 200 403 404 404 404 302 404",
    "meetings:attendance": "404 404 200 403 404 404 404 302 404",
    "meetings:close": "404 404 200 403 404 404 404 302 404",
    "meetings:booth": "404 404 200 403 404 404 404 302 404",
    # appraisal: the own sheets; the office looks after it, leaders see
    "appraisal:mine": "403 403 403 403 403 403 403 302 200",
    "appraisal:next": "403 403 403 403 403 403 403 302 302",
    "appraisal:grid": "403 403 403 403 403 403 403 302 200",
    "appraisal:declare": "403 403 200 403 403 403 403 302 200",
    "appraisal:lift": "403 403 200 403 403 403 403 302 403",
    "appraisal:sheet": "404 404 404 404 404 404 404 302 200",
    "appraisal:put_aside": "404 404 404 404 404 404 404 302 200",
    "appraisal:withdraw": "403 403 200 403 403 403 404 302 403",
    "appraisal:paper": "404 404 404 404 404 404 404 302 200",
    "appraisal:current": "403 403 302 302 403 403 403 302 403",
    "appraisal:campaign": "403 403 200 200 403 403 404 302 403",
    "appraisal:scorers": "403 403 200 200 403 403 404 302 403",
    "appraisal:open": "403 403 200 403 403 403 404 302 403",
    "appraisal:assign": "403 403 200 403 403 403 404 302 403",
    "appraisal:result": "403 404 200 200 403 404 404 302 404",
    "appraisal:self_score": "200 404 200 403 403 404 404 302 404",
    "appraisal:survey": "403 404 200 403 403 404 404 302 404",
    "appraisal:score": "403 404 200 403 403 404 404 302 404",
    "appraisal:visit_file": "200 404 200 200 200 404 404 302 404",
    # recognition
    "recognition:list": "200 200 200 200 200 200 200 302 200",
    "recognition:file": "200 200 200 200 200 200 404 302 200",
    "recognition:decision": "200 200 200 200 200 200 404 302 200",
    "recognition:recognise": "403 403 200 403 403 403 403 302 403",
    "recognition:decline": "403 404 200 403 403 404 404 302 404",
    "recognition:drafts": "403 403 200 200 403 403 403 302 403",
    "recognition:campaign": "403 403 200 200 403 403 404 302 403",
    "recognition:new": "403 403 200 403 403 403 403 302 403",
    "recognition:draft": "404 404 200 200 404 404 404 302 404",
    "recognition:edit": "404 404 200 403 404 404 404 302 404",
    "recognition:void_number": "404 404 200 403 404 404 404 302 404",
    "recognition:discard": "404 404 200 403 404 404 404 302 404",
    "recognition:leave_out": "404 404 200 403 404 404 404 302 404",
    "recognition:promulgate": "404 404 200 403 404 404 404 302 404",
    "recognition:amend": "403 403 200 403 403 403 404 302 403",
    "recognition:revoke": "403 403 200 403 403 403 404 302 403",
    "recognition:lines": "404 404 200 403 404 404 404 302 404",
    "recognition:line": "404 404 200 403 404 404 404 302 404",
    "recognition:appeals": "200 200 200 200 403 403 403 302 403",
    "recognition:appeal": "200 404 200 403 403 404 404 302 404",
    "recognition:answer": "200 404 200 200 404 404 404 302 404",
    "recognition:keep_up": "403 404 200 403 403 404 404 302 404",
    "recognition:spread": "403 404 200 403 403 404 404 302 404",
    "recognition:end": "403 404 200 403 403 404 404 302 404",
    # books of numbers
    "numbering:list": "403 403 200 200 403 403 403 302 403",
    "numbering:set_up": "403 403 200 403 403 403 403 302 403",
    "numbering:book": "404 404 200 200 404 404 404 302 404",
    "numbering:begin_term": "404 404 200 403 404 404 404 302 404",
    "numbering:reserve": "404 404 200 403 404 404 404 302 404",
    "numbering:issue": "404 404 200 403 404 404 404 302 404",
    "numbering:void": "404 404 200 403 404 404 404 302 404",
    # commendation: the unit writes, the steering unit receives and decides, leaders see
    "commendation:list": "200 200 200 200 200 200 200 302 200",
    "commendation:campaign": "403 403 302 302 403 403 404 302 403",
    "commendation:new": "200 200 200 403 403 403 403 302 403",
    "commendation:detail": "200 404 200 200 404 404 404 302 404",
    "commendation:edit": "200 404 200 403 404 404 404 302 404",
    "commendation:delete_draft": "200 404 200 403 404 404 404 302 404",
    "commendation:models": "200 404 200 403 404 404 404 302 404",
    "commendation:new_row": "200 404 200 403 404 404 404 302 404",
    "commendation:row": "200 404 200 403 404 404 404 302 404",
    "commendation:documents": "200 404 200 403 404 404 404 302 404",
    "commendation:paper": "200 404 200 200 404 404 404 302 404",
    "commendation:return_": "403 404 200 403 404 404 404 302 404",
    "commendation:send": "403 404 200 403 404 404 404 302 404",
    "commendation:decide": "403 404 200 403 404 404 404 302 404",
    "commendation:reopen": "403 404 200 403 404 404 404 302 404",
    "commendation:revoke": "403 404 200 403 404 404 404 302 404",
    "commendation:register": "200 200 200 200 403 403 403 302 403",
    "commendation:export": "200 200 200 200 403 403 403 302 403",
    "commendation:catalogue": "200 200 200 200 200 200 200 302 200",
    "commendation:new_form": "403 403 200 403 403 403 403 302 403",
    "commendation:salary": "403 403 200 403 403 403 403 302 403",
    "commendation:form": "200 200 200 200 200 200 404 302 200",
    # certificates: the own units'; issued and printed by the standing office; checked by anybody
    "certificates:list": "200 200 200 200 200 200 200 302 200",
    "certificates:detail": "200 404 200 200 200 404 404 302 404",
    "certificates:decision": "403 403 200 403 403 403 404 302 403",
    "certificates:print": "403 403 200 403 403 403 404 302 403",
    "certificates:run": "403 403 200 403 403 403 404 302 403",
    "certificates:file": "403 403 200 403 403 403 404 302 403",
    "certificates:designs": "403 403 200 403 403 403 403 302 403",
    "certificates:new": "403 403 200 403 403 403 403 302 403",
    "certificates:edit": "403 403 200 403 403 403 403 302 403",
    "certificates:preview": "403 403 200 403 403 403 403 302 403",
    "certificates:calibration": "403 403 200 403 403 403 403 302 403",
    "certificates_public:check": "200 200 200 200 200 200 200 200 200",
    "certificates_public:certificate": "200 200 200 200 200 200 200 200 200",
    "certificates_public:keys": "200 200 200 200 200 200 200 200 200",
    "certificates_public:keys_json": "200 200 200 200 200 200 200 200 200",
    "certificates_public:offline": "200 200 200 200 200 200 200 200 200",
    # search: what offices write short
    "search:abbreviations": "403 403 200 403 200 403 403 302 403",
    "search:drop": "405 405 405 405 405 405 405 302 405",
    # the layout of documents: everybody with a post, nothing is kept
    "formats:check": "200 200 200 200 200 200 403 302 200",
    # templates of documents: who looks after the office's own; documents of a campaign: who steers it
    "papers:list": "403 403 200 200 403 200 403 302 403",
    "papers:letterhead": "403 403 200 403 403 200 403 302 403",
    "papers:fields": "403 403 200 200 403 200 403 302 403",
    "papers:document": "403 403 200 200 403 200 403 302 403",
    "papers:download": "403 403 200 200 403 200 403 302 403",
    "papers:version": "403 403 200 200 403 200 403 302 403",
    "papers:handout": "200 404 404 404 404 404 404 302 404",
    "papers:preview": "405 405 405 405 405 405 405 302 405",
    "papers:preview_own": "405 405 405 405 405 405 405 302 405",
    "papers:use_again": "405 405 405 405 405 405 405 302 405",
    "drafting:start": "403 403 200 200 403 403 403 302 403",
    "drafting:draw_up": "403 403 200 200 403 403 403 302 403",
    # old typefaces: everybody with a post, the own samples only
    "typefaces:start": "200 200 200 200 200 200 403 302 200",
    "typefaces:look": "200 404 404 404 404 404 403 302 404",
    "typefaces:download": "200 404 404 404 404 404 403 302 404",
    # workbooks
    # duplicates: of units that one sees
    "likeness:list": "403 403 200 200 403 403 403 302 403",
    "likeness:pair": "404 404 200 200 404 404 404 302 404",
    # reports: who sees the unit's, who works for it
    "readings:list": "200 200 200 200 403 403 403 302 403",
    "readings:start": "200 200 200 403 403 403 403 302 403",
    "readings:reading": "200 404 200 200 404 404 404 302 404",
    "readings:draft": "200 404 200 403 404 404 404 302 404",
    "readings:withdraw": "200 403 200 403 403 403 403 302 403",
    "readings:file": "200 404 200 200 404 404 404 302 404",
    "intake:list": "200 200 200 403 403 200 403 302 403",
    "intake:start": "200 200 200 403 403 403 403 302 403",
    "intake:form": "200 200 200 403 403 403 403 302 403",
    "intake:result": "200 404 200 404 404 404 404 302 404",
    "intake:match": "200 404 200 404 404 404 404 302 404",
    "intake:marked": "200 404 200 404 404 404 404 302 404",
    # notices: the own ones; outgoing mail for the standing office, failures for the administrator too
    "notices:list": "200 200 200 200 200 200 200 302 200",
    "notices:preferences": "200 200 200 200 200 200 200 302 200",
    "notices:outbox": "403 403 200 403 403 200 403 302 403",
    "notices:mail": "403 403 200 403 403 404 403 302 403",
    "notices:batch": "403 403 200 403 403 404 403 302 403",
    "notices:drop": "403 403 200 403 403 404 403 302 403",
    # campaigns, conferences, tasks
    "campaigns:list": "200 200 200 200 200 200 200 302 200",
    "campaigns:set_up": "403 403 200 403 403 403 403 302 403",
    "directives:list": "200 200 200 200 200 200 200 302 200",
    "directives:detail": "200 200 200 200 200 200 404 302 200",
    "directives:paper": "200 200 200 200 200 200 404 302 200",
    "directives:resting": "200 200 200 200 200 200 404 302 200",
    "directives:bases": "200 200 200 200 200 200 404 302 200",
    "directives:legal": "403 403 200 403 403 403 403 302 403",
    "directives:write": "403 403 200 403 403 403 403 302 403",
    "directives:amend": "403 403 200 403 403 403 404 302 403",
    "directives:withdraw": "403 403 200 403 403 403 404 302 403",
    "correspondence:list": "403 403 200 200 403 403 403 302 403",
    "correspondence:export": "403 403 200 200 403 403 403 302 403",
    "correspondence:receive": "403 403 200 403 403 403 403 302 403",
    "correspondence:receive_known": "403 403 200 403 403 403 403 302 403",
    "correspondence:send_out": "403 403 200 403 403 403 403 302 403",
    "correspondence:send_out_known": "403 403 200 403 403 403 403 302 403",
    "correspondence:entry": "404 404 200 200 404 404 404 302 404",
    "correspondence:put_right": "404 404 200 403 404 404 404 302 404",
    "correspondence:deadlines": "200 200 200 200 200 200 404 302 200",
    "correspondence:ask": "403 403 200 403 403 403 403 302 403",
    "correspondence:ask_otherwise": "403 403 200 403 403 403 403 302 403",
    "correspondence:hand_out": "403 403 200 403 403 403 403 302 403",
    "campaigns:detail": "200 200 200 200 200 200 404 302 200",
    "campaigns:extend": "403 403 200 403 403 403 404 302 403",
    "campaigns:extend_for": "403 403 200 403 403 403 404 302 403",
    "campaigns:change": "403 403 200 403 403 403 404 302 403",
    "campaigns:copy": "403 403 200 403 403 403 404 302 403",
    "criteria:list": "200 200 200 200 200 200 200 302 200",
    "criteria:detail": "200 200 200 200 200 200 404 302 200",
    "criteria:new": "403 403 200 403 403 403 403 302 403",
    "criteria:edit": "403 403 200 403 403 403 404 302 403",
    "criteria:apply": "403 403 200 403 403 403 404 302 403",
    # committees
    "committees:list": "200 200 200 200 200 200 200 302 200",
    "committees:export": "200 200 200 200 200 200 200 302 200",
    "committees:export_one": "200 200 200 200 200 200 404 302 200",
    "committees:wanting": "200 200 200 200 200 200 200 302 200",
    "committees:detail": "200 200 200 200 200 200 404 302 200",
    "committees:set_up": "403 404 200 403 403 200 404 302 403",
    "committees:restaff": "403 403 200 403 403 200 404 302 403",
    "reports:staffing": "403 403 200 200 403 200 404 302 403",
    "conferences:list": "200 200 200 200 200 200 200 302 200",
    "conferences:detail": "200 200 200 200 200 200 404 302 200",
    "conferences:programme": "200 200 200 200 200 200 404 302 200",
    "conferences:own": "200 200 200 200 200 200 404 302 200",
    "conferences:new": "403 403 200 403 403 403 403 302 403",
    "conferences:change": "403 403 200 403 403 403 404 302 403",
    "conferences:cancel": "403 403 200 403 403 403 404 302 403",
    "conferences:item": "403 403 200 403 403 403 404 302 403",
    "conferences:delegates": "403 403 200 403 403 403 404 302 403",
    "conferences:quotas": "403 403 200 403 403 403 404 302 403",
    "conferences:invitations": "403 403 200 403 403 403 404 302 403",
    "conferences:notice": "403 403 200 403 403 403 404 302 403",
    "conferences:cards": "403 403 200 403 403 403 404 302 403",
    "conferences:door": "403 403 200 403 403 403 404 302 403",
    "conferences:scan": "403 403 200 403 403 403 404 302 403",
    "conferences:conclusions": "403 403 200 403 403 403 404 302 403",
    "conferences:speeches": "403 403 200 403 403 403 404 302 403",
    "conferences:speech": "403 403 200 403 403 403 404 302 403",
    "conferences:honours": "403 403 200 403 403 403 404 302 403",
    "conferences:honour": "403 403 200 403 403 403 404 302 403",
    "conferences:honour_list": "403 403 200 403 403 403 404 302 403",
    "conferences:programme_paper": "403 403 200 403 403 403 404 302 403",
    "conferences:conclusion": "403 403 200 403 403 403 404 302 403",
    "conferences:issue": "403 403 200 403 403 403 404 302 403",
    "conferences:pack": "403 403 200 403 403 403 404 302 403",
    "conferences:pack_file": "403 403 200 403 403 403 404 302 403",
    "conferences:send_speech": "200 404 200 404 404 404 404 302 404",
    "conferences:speech_file": "200 404 200 404 404 404 404 302 404",
    "conferences:offer": "200 200 200 403 403 403 404 302 403",
    "conferences:offered": "200 404 200 404 404 404 404 302 404",
    "conferences:answer_offer": "403 403 200 403 403 403 404 302 403",
    "conferences:due": "200 200 200 200 200 200 200 302 200",
    # a unit answers for its own delegates
    "conferences:answer": "200 404 200 404 404 404 404 302 404",
    "conferences:name": "200 404 200 404 404 404 404 302 404",
    # registers: that of self-management groups
    "registers:index": "200 200 200 200 200 200 403 302 200",
    "registers:list": "200 200 200 200 200 403 403 302 403",
    "registers:summary": "200 200 200 200 200 403 403 302 403",
    "registers:export": "200 200 200 200 200 403 403 302 403",
    "registers:enter": "200 200 200 403 403 403 403 302 403",
    "registers:line": "200 404 200 200 200 403 403 302 403",
    "registers:correct": "200 404 200 403 403 403 403 302 403",
    "registers:withdraw": "403 404 200 403 403 403 403 302 403",
    "registers:enclosure": "200 404 200 200 200 403 403 302 403",
    # replication: a copy of Yên Hòa, asked for by the district
    "replication:list": "200 200 200 200 200 403 403 302 403",
    "replication:export": "200 200 200 200 200 403 403 302 403",
    "replication:detail": "200 404 200 200 200 404 404 302 404",
    "replication:step": "200 404 200 403 403 404 404 302 404",
    "replication:begin": "200 404 200 403 403 404 404 302 404",
    "replication:model": "200 200 200 200 200 404 404 302 404",
    "replication:kit": "200 200 200 200 200 404 404 302 404",
    "replication:kit_file": "200 200 200 200 200 404 404 302 404",
    "replication:copy": "200 200 200 403 403 403 403 302 403",
    "replication:new": "403 403 200 403 403 403 403 302 403",
    "replication:plan": "404 404 200 200 200 404 404 302 404",
    "replication:candidates": "403 403 200 403 403 403 403 302 403",
    "replication:suggestions": "200 200 200 403 403 403 403 302 403",
    "dialogues:follow": "200 404 200 200 200 404 404 302 404",
    # clusters in a year: who sits in them, who leads them (Yên Hòa is head this year, not in 2017), own sheets
    "pledges:list": "200 200 200 200 403 403 403 302 403",
    "pledges:cluster": "200 404 200 200 403 403 403 302 403",
    "pledges:open": "403 404 200 403 403 403 403 302 403",
    "pledges:close": "200 404 200 403 403 403 403 302 403",
    "pledges:mine": "200 200 200 403 403 403 403 302 403",
    "pledges:sheet": "200 404 404 404 404 404 404 302 404",
    # press contests: the office's side, and own sheets
    "press:edition": "404 404 200 200 403 404 404 302 404",
    "press:rounds": "404 404 200 200 403 404 404 302 404",
    "press:open": "404 404 200 403 403 404 404 302 404",
    "press:announce": "404 404 200 403 403 404 404 302 404",
    "press:withdraw": "404 404 200 403 403 404 404 302 404",
    "press:checks": "200 404 200 200 200 404 404 302 404",
    "press:mine": "403 403 403 403 403 403 403 302 200",
    "press:sheet": "404 404 404 404 404 404 404 302 200",
    "press:put_aside": "404 404 404 404 404 404 404 302 200",
    "dialogues:show": "403 404 200 403 403 404 404 302 404",
    "supervision:follow": "200 404 200 200 200 404 404 302 404",
    # training: a class of Yên Hòa; who was never trained is for the office and the unit itself
    "training:people": "200 200 200 403 403 403 403 302 403",
    "training:units": "200 200 200 200 403 403 403 302 403",
    "training:mine": "200 200 200 200 200 200 200 302 200",
    "training:attendance": "200 404 200 200 404 404 404 302 404",
    "training:certificates": "200 404 200 200 404 404 404 302 404",
    "following:difficulty": "200 404 200 200 200 404 404 302 404",
    "newrural:board": "200 200 200 200 200 403 403 302 403",
    "newrural:commune": "200 404 200 200 200 404 404 302 404",
    "newrural:assess": "200 404 200 403 403 404 404 302 404",
    "newrural:plan": "200 200 200 200 200 403 403 302 403",
    "newrural:model": "200 404 200 200 200 403 403 302 403",
    "newrural:sets": "200 200 200 200 200 403 403 302 403",
    "duties:list": "200 200 200 200 200 200 200 302 200",
    "duties:detail": "404 404 200 200 200 200 404 302 200",
    "duties:proof": "404 404 200 200 200 200 404 302 200",
    # reports
    "reports:statistics": "200 200 200 200 200 200 200 302 200",
    "reports:statistics_workbook": "200 200 200 200 200 404 404 302 404",
    "reports:below_quota": "200 200 200 200 200 200 200 302 200",
    "reports:coverage": "200 200 200 200 200 200 200 302 200",
    "reports:units": "200 200 200 200 200 200 200 302 200",
    "reports:units_workbook": "200 200 200 200 200 404 404 302 404",
    "reports:timeliness": "200 200 200 200 200 200 200 302 200",
    "reports:timeliness_workbook": "200 200 200 200 200 404 404 302 404",
    "tables:list": "200 200 200 200 403 403 403 302 403",
    "tables:table": "200 200 200 200 404 404 404 302 404",
    "tables:make": "200 200 200 403 404 404 404 302 404",
    "tables:made": "404 404 200 200 404 404 404 302 404",
    "tables:new_form": "403 403 200 403 403 403 403 302 403",
    "tables:form": "403 403 200 403 404 404 404 302 404",
    "reports:funnel": "200 200 200 200 200 200 200 302 200",
    "reports:funnel_workbook": "200 200 200 200 200 404 404 302 404",
    "reports:years": "200 200 200 200 200 200 200 302 200",
    "reports:years_workbook": "200 200 200 200 200 404 404 302 404",
    "reports:figures": "200 200 200 200 200 200 200 302 200",
    "reports:figures_workbook": "200 200 200 200 200 404 404 302 404",
    "reports:figure": "200 200 200 200 200 200 200 302 200",
    "reports:year_end": "200 200 200 200 200 200 200 302 200",
    "reports:half_year": "200 200 200 200 200 200 200 302 200",
    "reports:term": "200 200 200 200 200 200 200 302 200",
    # closed figures
    # periodic reports: of Yên Hòa; the office of the district stands over it
    "reporting:list": "200 200 200 200 403 403 403 302 403",
    "reporting:forms": "403 403 200 403 403 403 403 302 403",
    "reporting:new_form": "403 403 200 403 403 403 403 302 403",
    "reporting:form": "403 403 200 403 403 403 404 302 403",
    "reporting:open": "403 403 200 403 403 403 404 302 403",
    "reporting:period": "200 200 200 200 404 404 404 302 404",
    "reporting:detail": "200 404 200 200 404 404 404 302 404",
    "reporting:paper": "200 404 200 200 404 404 404 302 404",
    "reporting:edit": "200 404 200 403 404 404 404 302 404",
    "reporting:board_out": "200 200 200 200 404 404 404 302 404",
    "reporting:workbook": "200 404 200 403 404 404 404 302 404",
    "reporting:workbook_form": "200 404 200 403 404 404 404 302 404",
    "reporting:filled": "200 404 200 403 404 404 404 302 404",
    "reporting:marked": "200 404 200 403 404 404 404 302 404",
    "reporting:sums_out": "404 404 200 200 404 404 404 302 404",
    "reporting:enclosure": "200 404 200 200 404 404 404 302 404",
    "reporting:parts": "404 404 200 200 404 404 404 302 404",
    "closings:list": "403 403 200 200 403 403 404 302 403",
    "closings:version": "404 404 200 200 404 404 404 302 404",
    "closings:figure": "404 404 200 200 404 404 404 302 404",
    "closings:now": "404 404 200 200 404 404 404 302 404",
    "closings:compare": "404 404 200 200 404 404 404 302 404",
    # the editors' desk
    "newsroom:articles": "200 200 200 403 200 403 403 302 403",
    "newsroom:new": "200 200 200 403 200 403 403 302 403",
    "newsroom:import": "200 200 200 403 200 403 403 302 403",
    "newsroom:versions": "404 404 200 404 200 404 404 302 404",
    "newsroom:compare": "404 404 200 404 200 404 404 302 404",
    "newsroom:publish": "404 404 200 404 200 404 404 302 404",
    "newsroom:return": "404 404 200 404 200 404 404 302 404",
    "newsroom:addresses": "403 403 200 403 200 403 403 302 403",
    "newsroom:sections": "403 403 200 403 200 403 403 302 403",
    "newsroom:month": "403 403 200 403 200 403 403 302 403",
    "newsroom:next_month": "403 403 200 403 200 403 403 302 403",
    "newsroom:section": "403 403 200 403 200 403 403 302 403",
    "newsroom:drop_changes": "404 404 200 404 200 404 404 302 404",
    "newsroom:targets": "200 200 200 403 200 403 403 302 403",
    "newsroom:pick_photo": "404 404 200 404 200 404 404 302 404",
    "newsroom:notes": "404 404 200 404 200 404 404 302 404",
    "newsroom:edit": "404 404 200 404 200 404 404 302 404",
    "newsroom:preview": "404 404 200 404 200 404 404 302 404",
    "newsroom:withdraw": "404 404 200 404 200 404 404 302 404",
    "newsroom:expiry": "404 404 200 404 200 404 404 302 404",
    "newsroom:delete_draft": "404 404 200 404 200 404 404 302 404",
    "newsroom:photo": "404 404 200 404 200 404 404 302 404",
    "newsroom:picture": "404 404 200 404 200 404 404 302 404",
    "sites:list": "403 403 403 403 403 200 403 302 403",
    "sites:new": "403 403 403 403 403 200 403 302 403",
    "sites:edit": "404 404 404 404 404 200 404 302 404",
    "sites:close": "404 404 404 404 404 200 404 302 404",
    "sites:logo": "404 404 404 404 404 200 404 302 404",
    "newsroom:file": "404 404 200 404 200 404 404 302 404",
    "newsroom:file_content": "404 404 200 404 200 404 404 302 404",
    "newsroom:file_captions": "404 404 200 404 200 404 404 302 404",
    "newsroom:file_poster": "404 404 200 404 200 404 404 302 404",
    "releases:of_decision": "403 403 200 403 200 403 404 302 403",
    "releases:of_conference": "403 403 200 403 200 403 404 302 403",
    "releases:of_model": "404 404 200 403 200 404 404 302 404",
    "releases:changed": "403 403 200 403 200 403 403 302 403",
    "releases:figures": "404 404 200 404 200 404 404 302 404",
    "voice:remarks": "403 403 200 403 200 403 403 302 403",
    "voice:remark": "403 403 200 403 200 403 403 302 403",
    "voice:patterns": "403 403 200 403 200 403 403 302 403",
    "voice:new_pattern": "403 403 200 403 200 403 403 302 403",
    "voice:pattern": "403 403 200 403 200 403 403 302 403",
    "voice:reasons": "403 403 200 403 200 403 403 302 403",
}

# What is done, by a form that is sent; + marks a step that is taken and so leaves a row in the record of acts.
DONE = {
    # readers
    "portal:remark": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+",
    "portal:rate": "302 302 302 302 302 302 302 302 302",
    "portal:remark_model": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+",
    "portal:rate_model": "302 302 302 302 302 302 302 302 302",
    "portal:report": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+",
    "ui:look": "302 302 302 302 302 302 302 302 302",
    # accounts
    "account_login": "302 302 302 302 302 302 302 200 302",
    "account_logout": "302 302 302 302 302 302 302 302 302",
    "account_change_password": "302 302 302 302 302 302 302 302 302",
    "account_redeem": "422 422 422 422 422 422 422 422 422",
    "setup:begin": "404 404 404 404 404 404 404 404 404",
    "workspace:admit": "403 403 403 403 403 200+ 403 302 403",
    "workspace:renew_code": "403 403 403 403 403 200+ 403 302 403",
    "workspace:shut_out": "403 403 403 403 403 302+ 403 302 403",
    "workspace:delegations": "302+ 422 422 422 422 422 200 302 422",
    "workspace:delegate": "403 403 403 403 403 302+ 403 302 403",
    "workspace:end_delegation": "302+ 404 302+ 404 404 302+ 404 302 404",
    "workspace:hand_over": "403 403 403 403 403 302+ 403 302 403",
    "workspace:retry_job": "403 403 403 403 403 302+ 403 302 403",
    "workspace:stop_job": "403 403 403 403 403 302 403 302 403",
    "jobs:cancel": "302 404 404 404 404 404 404 302 404",
    # units
    "changes:locate": "403 404 302+ 403 403 302+ 404 302 403",
    "changes:locate_many": "403 403 422 403 403 422 403 302 403",
    "changes:change": "403 404 403 403 403 302+ 404 302 403",
    "changes:done": "403 404 403 403 403 302+ 404 302 403",
    "clusters:set_up": "404 404 302+ 403 403 403 404 302 403",
    "clusters:carry_over": "404 404 302+ 403 403 403 404 302 403",
    "clusters:rename": "403 403 302+ 403 403 403 404 302 403",
    "clusters:arrange": "403 403 302+ 403 403 403 404 302 403",
    # statuses
    "statuses:kinds": "403 403 302+ 403 403 302+ 403 302 403",
    "statuses:record": "403 404 302+ 403 403 302+ 404 302 403",
    "statuses:end": "403 404 302+ 403 403 302+ 404 302 403",
    "statuses:correct": "403 404 302+ 403 403 302+ 404 302 403",
    "statuses:withdraw": "403 404 302+ 403 403 302+ 404 302 403",
    "statuses:confirm": "403 404 302+ 403 403 302+ 404 302 403",
    "statuses:decline": "404 404 302+ 403 403 302+ 404 302 403",
    # register
    "registry:new": "302+ 422 302+ 403 403 403 403 302 403",
    "registry:edit": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:autosave_new": "200+ 422 200+ 422 422 422 404 302 422",
    "registry:autosave": "200+ 404 200+ 403 403 404 404 302 404",
    "registry:submit": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:delete_draft": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:hand_to": "403 404 404 403 403 404 404 302 404",
    "registry:how_to": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:release_how_to": "403 404 302 403 403 404 404 302 404",
    "registry:papers": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:promise": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:start": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:propose": "302+ 404 302+ 403 403 404 404 302 404",
    "registry:send_back": "403 404 302+ 403 403 404 404 302 404",
    "registry:accept": "200 200 302+ 200 200 200 200 302 200",
    "registry:return_": "403 404 302+ 403 403 404 404 302 404",
    "registry:cancel": "403 404 302+ 403 403 404 404 302 404",
    # meetings
    "meetings:new": "403 403 302+ 403 403 403 404 302 403",
    "meetings:vote": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302 302+",
    "meetings:change": "404 404 302+ 403 404 404 404 302 404",
    "meetings:attendance": "404 404 302+ 403 404 404 404 302 404",
    "meetings:table": "404 404 302+ 403 404 404 404 302 404",
    "meetings:close": "404 404 302+ 403 404 404 404 302 404",
    "meetings:papers": "404 404 200+ 200+ 404 404 404 302 404",
    "meetings:item": "404 404 302+ 403 404 404 404 302 404",
    "meetings:lift": "404 404 302+ 403 404 404 404 302 404",
    "meetings:start": "404 404 302+ 403 404 404 404 302 404",
    "meetings:ballot": "404 404 302+ 403 404 404 404 302 404",
    "meetings:slips": "404 404 200+ 403 404 404 404 302 404",
    "meetings:booth": "404 404 302+ 403 404 404 404 302 404",
    # appraisal
    "appraisal:sheet": "404 404 404 404 404 404 404 302 302+",
    "appraisal:mark": "404 404 404 404 404 404 404 302 200+",
    "appraisal:reopen": "404 404 404 404 404 404 404 302 302+",
    "appraisal:put_aside": "404 404 404 404 404 404 404 302 302+",
    "appraisal:withdraw": "403 403 302+ 403 403 403 404 302 403",
    "appraisal:declare": "403 403 302+ 403 403 403 403 302 302+",
    "appraisal:lift": "403 403 302+ 403 403 403 403 302 403",
    "appraisal:open": "403 403 302+ 403 403 403 404 302 403",
    "appraisal:assign": "403 403 302+ 403 403 403 404 302 403",
    "appraisal:close_many": "403 403 302+ 403 403 403 404 302 403",
    "appraisal:self_score": "302+ 404 302+ 403 403 404 404 302 404",
    "appraisal:autosave": "200+ 404 200+ 403 403 404 404 302 404",
    "appraisal:survey": "403 404 302+ 403 403 404 404 302 404",
    "appraisal:score": "403 404 302+ 403 403 404 404 302 404",
    # recognition
    "recognition:recognise": "403 403 302+ 403 403 403 403 302 403",
    "recognition:decline": "403 404 302+ 403 403 404 404 302 404",
    "recognition:new": "403 403 302+ 403 403 403 403 302 403",
    "recognition:edit": "404 404 302+ 403 404 404 404 302 404",
    "recognition:number": "404 404 302+ 403 404 404 404 302 404",
    "recognition:void_number": "404 404 302+ 403 404 404 404 302 404",
    "recognition:put_on_file": "403 403 302+ 403 403 403 404 302 403",
    "recognition:show_file": "403 403 302+ 403 403 403 404 302 403",
    "recognition:take_off_file": "403 403 302+ 403 403 403 404 302 403",
    "recognition:discard": "404 404 302+ 403 404 404 404 302 404",
    "recognition:leave_out": "404 404 302+ 403 404 404 404 302 404",
    "recognition:take_in": "404 404 302+ 403 404 404 404 302 404",
    "recognition:promulgate": "404 404 302+ 403 404 404 404 302 404",
    "recognition:amend": "403 403 302+ 403 403 403 404 302 403",
    "recognition:revoke": "403 403 302+ 403 403 403 404 302 403",
    "recognition:line": "404 404 302+ 403 404 404 404 302 404",
    "recognition:drop_line": "404 404 302+ 403 404 404 404 302 404",
    "recognition:appeal": "302+ 404 302+ 403 403 404 404 302 404",
    "recognition:answer": "403 404 302+ 403 404 404 404 302 404",
    "recognition:keep_up": "403 404 302+ 403 403 404 404 302 404",
    "recognition:spread": "403 404 302+ 403 403 404 404 302 404",
    "recognition:end": "403 404 302+ 403 403 404 404 302 404",
    # books of numbers
    "numbering:set_up": "403 403 302+ 403 403 403 403 302 403",
    "numbering:begin_term": "404 404 302+ 403 404 404 404 302 404",
    "numbering:reserve": "404 404 302+ 403 404 404 404 302 404",
    "numbering:issue": "404 404 302+ 403 404 404 404 302 404",
    "numbering:void": "404 404 302+ 403 404 404 404 302 404",
    # commendation
    "commendation:new": "302+ 422 302+ 403 403 403 403 302 403",
    "commendation:edit": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:delete_draft": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:models": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:new_row": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:row": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:drop_row": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:attach": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:detach": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:submit": "302+ 404 302+ 403 404 404 404 302 404",
    "commendation:documents": "200+ 404 200+ 403 404 404 404 302 404",
    "commendation:return_": "403 404 302+ 403 404 404 404 302 404",
    "commendation:send": "403 404 302+ 403 404 404 404 302 404",
    "commendation:decide": "403 404 302+ 403 404 404 404 302 404",
    "commendation:reopen": "403 404 302+ 403 404 404 404 302 404",
    "commendation:revoke": "403 404 302+ 403 404 404 404 302 404",
    "commendation:example": "403 403 302+ 403 403 403 403 302 403",
    "commendation:new_form": "403 403 302+ 403 403 403 403 302 403",
    "commendation:salary": "403 403 302+ 403 403 403 403 302 403",
    "commendation:form": "403 403 302+ 403 403 403 404 302 403",
    "commendation:confirm": "403 403 302+ 403 403 403 404 302 403",
    "commendation:confirm_salary": "403 403 302+ 403 403 403 404 302 403",
    # certificates
    "certificates:decision": "403 403 302+ 403 403 403 404 302 403",
    "certificates:print": "403 403 302+ 403 403 403 404 302 403",
    "certificates:new": "403 403 302+ 403 403 403 403 302 403",
    "certificates:edit": "403 403 302+ 403 403 403 403 302 403",
    # workbooks
    "search:abbreviations": "403 403 302+ 403 302+ 403 403 302 403",
    "search:drop": "403 403 302+ 403 302+ 403 403 302 403",
    "formats:check": "200 200 200 200 200 200 403 302 200",
    "papers:letterhead": "403 403 302+ 403 403 302+ 403 302 403",
    "papers:document": "403 403 302+ 403 403 302+ 403 302 403",
    "papers:preview": "403 403 302+ 302+ 403 302+ 403 302 403",
    "papers:preview_own": "403 403 302+ 302+ 403 302+ 403 302 403",
    "papers:use_again": "403 403 302+ 403 403 302+ 403 302 403",
    "drafting:draw_up": "403 403 200+ 200+ 403 403 403 302 403",
    "typefaces:start": "302+ 302+ 302+ 302+ 302+ 302+ 403 302 302+",
    "likeness:pair": "404 404 302+ 403 404 404 404 302 404",
    "likeness:take_back": "404 404 302+ 403 404 404 404 302 404",
    "likeness:look_through": "403 403 302+ 403 403 403 403 302 403",
    "readings:start": "302+ 422 302+ 403 403 403 403 302 403",
    "readings:reading": "302+ 404 302+ 403 404 404 404 302 404",
    "readings:draft": "302+ 404 302+ 403 404 404 404 302 404",
    "readings:withdraw": "302+ 403 302+ 403 403 403 403 302 403",
    "readings:again": "302+ 404 302+ 403 404 404 404 302 404",
    "readings:put_aside": "302+ 404 302+ 403 404 404 404 302 404",
    "readings:confirm_many": "302+ 302 302+ 403 403 403 403 302 403",
    "intake:start": "302+ 302+ 302+ 403 403 403 403 302 403",
    "intake:match": "302+ 404 302+ 404 404 404 404 302 404",
    "intake:decide": "302+ 404 302+ 404 404 404 404 302 404",
    "intake:mend": "302+ 404 302+ 404 404 404 404 302 404",
    "intake:apply": "302+ 404 302+ 404 404 404 404 302 404",
    "intake:check_again": "302+ 404 302+ 404 404 404 404 302 404",
    "intake:drop": "302+ 404 302+ 404 404 404 404 302 404",
    # notices
    "notices:open": "302+ 404 404 404 404 404 404 302 404",
    "notices:read_all": "302+ 302+ 302+ 302 302 302 302 302 302+",
    "notices:preferences": "302+ 302+ 302+ 302+ 302+ 302+ 302+ 302 302+",
    "notices:release": "403 403 302+ 403 403 404 403 302 403",
    "notices:drop": "403 403 302+ 403 403 404 403 302 403",
    "notices:take_out": "403 403 302+ 403 403 404 403 302 403",
    "notices:retry": "403 403 302+ 403 403 302+ 403 302 403",
    # campaigns, tasks, reports
    "directives:write": "403 403 302+ 403 403 403 403 302 403",
    "directives:amend": "403 403 302+ 403 403 403 404 302 403",
    "directives:withdraw": "403 403 302+ 403 403 403 404 302 403",
    "directives:bring_back": "404 404 302+ 404 404 404 404 302 404",
    "directives:bases": "403 403 302+ 403 403 403 404 302 403",
    "directives:uncite": "403 403 302+ 403 403 403 403 302 403",
    "directives:legal": "403 403 302+ 403 403 403 403 302 403",
    "directives:attach": "403 403 302+ 403 403 403 404 302 403",
    "directives:detach": "403 403 302+ 403 403 403 404 302 403",
    "directives:relate": "403 403 302+ 403 403 403 404 302 403",
    "directives:unrelate": "403 403 302+ 403 403 403 404 302 403",
    "correspondence:receive": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:receive_known": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:send_out": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:send_out_known": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:entry": "404 404 302+ 403 404 404 404 302 404",
    "correspondence:put_right": "404 404 302+ 403 404 404 404 302 404",
    "correspondence:ask": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:ask_otherwise": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:hand_out": "403 403 302+ 403 403 403 403 302 403",
    "correspondence:drop": "403 403 302+ 403 403 403 403 302 403",
    "campaigns:set_up": "403 403 302+ 403 403 403 403 302 403",
    "campaigns:move": "403 403 302+ 403 403 403 404 302 403",
    "campaigns:extend": "403 403 302+ 403 403 403 404 302 403",
    "campaigns:extend_for": "403 403 302+ 403 403 403 404 302 403",
    "campaigns:change": "403 403 302+ 403 403 403 404 302 403",
    "campaigns:copy": "403 403 302+ 403 403 403 404 302 403",
    "criteria:new": "403 403 302+ 403 403 403 403 302 403",
    "criteria:edit": "403 403 302+ 403 403 403 404 302 403",
    "criteria:copy": "403 403 302+ 403 403 403 404 302 403",
    "criteria:apply": "403 403 302+ 403 403 403 404 302 403",
    "committees:set_up": "403 404 302+ 403 403 302+ 404 302 403",
    "committees:restaff": "403 403 302+ 403 403 302+ 404 302 403",
    "reports:staffing": "403 403 200+ 200+ 403 200+ 404 302 403",
    "conferences:new": "403 403 302+ 403 403 403 403 302 403",
    "conferences:change": "403 403 302+ 403 403 403 404 302 403",
    "conferences:cancel": "403 403 302+ 403 403 403 404 302 403",
    "conferences:step": "403 403 302+ 403 403 403 404 302 403",
    "conferences:programme": "403 403 302+ 403 403 403 404 302 403",
    "conferences:item": "403 403 302+ 403 403 403 404 302 403",
    "conferences:delegates": "403 403 302+ 403 403 403 404 302 403",
    "conferences:drop": "403 403 302+ 403 403 403 404 302 403",
    "conferences:invitations": "403 403 200+ 403 403 403 404 302 403",
    "conferences:notice": "403 403 200+ 403 403 403 404 302 403",
    "conferences:quotas": "403 403 302+ 403 403 403 404 302 403",
    "conferences:door": "403 403 302+ 403 403 403 404 302 403",
    "conferences:scan": "403 403 302+ 403 403 403 404 302 403",
    "conferences:conclusions": "403 403 302+ 403 403 403 404 302 403",
    "conferences:speeches": "403 403 302+ 403 403 403 404 302 403",
    "conferences:speech": "403 403 302+ 403 403 403 404 302 403",
    "conferences:honours": "403 403 302+ 403 403 403 404 302 403",
    "conferences:honour": "403 403 302+ 403 403 403 404 302 403",
    "conferences:conclusion": "403 403 302+ 403 403 403 404 302 403",
    "conferences:issue": "403 403 302+ 403 403 403 404 302 403",
    "conferences:pack": "403 403 302+ 403 403 403 404 302 403",
    "conferences:honour_list": "403 403 200+ 403 403 403 404 302 403",
    "conferences:programme_paper": "403 403 200+ 403 403 403 404 302 403",
    "conferences:offer": "302+ 302+ 302+ 403 403 403 404 302 403",
    "conferences:offered": "302+ 404 302+ 404 404 404 404 302 404",
    "conferences:answer_offer": "403 403 302+ 403 403 403 404 302 403",
    "conferences:send_speech": "302+ 404 302+ 404 404 404 404 302 404",
    "conferences:drop_conclusion": "403 403 302+ 403 403 403 404 302 403",
    "conferences:answer": "302+ 404 302+ 404 404 404 404 302 404",
    "conferences:name": "302+ 404 302+ 404 404 404 404 302 404",
    "registers:enter": "302+ 422 302+ 403 403 403 403 302 403",
    "registers:correct": "302+ 404 302+ 403 403 403 403 302 403",
    "registers:withdraw": "403 404 302+ 403 403 403 403 302 403",
    "registers:enclose": "302+ 404 302+ 403 403 403 403 302 403",
    "registers:leave_out": "302+ 404 302+ 403 403 403 403 302 403",
    "replication:step": "302+ 404 302+ 403 403 404 404 302 404",
    "replication:begin": "302+ 404 302+ 403 403 404 404 302 404",
    "replication:kit": "200+ 200+ 200+ 200+ 200+ 404 404 302 404",
    "replication:copy": "302+ 422 302+ 403 403 403 403 302 403",
    "replication:new": "403 403 302+ 403 403 403 403 302 403",
    "replication:plan": "404 404 302+ 403 403 404 404 302 404",
    "dialogues:follow": "403 404 302+ 403 403 404 404 302 404",
    # clusters in a year
    "pledges:plan": "403 404 302+ 403 403 403 403 302 403",
    "pledges:open": "403 404 302+ 403 403 403 403 302 403",
    "pledges:close": "302+ 404 302+ 403 403 403 403 302 403",
    "pledges:sheet": "302+ 404 404 404 404 404 404 302 404",
    "pledges:mark": "200+ 404 404 404 404 404 404 302 404",
    "pledges:reopen": "302+ 404 404 404 404 404 404 302 404",
    # press contests
    "press:open": "404 404 302+ 403 403 404 404 302 404",
    "press:announce": "404 404 302+ 403 403 404 404 302 404",
    "press:withdraw": "404 404 302+ 403 403 404 404 302 404",
    "press:give_again": "404 404 302+ 403 403 404 404 302 404",
    "press:close": "404 404 302+ 403 403 404 404 302 404",
    "press:checks": "403 404 302+ 403 403 404 404 302 404",
    "press:sheet": "404 404 404 404 404 404 404 302 302+",
    "press:mark": "404 404 404 404 404 404 404 302 200+",
    "press:reopen": "404 404 404 404 404 404 404 302 302+",
    "press:put_aside": "404 404 404 404 404 404 404 302 302+",
    "dialogues:show": "403 404 302+ 403 403 404 404 302 404",
    "newrural:assess": "302+ 404 302+ 403 403 404 404 302 404",
    "newrural:model": "302+ 404 302+ 403 403 403 403 302 403",
    "newrural:sets": "403 403 302+ 403 403 403 403 302 403",
    "newrural:show": "403 403 302+ 403 403 403 403 302 403",
    "newrural:take_off": "403 403 302+ 403 403 403 403 302 403",
    "dialogues:take_off": "403 404 302+ 403 403 404 404 302 404",
    "supervision:follow": "403 404 302+ 403 403 404 404 302 404",
    "training:people": "302+ 422 302+ 403 403 403 403 302 403",
    "training:attendance": "302+ 404 302+ 403 404 404 404 302 404",
    "training:certificates": "403 404 302+ 403 404 404 404 302 404",
    "training:paper": "200+ 404 200+ 403 404 404 404 302 404",
    "following:answer": "403 404 302+ 403 403 404 404 302 404",
    "following:hand_on": "403 404 302+ 403 403 404 404 302 404",
    "duties:judge": "404 404 302+ 403 403 403 404 302 403",
    "duties:detail": "404 404 302+ 403 403 403 404 302 403",
    "reports:year_end": "200+ 200+ 200+ 200+ 200 200 200 302 200",
    "reports:half_year": "200+ 200+ 200+ 200+ 200 200 200 302 200",
    "reports:term": "200+ 200+ 200+ 200+ 200 200 200 302 200",
    "tables:make": "302+ 302+ 302+ 403 404 404 404 302 404",
    "tables:workbook": "404 404 200+ 200+ 404 404 404 302 404",
    "tables:pdf": "404 404 200+ 200+ 404 404 404 302 404",
    "reports:name_basis": "403 403 302+ 403 403 404 404 302 404",
    "tables:new_form": "403 403 302+ 403 403 403 403 302 403",
    "tables:form": "403 403 302+ 403 404 404 404 302 404",
    "tables:take_over": "403 403 302+ 403 403 403 403 302 403",
    "reporting:new_form": "403 403 302+ 403 403 403 403 302 403",
    "reporting:form": "403 403 302+ 403 403 403 404 302 403",
    "reporting:open": "403 403 302+ 403 403 403 404 302 403",
    "reporting:remind": "403 403 302+ 403 403 403 404 302 403",
    "reporting:accept_many": "403 403 302+ 403 403 403 404 302 403",
    "reporting:paper": "200+ 404 200+ 200+ 404 404 404 302 404",
    "reporting:edit": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:autosave": "200+ 404 200+ 403 404 404 404 302 404",
    "reporting:workbook": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:take_over": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:enclose": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:leave_out": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:send": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:take_back": "302+ 404 302+ 403 404 404 404 302 404",
    "reporting:amend": "302+ 404 302+ 403 404 404 404 302 404",
    # nothing was sent for the period before
    "reporting:copy_last": "302 404 302 403 404 404 404 302 404",
    "reporting:gather": "404 404 302+ 403 404 404 404 302 404",
    "reporting:return": "403 404 302+ 403 404 404 404 302 404",
    "reporting:accept": "403 404 302+ 403 404 404 404 302 404",
    "reporting:extend": "403 404 302+ 403 404 404 404 302 404",
    "closings:close": "403 403 302+ 403 403 403 404 302 403",
    "closings:now": "404 404 302+ 403 404 404 404 302 404",
    # the editors' desk
    "newsroom:new": "422 422 302+ 403 302+ 403 403 302 403",
    "newsroom:import": "422 422 302+ 403 302+ 403 403 302 403",
    "newsroom:clean": "200 200 200 403 200 403 403 302 403",
    "newsroom:keep_lease": "404 404 204 404 204 404 404 302 404",
    "newsroom:keep_unsaved": "404 404 204 404 204 404 404 302 404",
    "newsroom:drop_unsaved": "404 404 302 404 302 404 404 302 404",
    "newsroom:keep_new": "204 204 204 403 204 403 403 302 403",
    "newsroom:drop_new": "302 302 302 302 302 302 302 302 302",
    "newsroom:take_over": "404 404 302 404 302 404 404 302 404",
    "newsroom:submit": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:recall": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:return": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:unschedule": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:restore": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:addresses": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:bring_addresses": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:forget_address": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:sections": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:month": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:next_month": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:section": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:arrange": "403 403 302+ 403 302+ 403 403 302 403",
    "newsroom:drop_changes": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:copy": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:pick_photo": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:shift_photo": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:notes": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:settle_note": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:edit": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:publish": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:withdraw": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:expiry": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:delete_draft": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:add_photo": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:photo": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:remove_photo": "404 404 302+ 404 302+ 404 404 302 404",
    "sites:new": "403 403 403 403 403 302+ 403 302 403",
    "sites:edit": "404 404 404 404 404 302+ 404 302 404",
    "sites:close": "404 404 404 404 404 302+ 404 302 404",
    "newsroom:place": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:add_file": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:file": "404 404 302+ 404 302+ 404 404 302 404",
    "newsroom:remove_file": "404 404 302+ 404 302+ 404 404 302 404",
    "releases:of_decision": "403 403 302+ 403 302+ 403 404 302 403",
    "releases:of_conference": "403 403 302+ 403 302+ 403 404 302 403",
    "releases:of_model": "404 404 302+ 403 302+ 404 404 302 404",
    "releases:figures": "404 404 302 404 302 404 404 302 404",
    "voice:moderate": "403 403 302+ 403 302+ 403 403 302 403",
    "voice:answer": "403 403 302+ 403 302+ 403 403 302 403",
    "voice:follow_up": "403 403 302+ 403 403 403 403 302 403",
    "voice:erase": "403 403 302+ 403 302+ 403 403 302 403",
    "voice:new_pattern": "403 403 302+ 403 302+ 403 403 302 403",
    "voice:pattern": "403 403 302+ 403 302+ 403 403 302 403",
    "voice:reasons": "403 403 302+ 403 302+ 403 403 302 403",
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

    def an_old_address(self):
        """Return an address on an older portal that leads to the article."""
        newsroom.lead_on([("/news/6", self.article.pk)], by=User.objects.get(username="bientap"), at=timezone.now())
        return OldAddress.objects.get()

    @cached_property
    def site(self):
        """Return the site of Yên Hòa, with a logo."""
        Site.objects.filter(unit=self.hoa).update(logo=self.photo.file)
        return Site.objects.get(unit=self.hoa)

    def own(self, state):
        """Return the one registration of Yên Hòa in a state."""
        return Registration.objects.get(unit=self.hoa, campaign=self.campaign, state=state)

    draft = cached_property(lambda w: w.own("draft"))
    submitted = cached_property(lambda w: w.own("submitted"))
    returned = cached_property(lambda w: w.own("returned"))
    registered = cached_property(lambda w: w.own("registered"))
    recognised = cached_property(lambda w: Registration.objects.filter(state="recognised").first())
    attachment = cached_property(lambda w: Attachment.objects.filter(registration__unit=w.hoa).first())
    old_address = cached_property(lambda w: w.an_old_address())
    unpublished = cached_property(lambda w: made.draft(w.district, section=w.article.section))

    @cached_property
    def sent(self):
        """A draft that waits for review."""
        article = made.draft(self.district, section=self.article.section)
        newsroom.submit(article, by=User.objects.get(username="bientap"), at=timezone.now())
        return article

    @cached_property
    def with_changes(self):
        """A published article with changes that are kept back."""
        article, by = self.article, User.objects.get(username="bientap")
        said = {"title": "Khác", "html": ""}
        newsroom.hold_changes(article, said, version=article.version, by=by, at=timezone.now())
        return article

    @cached_property
    def note(self):
        """What an editor has remarked on the article."""
        by = User.objects.get(username="bientap")
        return newsroom.add_note(self.article, "Xem lại ảnh.", form_key=uuid4(), by=by, at=timezone.now())

    @cached_property
    def planned(self):
        """An article that is to be published tomorrow."""
        article = made.draft(self.district, section=self.article.section)
        moment = timezone.now() + timedelta(days=1)
        newsroom.schedule(article, published_at=moment, by=User.objects.get(username="bientap"), at=timezone.now())
        return article

    table_form = cached_property(lambda w: tables.take_over("ket-qua", unit=w.district, by=None, at=timezone.now()))
    made_table = cached_property(lambda w: made_tables.made(w.table_form, w.campaign, w.district))
    half_year = cached_property(lambda w: ReportPeriod.objects.latest("ends_on"))
    owed = cached_property(lambda w: w.half_year.reports.get(unit=w.hoa))
    owed_accepted = cached_property(lambda w: PeriodicReport.objects.filter(unit=w.hoa, state="accepted").latest("pk"))

    @cached_property
    def owed_written(self):
        """The report of Yên Hòa, ready to be sent."""
        said = Written({"tinh_hinh": "Đã làm", "ket_qua": "Tốt"}, {"ngay_cong": "12"})
        return reporting.write_report(self.owed, said, version=1, by=self.officer, at=timezone.now())

    @cached_property
    def owed_workbook(self):
        """A sheet of Yên Hòa's own for its report, with a cell that is no number."""
        return reporting.bring(self.owed, own_numbers(), by=self.officer, at=timezone.now())

    @cached_property
    def owed_file(self):
        """A file that goes with the report of Yên Hòa."""
        return reporting.enclose(self.owed, stored(pdf_bytes()), by=self.officer, at=timezone.now())

    @cached_property
    def owed_sent(self):
        """The report of Yên Hòa, sent by its officer."""
        return reporting.send(self.owed_written, version=2, by=self.officer, at=timezone.now())

    photo = cached_property(lambda w: w.article.photos.select_related("file").first())
    other_photo = cached_property(
        lambda w: Photo.objects.exclude(file__in=w.article.photos.values("file")).latest("pk")
    )

    @cached_property
    def clip(self):
        """A video with captions and a picture in the article."""
        by, at = User.objects.get(username="bientap"), timezone.now()
        file = keep(clips.sent("phim.mp4", clips.mp4()), kinds=FILE_KINDS, by=by, at=at)
        captions = keep(clips.sent("phim.vtt", clips.VTT), kinds=CAPTION_KINDS, by=by, at=at)
        facts = FileFacts("Phóng sự", captions=captions, poster=made.picture())
        return newsroom.add_file(self.article, file, facts, by=by, at=at)

    remark = cached_property(lambda w: Comment.objects.filter(state="pending").first())
    said = cached_property(lambda w: Comment.objects.filter(state="shown").first())
    decision = cached_property(lambda w: Decision.objects.order_by("pk").first())
    resolution = cached_property(lambda w: Directive.objects.get(number="25-NQ/TW"))
    plan = cached_property(lambda w: Directive.objects.get(number="07"))
    office = cached_property(lambda w: {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()})
    annex = cached_property(lambda w: directives.attach(w.resolution, stored(pdf_bytes()), **w.office))
    signed = cached_property(lambda w: put_on_file(w.decision, stored(pdf_bytes()), is_public=False, **w.office))

    @cached_property
    def relation(self):
        said = {"kind": RelationKind.GUIDE, "from_day": timezone.localdate()}
        return directives.relate(self.plan, self.resolution, **said, **self.office)

    @cached_property
    def arrival(self):
        """A line of the book of what came in."""
        return receive(self.plan, ArrivalFacts(day=timezone.localdate()), **self.office)

    @cached_property
    def deadline(self):
        """A deadline that a document sets."""
        return ask(
            self.resolution,
            DeadlineFacts("Báo cáo năm", unit_kinds=["commune"], each_day=15, each_month=11),
            **self.office,
        )

    @cached_property
    def citation(self):
        """That a campaign rests on a document."""
        said = {"kind": "campaign", "record_pk": self.campaign.pk, "clause": "mục I"}
        return directives.cite(self.resolution, **said, **self.office)

    @cached_property
    def gone(self):
        """A document that was withdrawn."""
        directives.withdraw(self.plan, reason="Nhập trùng", version=1, **self.office)
        return self.plan

    post = cached_property(lambda w: Post.objects.get(user=w.officer))
    job = cached_property(lambda w: start(kinds.fill, by=w.officer, at=timezone.now(), count=1))
    committee = cached_property(lambda w: Committee.objects.get())
    # That of the appraisal: a press contest and a cluster of the demo have sets of their own.
    criteria = cached_property(lambda w: CriteriaSet.objects.filter(uses__isnull=False).distinct().get())

    @cached_property
    def copied(self):
        """A copy of the criteria, by which nothing was appraised."""
        return copy(self.criteria, by=User.objects.get(username="thuongtruc"), at=timezone.now())

    @cached_property
    def unfrozen(self):
        """The criteria, by which nothing was appraised yet."""
        CriteriaSet.objects.update(frozen_at=None)
        return CriteriaSet.objects.get(pk=self.criteria.pk)

    staffing = cached_property(lambda w: w.committee.staffings.get())
    last_year = cached_property(lambda w: Campaign.objects.get(state="closed"))

    @cached_property
    def moved(self):
        """The closed figures of last year, and a name put right since."""
        closing = close(self.last_year, period=Period.YEAR, **self.office)
        Exemplar.objects.filter(pk=self.recognised.exemplar_id).update(name="Tên đã sửa")
        return closing

    @cached_property
    def closed_anew(self):
        return close_anew(self.moved, note="Sửa tên", **self.office)

    cluster = cached_property(lambda w: Cluster.objects.get(seats__unit=w.hoa, seats__year=w.campaign.year))

    def points_of(self, state):
        """Return a sheet of Yên Hòa about another unit of its cluster."""
        return PointsSheet.objects.filter(giver=self.hoa, state=state).order_by("pk").first()

    @cached_property
    def all_given(self):
        """Yên Hòa's cluster, all points of this year given."""
        PointsSheet.objects.filter(place__scoring__cluster=self.cluster).update(state="done", total=50)
        return self.cluster

    @cached_property
    def unplanned(self):
        """Yên Hòa's cluster, nobody checking anybody in 2017."""
        CrossCheck.objects.filter(cluster=self.cluster, year=2017).update(withdrawn_at=timezone.now())
        return self.cluster

    conference = cached_property(lambda w: Conference.objects.get(held_on__year=2018))
    coming = cached_property(lambda w: gathering.coming(w.conference, w.hoa))
    guest = cached_property(lambda w: w.coming.guests.get(unit=w.hoa))
    point = cached_property(lambda w: w.coming.programme.get())

    speech = cached_property(lambda w: gathering.arrived(w.coming, w.hoa))
    offered = cached_property(lambda w: gathering.offered(w.coming, w.hoa))
    honour = cached_property(lambda w: gathering.to_hand_over(w.coming))
    pack = cached_property(lambda w: gathering.packed(w.coming))

    @cached_property
    def met(self):
        return gathering.met(self.coming)

    report = cached_property(lambda w: Reading.objects.get(unit=w.hoa, state="confirmed"))
    open_report = cached_property(lambda w: Reading.objects.get(unit=w.hoa, state="read"))
    task = cached_property(lambda w: Task.objects.filter(unit__slug="ban-dan-van-huyen-uy", state="open").first())

    shown = cached_property(lambda w: Proof.objects.create(task=w.task, file=w.attachment.file))

    rewards = cached_property(lambda w: InDemo(w.hoa, w.officer, User.objects.get(username="thuongtruc")))

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

    # meetings

    @cached_property
    def scored(self):
        """What the demo's three scored models came to, which a meeting may decide on."""
        Campaign.objects.filter(pk=self.campaign.pk).update(procedure=Procedure.FULL)
        CampaignLevel.objects.get_or_create(campaign=self.campaign, level="district")
        return list(Appraisal.objects.filter(registration__campaign=self.campaign).order_by("pk"))

    @cached_property
    def meeting(self):
        """A meeting that all members of the committee attend; one of the scored models is off its agenda."""
        assert self.scored
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        facts = MeetingFacts(timezone.localdate(), voting=Voting.MACHINE)
        made = meeting.call(Campaign.objects.get(pk=self.campaign.pk), "district", facts, **office)
        meeting.take_off(made.items.last(), reason="Đơn vị xin rút", **office)
        made.refresh_from_db()
        there = {seat.pk: (Presence.PRESENT, "") for seat in made.seats.all()}
        meeting.attend(made, there, version=made.version, **office)
        return made

    @cached_property
    def item(self):
        return self.meeting.items.select_related("meeting", "registration").first()

    @cached_property
    def recusal(self):
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        meeting.recuse(self.item, self.meeting.seats.last(), reason="Quê nhà", **office)
        return self.item.recusals.get()

    @cached_property
    def ballot(self):
        """A ballot on the machine about the first item."""
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        return meeting.open_ballot(self.meeting, [self.item], **office)

    @cached_property
    def code(self):
        """The one-time code of a member."""
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        return meeting.hand_codes(self.ballot, **office)[0][1]

    @cached_property
    def settled(self):
        """The meeting, with a result for everything."""
        self.meeting.items.update(result="put_off", reason="Chờ hồ sơ")
        return self.meeting

    @cached_property
    def closed(self):
        """The meeting, its minutes closed."""
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        meeting.close(self.settled, version=self.settled.version, **office)
        return self.settled

    @cached_property
    def on_paper(self):
        """A registered model of Yên Hòa in a year whose title is decided on paper."""
        Campaign.objects.filter(pk=self.campaign.pk).update(procedure=Procedure.RECORD)
        self.registered.campaign.refresh_from_db()
        return self.registered

    # appraisal

    @cached_property
    def own_sheet(self):
        """The sheet on which Yên Hòa scores its model, with all of its points."""
        sheet = appraisal.begin_own(self.proposed, by=self.officer, at=timezone.now())
        points = full_marks(self.proposed)
        return appraisal.mark(sheet, points, version=sheet.version, by=self.officer, at=timezone.now())

    @cached_property
    def self_scored(self):
        said = {"comment": "", "version": self.own_sheet.version}
        appraisal.self_score(self.own_sheet, **said, by=self.officer, at=timezone.now())
        return self.proposed

    @cached_property
    def visit(self):
        """A survey of that model, with a photo."""
        facts = VisitFacts(timezone.localdate(), "Thôn 5", "Ông A", "Đã xem")
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        return appraisal.survey(self.self_scored, facts, photos=[(made.picture(), "")], **office)

    @cached_property
    def sheet(self):
        """What the appraiser is to give for it."""
        assert self.visit
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        appraisal.assign(self.self_scored.campaign, [self.self_scored], [self.appraiser], **office)
        return Sheet.objects.select_related("registration__campaign").get(
            registration=self.self_scored, scorer=self.appraiser
        )

    appraiser = cached_property(lambda w: User.objects.get(username="thamdinh1"))

    @cached_property
    def marked(self):
        """The sheet with all of its points, not handed in."""
        points = full_marks(self.sheet.registration)
        return appraisal.mark(self.sheet, points, version=self.sheet.version, by=self.appraiser, at=timezone.now())

    @cached_property
    def handed_in(self):
        said = {"comment": "", "version": self.marked.version}
        appraisal.hand_in(self.marked, **said, by=self.appraiser, at=timezone.now())
        return self.marked

    @cached_property
    def sheet_paper(self):
        """A photo of the model that is scored."""
        at = timezone.now()
        return attach(self.sheet.registration, made.picture(), caption="", is_public=False, by=self.officer, at=at)

    @cached_property
    def conflict(self):
        """That the appraiser declared to have to do with Yên Hòa."""
        return appraisal.declare(self.hoa, reason="Quê vợ", by=self.appraiser, at=timezone.now())

    # recognition and books of numbers

    @cached_property
    def decided_here(self):
        """A model of Yên Hòa before a closed meeting that agreed to it."""
        for act in ("appraisal.self_score", "appraisal.score", "meetings.table"):
            move(self.proposed, act, by=None, at=timezone.now())
        return self.meets("passed")

    def meets(self, result):
        said = {"held_on": timezone.localdate(), "closed_at": timezone.now()}
        closed_meeting(self.campaign, [(self.proposed, (result, "Chưa lan tỏa"))], **said)
        return self.proposed

    @cached_property
    def paper(self):
        """The draft of a decision about it, with its number."""
        assert self.decided_here
        return self.drafts(Kind.RECOGNISE, campaign=self.to_begin.campaign, level=Level.DISTRICT)

    def drafts(self, kind, **more):
        office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        concerns = more.pop("concerns", None)
        said = {"signed_on": timezone.localdate(), "signer_post": "Trưởng ban", "signer_name": "Đỗ Trọng Luận"}
        said |= {"bases": (BasisFacts("Hướng dẫn số 01-HD/BCĐ"),), "title": "Công nhận"} | more
        made = draft(DraftFacts(unit=self.district, **said), kind=kind, concerns=concerns, **office)
        give_number(made, f"{made.pk}-QĐ/BCĐ", **office)
        made.refresh_from_db()
        return made

    @cached_property
    def left(self):
        """The draft, which leaves the model for later."""
        office = User.objects.get(username="thuongtruc")
        leave_out(self.paper, self.decided_here, reason="Chờ", by=office, at=timezone.now())
        return self.paper

    @cached_property
    def numbered(self):
        """The draft with a number of a book."""
        office = User.objects.get(username="thuongtruc")
        reserve_number(self.paper, self.book, by=office, at=timezone.now())
        return self.paper

    @cached_property
    def amendment(self):
        """A draft that amends the demo's decision in one line."""
        made = self.drafts(Kind.AMEND, concerns=self.decision)
        said = {"called": "Đường hoa", "level": "district", "reason": "Sai tên"}
        office = User.objects.get(username="thuongtruc")
        change_recognition(made, self.titled_row, **said, by=office, at=timezone.now())
        return made

    titled_row = cached_property(lambda w: w.decision.recognitions.filter(registration__holder=w.hoa).first())

    @cached_property
    def refusal(self):
        """That a decision did not recognise the model of Yên Hòa."""
        for act in ("appraisal.self_score", "appraisal.score", "meetings.table"):
            move(self.proposed, act, by=None, at=timezone.now())
        self.meets("failed")
        made = self.drafts(Kind.RECOGNISE, campaign=self.to_begin.campaign, level=Level.DISTRICT)
        mark = mark_of(made, outcomes_of(made), [])
        promulgate(made, seen=mark, by=User.objects.get(username="thuongtruc"), at=timezone.now())
        return Refusal.objects.get()

    appeal = cached_property(lambda w: appeal(w.refusal, reasons="Đã lan tỏa", by=w.officer, at=timezone.now()))

    @cached_property
    def book(self):
        day = timezone.localdate()
        book = Book(unit=self.district, doc_type="QĐ", symbol="HU", profile="party")
        return set_up_book(book, Term(day, date(day.year + 5, 1, 1)), by=None, at=timezone.now())

    number = cached_property(
        lambda w: reserve(w.book, on=timezone.localdate(), about="Kế hoạch", by=None, at=timezone.now())
    )

    @cached_property
    def issued(self):
        """The certificate of a recognised model of Yên Hòa."""
        named = Recognition.objects.filter(decision=self.decision, registration__holder=self.hoa)[:1]
        return issue(named, decision=self.decision, issued_on=self.decision.signed_on, by=None, at=timezone.now())[0]

    design = cached_property(lambda w: drawn(w.district))

    @cached_property
    def group(self):
        """A group of Yên Hòa, to which nothing belongs yet."""
        return groups.group(self.hoa, name="Tổ tự quản xóm 9")

    mac = cached_property(lambda w: Unit.objects.get(slug="xa-yen-mac"))
    trees = cached_property(lambda w: Exemplar.objects.get(name="Trồng cây xanh ở các tuyến đường"))

    @cached_property
    def taken_over(self):
        """A model that the district asks Yên Hòa to copy, and that it has begun."""
        asked = [Asked(self.hoa, timezone.localdate())]
        plan = copying.plan(self.trees, self.district, asked, **self.office)
        adoption = plan.adoptions.with_names().get()
        copying.accept(adoption, adapts="Trồng hoa thấp", by=self.officer, at=timezone.now())
        copying.begin(adoption, self.own_model(), by=self.officer, at=timezone.now())
        return adoption

    @cached_property
    def agreed(self):
        """A model that Yên Hòa copies of its own accord, not begun yet."""
        model = Exemplar.objects.get(name="Trồng cây nông sản")
        return copying.copy(model, self.hoa, adapts="Trồng ngô", by=self.officer, at=timezone.now())

    def own_model(self):
        """A model of Yên Hòa that is no copy yet."""
        linked = Adoption.objects.filter(exemplar__isnull=False).values("exemplar")
        return Exemplar.objects.filter(unit=self.hoa).exclude(pk__in=linked).first()

    @cached_property
    def dialogue(self):
        """A dialogue of Yên Hòa with an answer that readers are shown, and a question that is no task yet."""
        held = dialogues.dialogue(self.hoa, topic="Đường liên thôn xóm 9")
        answered = dialogues.question(held)
        dialogues.given(held, self.hoa)
        show_dialogue(held, [answered.pk], **self.office)
        return held

    @cached_property
    def session(self):
        """A session of supervision of Yên Hòa with a recommendation that is no task yet."""
        held = supervision.session(self.hoa, subject="Quỹ đường xóm 9")
        supervision.recommendation(held, doer=self.hoa)
        return held

    @cached_property
    def taught(self):
        """A class of Yên Hòa that is over, with a session and somebody who came to it."""
        of = training.with_sessions(self.hoa, number=1)
        training.trainee(of, self.hoa, present="1")
        return of

    @cached_property
    def to_teach(self):
        """A class of Yên Hòa that is ahead."""
        day = local_day(timezone.now())
        return training.training_class(self.hoa, title="Lớp sắp mở", starts_on=day, ends_on=day)

    @cached_property
    def hard_line(self):
        """A line in the diary of a model of Yên Hòa that tells a difficulty."""
        return following.hard(Exemplar.objects.filter(unit=self.hoa, merged_into=None).first())

    def contest_with(self, works):
        """A press contest of the district, judged by the appraiser, with works of Yên Hòa."""
        office = User.objects.get(username="thuongtruc")
        here = SimpleNamespace(district=self.district, hoa=self.hoa, district_office=office)
        found = contests.Contest(here, works=works, judges=0)
        found.judges = [self.appraiser]
        return found

    taking_works = cached_property(lambda w: w.contest_with(1))

    @cached_property
    def unproven(self):
        """A work of Yên Hòa without proof."""
        held = self.taking_works
        return contests.entry(held.cast, held.edition, held.outlet, title="Chưa có minh chứng", proof=0)

    @cached_property
    def contest(self):
        """A contest whose preliminary round is open, with a work that is to be judged."""
        found = self.contest_with(1)
        found.open()
        return found

    @cached_property
    def judged(self):
        """The contest, its only sheet handed in."""
        self.contest.judge_all(dict.fromkeys(self.contest.works, Decimal(1)))
        return self.contest

    @cached_property
    def finished(self):
        """A contest whose final is closed."""
        found = self.contest_with(1)
        found.through_the_final()
        return found

    group_file = cached_property(lambda w: enclose_in_line(w.group, w.attachment.file, by=w.officer, at=timezone.now()))

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
    def handout(self):
        """A document that the officer of Yên Hòa asked for as PDF."""
        ask_for_pdf(DOCUMENTS["ke-hoach"].template("party"), by=self.officer, at=timezone.now())
        return Handout.objects.get()

    @cached_property
    def template(self):
        who = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
        day = date(2018, 1, 1)
        return bring_template(DOCUMENTS["ke-hoach"], Form.PARTY, changed(), unit=self.district, valid_from=day, **who)

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
    monkeypatch.setattr("kheo.machinery.papers.web.views.can_convert", lambda: True)  # in the background at least
    make.user("nguoi_la", "Người Lạ", PASSWORD)
    return World(tmp_path)


# What an address is about.
ABOUT = {
    "meetings:campaign": lambda w: [w.campaign.slug],
    "meetings:new": lambda w: [w.campaign.slug],
    "recognition:campaign": lambda w: [w.campaign.slug],
    "meetings:item": lambda w: [w.meeting.pk, w.item.pk],
    "meetings:lift": lambda w: [w.meeting.pk, w.item.pk, w.recusal.pk],
    "meetings:ballot": lambda w: [w.meeting.pk, w.ballot.pk],
    "meetings:slips": lambda w: [w.meeting.pk, w.ballot.pk],
    "meetings:booth": lambda w: [w.meeting.pk, w.ballot.pk],
    "meetings:close": lambda w: [w.settled.pk],
    "meetings:papers": lambda w: [w.closed.pk],
    "meetings": lambda w: [w.meeting.pk],
    "portal:feed": lambda w: ["atom"],
    "portal:section_feed": lambda w: [w.article.section.slug, "rss"],
    "portal:most_read_in": lambda w: ["thang"],
    "portal:month": lambda w: [2018, 1],
    "portal:day": lambda w: [2018, 1, 18],
    "portal:sitemap": lambda w: ["tin"],
    "portal:section": lambda w: [w.article.section.slug],
    "portal:article": lambda w: [w.article.pk, w.article.slug],
    "portal:model": lambda w: [w.recognised.pk, slugify(w.recognised.exemplar.name)],
    **{f"portal:{name}": lambda w: [w.recognised.pk] for name in ("remark_model", "rate_model")},
    "portal:report": lambda w: [w.said.pk],
    "voice:new_pattern": lambda w: [],
    "voice:pattern": lambda w: [Pattern.objects.first().pk],
    **{f"voice:{name}": lambda w: [w.remark.pk] for name in ("remark", "answer", "follow_up", "erase")},
    "portal:figures_of": lambda w: ["dan-van-kheo-2017"],
    "portal:map_of": lambda w: ["dan-van-kheo-2017"],
    "portal:tag": lambda w: ["khong-co"],
    "portal:tag_feed": lambda w: ["khong-co", "atom"],
    "portal:dataset": lambda w: ["mo-hinh-duoc-cong-nhan"],
    "portal:dataset_file": lambda w: ["mo-hinh-duoc-cong-nhan", "xlsx"],
    "portal:dataset_digest": lambda w: ["mo-hinh-duoc-cong-nhan", "csv"],
    "portal:picture": lambda w: [w.photo.file_id, w.photo.file.widths[0]],
    "portal:medium": lambda w: [w.clip.file_id, "phim", "mp4"],
    "workspace:renew_code": lambda w: [w.officer.pk],
    "workspace:shut_out": lambda w: [w.officer.pk],
    "workspace:delegate": lambda w: [w.post.pk],
    "workspace:hand_over": lambda w: [w.post.pk],
    "workspace:end_delegation": lambda w: [w.delegation.pk],
    "workspace:retry_job": lambda w: [w.parked.pk],
    "workspace:stop_job": lambda w: [w.job.pk],
    "jobs": lambda w: [w.job.pk],
    "changes:locate": lambda w: [w.hoa.slug],
    "changes:unit": lambda w: [w.hoa.slug],
    "changes:change": lambda w: [w.hoa.slug, "doi-ten"],
    "changes:done": lambda w: [w.change.pk],
    "statuses:record": lambda w: [w.hoa.slug],
    "statuses:decline": lambda w: [w.doubt.pk],
    "registry:submit": lambda w: [w.returned.pk],
    "registry:hand_to": lambda w: [w.registered.pk],
    "registry:papers": lambda w: [w.registered.pk],
    "registry:how_to": lambda w: [w.registered.pk],
    "registry:release_how_to": lambda w: [w.registered.pk],
    "registry:paper": lambda w: [w.attachment.registration_id, w.attachment.pk],
    "registry:start": lambda w: [w.to_begin.pk],
    "registry:propose": lambda w: [w.carried_out.pk],
    "registry:send_back": lambda w: [w.proposed.pk],
    "registry:return_": lambda w: [w.submitted.pk],
    "registry:cancel": lambda w: [w.submitted.pk],
    "recognition:decision": lambda w: [w.decision.pk],
    "recognition:put_on_file": lambda w: [w.decision.pk],
    "recognition:file": lambda w: [w.signed.pk],
    "recognition:show_file": lambda w: [w.signed.pk],
    "recognition:take_off_file": lambda w: [w.signed.pk],
    "correspondence:receive_known": lambda w: [w.resolution.pk],
    "correspondence:send_out_known": lambda w: [w.resolution.pk],
    "correspondence:entry": lambda w: [w.arrival.pk],
    "correspondence:put_right": lambda w: [w.arrival.pk],
    "correspondence:deadlines": lambda w: [w.resolution.pk],
    "correspondence:ask": lambda w: [w.resolution.pk],
    "correspondence:ask_otherwise": lambda w: [w.deadline.pk],
    "correspondence:hand_out": lambda w: [w.deadline.pk],
    "correspondence:drop": lambda w: [w.deadline.pk],
    "directives:resting": lambda w: [w.resolution.pk],
    "directives:bases": lambda w: ["campaign", w.campaign.pk],
    "directives:uncite": lambda w: [w.citation.pk],
    "directives:paper": lambda w: [w.annex.pk],
    "directives:detach": lambda w: [w.annex.pk],
    "directives:unrelate": lambda w: [w.relation.pk],
    "directives:bring_back": lambda w: [w.gone.pk],
    "recognition:decline": lambda w: [w.on_paper.pk],
    "appraisal:next": lambda w: [w.campaign.slug],
    "appraisal:grid": lambda w: [w.campaign.slug],
    "appraisal:campaign": lambda w: [w.campaign.slug],
    "appraisal:scorers": lambda w: [w.campaign.slug],
    "appraisal:open": lambda w: [w.campaign.slug],
    "appraisal:assign": lambda w: [w.campaign.slug],
    "appraisal:close_many": lambda w: [w.campaign.slug],
    "appraisal:lift": lambda w: [w.conflict.pk],
    "appraisal:sheet": lambda w: [w.marked.pk],
    "appraisal:mark": lambda w: [w.sheet.pk],
    "appraisal:reopen": lambda w: [w.handed_in.pk],
    "appraisal:put_aside": lambda w: [w.sheet.pk],
    "appraisal:withdraw": lambda w: [w.sheet.pk],
    "appraisal:paper": lambda w: [w.sheet.pk, w.sheet_paper.pk],
    "appraisal:self_score": lambda w: [w.own_sheet.registration_id],
    "appraisal:autosave": lambda w: [w.proposed.pk],
    "appraisal:survey": lambda w: [w.self_scored.pk],
    "appraisal:score": lambda w: [w.handed_in.registration_id],
    "appraisal:result": lambda w: [w.handed_in.registration_id],
    "appraisal:visit_file": lambda w: [w.visit.registration_id, w.visit.photos.get().file_id],
    "recognition:void_number": lambda w: [w.numbered.pk],
    "recognition:number": lambda w: [w.drafts(Kind.RECOGNISE, campaign=w.to_begin.campaign, level="district").pk],
    "recognition:leave_out": lambda w: [w.paper.pk, w.decided_here.pk],
    "recognition:take_in": lambda w: [w.left.pk, w.decided_here.pk],
    "recognition:amend": lambda w: [w.decision.pk],
    "recognition:revoke": lambda w: [w.decision.pk],
    "recognition:lines": lambda w: [w.amendment.pk],
    "recognition:line": lambda w: [w.amendment.pk, w.titled_row.pk],
    "recognition:drop_line": lambda w: [w.amendment.pk, w.titled_row.pk],
    "recognition:appeal": lambda w: [w.refusal.pk],
    "recognition:answer": lambda w: [w.appeal.pk],
    "recognition:keep_up": lambda w: [w.titled_row.registration_id],
    "recognition:spread": lambda w: [w.titled_row.registration_id],
    "recognition:end": lambda w: [w.titled_row.registration_id],
    "recognition": lambda w: [w.paper.pk],
    "numbering:issue": lambda w: [w.number.pk],
    "numbering:void": lambda w: [w.number.pk],
    "numbering": lambda w: [w.book.pk],
    # commendation
    "commendation": lambda w: [w.rewards.dossier.pk],
    "commendation:campaign": lambda w: [w.campaign.slug],
    "commendation:row": lambda w: [w.rewards.row.pk],
    "commendation:drop_row": lambda w: [w.rewards.row.pk],
    "commendation:paper": lambda w: [w.rewards.paper.pk],
    "commendation:detach": lambda w: [w.rewards.paper.pk],
    "commendation:return_": lambda w: [w.rewards.brought_to("submitted").pk],
    "commendation:send": lambda w: [w.rewards.brought_to("submitted").pk],
    "commendation:decide": lambda w: [w.rewards.brought_to("sent").pk],
    "commendation:reopen": lambda w: [w.rewards.brought_to("decided").pk],
    "commendation:revoke": lambda w: [w.rewards.given.pk],
    "commendation:form": lambda w: [w.rewards.form.pk],
    "commendation:confirm": lambda w: [w.rewards.unconfirmed.pk],
    "commendation:confirm_salary": lambda w: [w.rewards.salary.pk],
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
    "reports:figure": lambda w: ["rewarded"],
    "reports:name_basis": lambda w: ["rewarded"],
    "tables:table": lambda w: [w.table_form.pk],
    "tables:make": lambda w: [w.table_form.pk],
    "tables:form": lambda w: [w.table_form.pk],
    "tables:take_over": lambda w: ["qua-cac-nam"],
    "tables": lambda w: [w.made_table.pk],
    "tables:list": lambda w: [],
    "tables:new_form": lambda w: [],
    "reporting:form": lambda w: [w.half_year.form_id],
    "reporting:open": lambda w: [w.half_year.form_id],
    "reporting:period": lambda w: [w.half_year.pk],
    "reporting:remind": lambda w: [w.half_year.pk],
    "reporting:accept_many": lambda w: [w.half_year.pk],
    "reporting:parts": lambda w: [w.half_year.reports.get(unit=w.district).pk, "ngay_cong"],
    "reporting:gather": lambda w: [w.half_year.reports.get(unit=w.district).pk],
    "reporting:board_out": lambda w: [w.half_year.pk],
    "reporting:sums_out": lambda w: [w.half_year.reports.get(unit=w.district).pk],
    "reporting:filled": lambda w: [w.owed.pk, w.owed_workbook.pk],
    "reporting:marked": lambda w: [w.owed.pk, w.owed_workbook.pk],
    "reporting:take_over": lambda w: [w.owed.pk, w.owed_workbook.pk],
    "reporting:enclosure": lambda w: [w.owed.pk, w.owed_file.file_id],
    "reporting:leave_out": lambda w: [w.owed.pk, w.owed_file.pk],
    "reporting:send": lambda w: [w.owed_written.pk],
    "reporting:take_back": lambda w: [w.owed_sent.pk],
    "reporting:return": lambda w: [w.owed_sent.pk],
    "reporting:accept": lambda w: [w.owed_sent.pk],
    "reporting:amend": lambda w: [w.owed_accepted.pk],
    "reporting": lambda w: [w.owed.pk],
    "closings:list": lambda w: [w.last_year.slug],
    "closings:close": lambda w: [w.last_year.slug],
    "closings:compare": lambda w: [w.moved.pk, w.closed_anew.pk],
    "closings:figure": lambda w: [w.moved.pk, "registered"],
    "closings": lambda w: [w.moved.pk],
    "conferences:detail": lambda w: [w.conference.pk],
    "conferences:item": lambda w: [w.coming.pk, w.point.pk],
    "conferences:drop": lambda w: [w.coming.pk, w.guest.pk],
    "conferences:answer": lambda w: [w.coming.pk, w.guest.pk],
    "conferences:name": lambda w: [w.coming.pk, w.hoa.pk],
    "conferences:scan": lambda w: [w.coming.pk, code_of(w.guest)],
    "conferences:conclusions": lambda w: [w.met.pk],
    "conferences:conclusion": lambda w: [w.met.pk, w.met.conclusions.get().pk],
    "conferences:issue": lambda w: [w.conference.pk],
    "conferences:speech": lambda w: [w.coming.pk, w.speech.pk],
    "conferences:send_speech": lambda w: [w.coming.pk, w.speech.pk],
    "conferences:offered": lambda w: [w.coming.pk, w.offered.pk],
    "conferences:answer_offer": lambda w: [w.coming.pk, w.offered.pk],
    "conferences:speech_file": lambda w: [w.coming.pk, w.speech.pk],
    "conferences:honours": lambda w: [w.coming.pk],
    "conferences:honour": lambda w: [w.coming.pk, w.honour.pk],
    "conferences:honour_list": lambda w: [w.honour.conference_id],
    "conferences:pack_file": lambda w: [w.coming.pk, w.pack.pk],
    "conferences:due": lambda w: [],
    "conferences:notice": lambda w: [w.met.pk],
    "conferences:drop_conclusion": lambda w: [w.met.pk, w.met.conclusions.get().pk],
    "conferences:new": lambda w: [],
    "conferences:list": lambda w: [],
    "conferences": lambda w: [w.coming.pk],
    "notices:open": lambda w: [w.held.notice_id],
    "notices:retry": lambda w: [w.failed.pk],
    "notices:mail": lambda w: [w.held.pk],
    "notices:take_out": lambda w: [w.held.pk],
    "notices": lambda w: [w.held.batch_id],
    "registers:line": lambda w: ["to-tu-quan", w.group.pk],
    "registers:correct": lambda w: ["to-tu-quan", w.group.pk],
    "registers:withdraw": lambda w: ["to-tu-quan", w.group.pk],
    "registers:enclose": lambda w: ["to-tu-quan", w.group.pk],
    "registers:enclosure": lambda w: ["to-tu-quan", w.group.pk, w.group_file.pk],
    "registers:leave_out": lambda w: ["to-tu-quan", w.group.pk, w.group_file.pk],
    "registers": lambda w: ["to-tu-quan"],
    "replication:step": lambda w: [w.taken_over.pk, "tien-do"],
    "replication:kit_file": lambda w: [w.attachment.registration.exemplar_id, w.attachment.pk],
    "replication:plan": lambda w: [w.taken_over.plan_id],
    "replication:begin": lambda w: [w.agreed.pk],
    **dict.fromkeys(
        ("replication:model", "replication:kit", "replication:copy", "replication:new"), lambda w: [w.trees.pk]
    ),
    **dict.fromkeys(
        ("replication:list", "replication:export", "replication:candidates", "replication:suggestions"), lambda w: []
    ),
    "replication": lambda w: [w.taken_over.pk],
    "dialogues": lambda w: [w.dialogue.pk],
    "supervision": lambda w: [w.session.pk],
    "training:people": lambda w: [],
    "training:units": lambda w: [],
    "training:mine": lambda w: [],
    "training": lambda w: [w.taught.pk],
    "following": lambda w: [w.hard_line.pk],
    **dict.fromkeys([f"newrural:{name}" for name in ("commune", "assess")], lambda w: [w.hoa.slug]),
    "newrural:model": lambda w: [w.draft.pk],
    "pledges:list": lambda w: [],
    "pledges:mine": lambda w: [],
    "pledges:cluster": lambda w: [w.cluster.pk, w.campaign.year],
    "pledges:close": lambda w: [w.all_given.pk, w.campaign.year],
    "pledges:plan": lambda w: [w.unplanned.pk, 2017],
    "pledges:open": lambda w: [w.cluster.pk, 2017],
    "pledges:reopen": lambda w: [w.points_of("done").pk],
    "pledges": lambda w: [w.points_of("assigned").pk],
    "press:edition": lambda w: [w.contest.edition.pk],
    "press:rounds": lambda w: [w.contest.edition.pk],
    "press:open": lambda w: [w.taking_works.edition.pk],
    "press:announce": lambda w: [w.finished.edition.pk],
    "press:checks": lambda w: [w.unproven.pk],
    "press:give_again": lambda w: [w.contest.round().pk],
    "press:close": lambda w: [w.contest.round().pk],
    "press:mine": lambda w: [],
    "press": lambda w: [w.contest.sheet(w.appraiser, w.contest.works[0]).pk],
    "duties:detail": lambda w: [w.task.pk],
    "duties:judge": lambda w: [w.task.pk],
    "duties:proof": lambda w: [w.task.pk, w.shown.pk],
    "sites_public:theme": lambda w: ["0a5038"],
    "sites": lambda w: [w.site.pk],
    "releases:of_decision": lambda w: [w.decision.pk],
    "releases:of_conference": lambda w: [w.conference.pk],
    "releases:of_model": lambda w: [w.recognised.pk],
    "releases": lambda w: [w.article.pk],
    "newsroom:publish": lambda w: [w.unpublished.pk],
    "newsroom:forget_address": lambda w: [w.old_address.pk],
    **dict.fromkeys(["newsroom:sections", "newsroom:month", "newsroom:next_month", "newsroom:targets"], lambda w: []),
    **dict.fromkeys(["newsroom:section", "newsroom:arrange"], lambda w: [w.article.section_id]),
    "newsroom:drop_changes": lambda w: [w.with_changes.pk],
    "newsroom:delete_draft": lambda w: [w.unpublished.pk],
    "newsroom:submit": lambda w: [w.unpublished.pk],
    "newsroom:recall": lambda w: [w.sent.pk],
    "newsroom:return": lambda w: [w.sent.pk],
    "newsroom:unschedule": lambda w: [w.planned.pk],
    "newsroom:compare": lambda w: [w.article.pk, 1],
    "newsroom:restore": lambda w: [w.article.pk, 1],
    "newsroom:settle_note": lambda w: [w.article.pk, w.note.pk],
    "newsroom:import": lambda w: [],
    **dict.fromkeys(["newsroom:clean", "newsroom:keep_new", "newsroom:drop_new"], lambda w: []),
    "newsroom:photo": lambda w: [w.article.pk, w.photo.pk],
    **dict.fromkeys(["newsroom:remove_photo", "newsroom:shift_photo"], lambda w: [w.article.pk, w.photo.pk]),
    "newsroom:picture": lambda w: [w.article.pk, w.photo.pk, w.photo.file.widths[0]],
    "newsroom:add_file": lambda w: [w.article.pk],
    "newsroom:file_poster": lambda w: [w.article.pk, w.clip.pk, w.clip.poster.widths[0]],
    **dict.fromkeys(
        [f"newsroom:{name}" for name in ("file", "file_content", "file_captions")],
        lambda w: [w.article.pk, w.clip.pk],
    ),
    "newsroom:remove_file": lambda w: [w.article.pk, w.clip.pk],
    "clusters:set_up": lambda w: [w.district.slug],
    "clusters:carry_over": lambda w: [w.district.slug, w.campaign.year + 1],
    "clusters:rename": lambda w: [w.cluster.pk],
    "clusters:arrange": lambda w: [w.cluster.pk, w.campaign.year],
    "portal:dialogue": lambda w: [w.dialogue.pk],
    "portal:contest": lambda w: [Edition.objects.exclude(decided_on=None).get().pk],
    "portal:directive": lambda w: [w.resolution.slug],
    "portal:decision": lambda w: [w.decision.pk],
    "portal:document_file": lambda w: [w.annex.file_id],
    "portal:notices_feed": lambda w: ["atom"],
    "portal:programme": lambda w: [2017],
    # the rest of each room
    "directives": lambda w: [w.resolution.pk],
    "portal": lambda w: [w.article.pk],
    "newsroom": lambda w: [w.article.pk],
    "registry": lambda w: [w.draft.pk],
    "likeness:take_back": lambda w: [w.decided.pk],
    "likeness": lambda w: [w.pair.pk],
    "readings:withdraw": lambda w: [w.report.figures.get(part="").pk],
    "readings:again": lambda w: [w.unread.pk],
    "readings:file": lambda w: [w.report.pk],
    "readings": lambda w: [w.open_report.pk],
    "search:drop": lambda w: [Abbreviation.objects.get(short="NTM").pk],
    "papers:handout": lambda w: [w.handout.pk],
    "papers:fields": lambda w: ["ke-hoach"],
    "papers:version": lambda w: ["ke-hoach", "party", w.template.pk],
    "papers:document": lambda w: ["ke-hoach", "party"],
    "papers:download": lambda w: ["ke-hoach", "party"],
    "papers:preview": lambda w: ["ke-hoach", "party"],
    "papers:preview_own": lambda w: ["ke-hoach", "party", w.template.pk],
    "papers:use_again": lambda w: ["ke-hoach", "party"],
    "drafting:draw_up": lambda w: [w.campaign.slug, "ke-hoach"],
    "typefaces": lambda w: [w.sample.pk],
    "typefaces:download": lambda w: [w.sample.pk, "repair"],
    "intake:decide": lambda w: [w.clash.upload_id, w.clash.pk],
    "intake:mend": lambda w: [w.misspelt.pk],
    "intake:marked": lambda w: [w.misspelt.pk],
    "intake": lambda w: [w.upload.pk],
    "statuses": lambda w: [w.status.pk],
    "campaigns": lambda w: [w.campaign.slug],
    "criteria": lambda w: [w.criteria.pk],
    "criteria:edit": lambda w: [w.copied.pk],
    "criteria:apply": lambda w: [w.unfrozen and w.campaign.slug],
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


def points_for(sheet):
    """Return a point for each criterion of the sheet of a unit, as it is typed."""
    return {"version": sheet.version} | {f"p{each.pk}": "1" for each in criteria_of_cluster(sheet)}


def marks_for(contest, judge):
    """Return a point for each criterion of the sheet of a judge, as it is typed."""
    sheet = contest.sheet(judge, contest.works[0])
    return {"version": sheet.version} | {f"p{each.pk}": "1" for each in criteria_of_contest(sheet)}


def said(name, w):
    """Return what a step is given."""
    given = SAID.get(name, {})
    return given(w) if callable(given) else given


def unshown():
    """Let readers be shown no board of new rural area, so that it can be shown; the button says nothing more."""
    Showing.objects.all().delete()
    return {}


def own_numbers():
    """Return a sheet with numbers of a periodic report, one of them wrong."""
    book, out = openpyxl.Workbook(), BytesIO()
    for row in (["Nội dung", "Số lượng"], ["Ngày công lao động", 12], ["Đất hiến (m²)", "9 m"]):
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("so-lieu.xlsx", out.getvalue())


def registration(w, **more):
    facts = {"name": "Đường hoa", "field": w.draft.field_id, "kind": "model", "owner_kind": "collective"}
    return facts | {"year_status": "new", "form_key": str(uuid4()), "unit": w.hoa.pk, "version": w.draft.version} | more


def trainee_of(w):
    return Trainee.objects.get(training_class=w.taught.pk)


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


def site(w):
    return {"name": "Trang mới", "colour": "#0b4a7a", "responsible": "Bí thư", "phone": "0229 0000 013"}


def document():
    out, written = BytesIO(), docx.Document()
    written.add_paragraph("Đường hoa Yên Hòa")
    written.add_paragraph("Hơn hai cây số.")
    written.save(out)
    return SimpleUploadedFile("bai.docx", out.getvalue())


def decision(w):
    day = timezone.localdate()
    return {"number": "06-QĐ/BCĐ", "signed_on": f"{day:%d/%m/%Y}", "signed_by": "Trưởng ban", "unit": w.district.pk}


def draft_of(w):
    """What a draft says, without its list."""
    said = {"title": "Công nhận", "signed_on": f"{timezone.localdate():%d/%m/%Y}", "unit": w.district.pk}
    said |= {"appeal_days": 30, "version": w.paper.version, "form_key": str(uuid4())}
    return said | {"bases-TOTAL_FORMS": 0, "bases-INITIAL_FORMS": 0}


def as_typed(of):
    """Points for every criterion, as they are typed."""
    registration = getattr(of, "registration", of)
    return {f"p{pk}": str(points).replace(".", ",") for pk, points in full_marks(registration).items()}


def closable(w):
    """A model that one scorer scored, which is enough."""
    assert w.handed_in
    Round.objects.update(each=1)
    return w.handed_in.registration


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


def addresses(w):
    return SimpleUploadedFile("dia-chi.csv", f"/news/8;{w.article.pk}\n/news/9;{w.article.pk}\n".encode())


def a_pdf():
    return SimpleUploadedFile("van-ban.pdf", pdf_bytes())


def picture():
    return SimpleUploadedFile("lang-que.jpg", (kit.PICTURES / "lang-que.jpg").read_bytes(), "image/jpeg")


DECREE = {"number": "99/QĐ-UBND", "signed_on": "01/02/2020", "issuer": "UBND tỉnh"}
CERTIFICATE = {"name": "Mẫu", "issuer": "Ban Chỉ đạo", "place": "Yên Mô", "authority": "T/M", "signer": "Đỗ Trọng Luận"}
REASON = {"reason": "Thiếu chỉ tiêu đo được"}


def meeting_said(w, **more):
    day = {"held_on": f"{timezone.localdate():%d/%m/%Y}", "voting": "open", "tie": "fail"}
    return day | {"scored": len(w.scored)} | more


def meeting_changed(w):
    seats = [seat.pk for seat in w.meeting.seats.all()]
    return meeting_said(w, chair=seats[0], voting_seats=seats, version=w.meeting.version)


def attendance(w):
    there = {f"presence-{seat.pk}": "present" for seat in w.meeting.seats.all()}
    return there | {"version": w.meeting.version}


def ballot_paper(w, **more):
    return {"cast": "1", f"vote-{w.ballot.questions.get().pk}": "yes"} | more


REWARD = {"version": 1, "kind": "certificate", "name": "Giấy khen mới", "level": "commune", "giver": "commune_chair"}
REWARD |= {"basis": "Luật", "valid_from": "01/01/2017", "individual": "0,15", "round_up_to": 1}
REWARD |= {"years_needed": 0, "years_of": 0}
REPORT_FORM = {"name": "Báo cáo quý", "span": "quarter", "kinds": ["commune"], "day": 20, "sooner": 0, "swing": 30}
REPORT_FORM |= {"text": "phần ket_qua | Kết quả"}
SAID = {
    "meetings:new": lambda w: meeting_said(w, level="district"),
    "meetings:change": meeting_changed,
    "meetings:attendance": attendance,
    "meetings:table": lambda w: {"pick": [w.meeting and each.pk for each in w.scored]},
    "meetings:close": lambda w: {"version": w.settled.version},
    "meetings:papers": {"form": "party", "issuer": "Ban Chỉ đạo huyện", "place": "Yên Mô", "minutes": ""},
    "meetings:item": lambda w: REASON | {"do": "settle", "result": "put_off", "version": w.meeting.version},
    "meetings:start": lambda w: {"pick": w.item.pk},
    "meetings:ballot": REASON | {"do": "void"},
    "meetings:booth": lambda w: ballot_paper(w, seat=w.meeting.seats.first().pk),
    "meetings:vote": lambda w: ballot_paper(w, code=w.code),
    "changes:locate": {"place": "20.0856, 106.0123"},
    "changes:locate_many": {},
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
    "portal:remark_model": lambda w: {"name": "Đỗ Văn Hợp", "text": "Mô hình hay.", "key": one_time_key()},
    "portal:rate_model": {"stars": "4"},
    "portal:report": {"reason": "false"},
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
    "registry:how_to": {"steps": "Họp thôn.", "version": "0"},
    "registry:release_how_to": {"version": "0"},
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
    "recognition:recognise": lambda w: {"pick": w.on_paper.pk} | decision(w),
    "recognition:decline": lambda w: REASON | {"version": w.on_paper.version},
    "appraisal:sheet": lambda w: {"version": w.marked.version, "hand_in": "yes"} | as_typed(w.marked),
    "appraisal:mark": lambda w: {"version": w.sheet.version} | as_typed(w.sheet),
    "appraisal:reopen": lambda w: {"version": w.handed_in.version},
    "appraisal:put_aside": lambda w: REASON | {"version": w.sheet.version, "to": "recused"},
    "appraisal:withdraw": REASON,
    "appraisal:declare": lambda w: REASON | {"unit": w.hoa.pk},
    "appraisal:lift": REASON,
    "appraisal:open": {"each": 2},
    "appraisal:assign": lambda w: {"people": [w.appraiser.pk]} if w.visit else {},
    "appraisal:close_many": lambda w: {"pick": closable(w).pk},
    "appraisal:self_score": lambda w: {"version": w.own_sheet.version, "hand_in": "yes"} | as_typed(w.own_sheet),
    "appraisal:autosave": lambda w: {"version": 1} | as_typed(w.proposed),
    "appraisal:survey": lambda w: {
        "visited_on": f"{timezone.localdate():%d/%m/%Y}",
        "place": "Thôn 5",
        "team": "Ông A",
        "findings": "Đã xem",
    },
    "appraisal:score": REASON,
    "recognition:new": lambda w: draft_of(w) | {"campaign": w.to_begin.campaign.slug, "level": "district"},
    "recognition:edit": lambda w: draft_of(w) | {"campaign": w.campaign.slug, "level": "district"},
    "recognition:amend": lambda w: draft_of(w),
    "recognition:revoke": lambda w: draft_of(w),
    "recognition:number": {"number": "99-QĐ/BCĐ"},
    "recognition:void_number": REASON,
    "recognition:discard": REASON,
    "recognition:leave_out": REASON,
    "recognition:promulgate": lambda w: {"seen": mark_of(w.paper, outcomes_of(w.paper), []), "signed": "on"},
    "recognition:line": REASON | {"called": "Đường hoa ven sông", "level": "district"},
    "recognition:appeal": {"reasons": "Đã lan tỏa"},
    "recognition:answer": REASON | {"to": "dismissed"},
    "recognition:keep_up": lambda w: REASON | {"version": w.titled_row.registration.version},
    "recognition:spread": lambda w: REASON | {"version": w.titled_row.registration.version},
    "recognition:end": lambda w: REASON | {"version": w.titled_row.registration.version},
    "numbering:set_up": lambda w: {
        "unit": w.district.pk,
        "profile": "state",
        "doc_type": "QĐ",
        "symbol": "UBND",
        "used_before": "4",
    },
    "numbering:begin_term": lambda w: {
        "starts_on": f"02/01/{w.book.series.get().ends_on.year}",
        "ends_on": f"01/01/{w.book.series.get().ends_on.year + 5}",
        "used_before": "0",
    },
    "numbering:reserve": lambda w: {
        "about": "Kế hoạch",
        "day": f"{timezone.localdate():%d/%m/%Y}",
        "form_key": str(uuid4()),
    },
    "numbering:issue": {"signed_on": f"{timezone.localdate():%d/%m/%Y}"},
    "numbering:void": REASON,
    # commendation
    "commendation:new": lambda w: {
        "form_key": str(uuid4()),
        "unit": w.hoa.pk,
        "campaign": w.rewards.campaign.pk,
        "form": w.rewards.form.pk,
    },
    "commendation:edit": lambda w: {
        "form_key": str(uuid4()),
        "form": w.rewards.form.pk,
        "version": w.rewards.dossier.version,
    },
    "commendation:delete_draft": lambda w: {"version": w.rewards.dossier.version},
    "commendation:models": lambda w: {"pick": w.rewards.models[1].pk, "version": w.rewards.dossier.version},
    "commendation:new_row": lambda w: w.rewards.written(),
    "commendation:row": lambda w: w.rewards.written(),
    "commendation:drop_row": lambda w: {"version": w.rewards.dossier.version},
    "commendation:attach": lambda w: {"kind": "other", "file": picture()},
    "commendation:submit": lambda w: {"version": w.rewards.dossier.version},
    "commendation:documents": {
        "layout": "state",
        "issuer": "UBND xã",
        "place": "Yên Hòa",
        "to": "Hội đồng",
        "document": "submission",
    },
    "commendation:return_": lambda w: REASON | {"version": w.rewards.dossier.version},
    "commendation:send": lambda w: {"council": "Hội đồng", "version": w.rewards.dossier.version},
    "commendation:decide": lambda w: w.rewards.decision(),
    "commendation:reopen": lambda w: REASON | {"version": w.rewards.dossier.version},
    "commendation:revoke": {"number": "30/QĐ", "revoked_on": "02/02/2018", "why": "Khai sai"},
    "commendation:example": lambda w: {"unit": w.district.pk},
    "commendation:new_form": lambda w: REWARD | {"unit": w.district.pk},
    "commendation:form": lambda w: REWARD | {"unit": w.district.pk},
    "commendation:salary": lambda w: {
        "unit": w.district.pk,
        "valid_from": "01/07/2024",
        "amount": "2.340.000",
        "basis": "Nghị định",
    },
    "commendation:confirm": {"version": 1},
    "commendation:confirm_salary": {"amount": "1390000"},
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
    "search:abbreviations": {"short": "TNVN", "long": "Thanh niên Việt Nam"},
    "formats:check": lambda w: {"file": document(), "profile": "auto"},
    "papers:letterhead": LETTERHEAD,
    "papers:document": lambda w: {"file": changed(), "unit": w.district.pk, "valid_from": "01/01/2018"},
    "drafting:draw_up": lambda w: LETTERHEAD | {"form_key": uuid4(), "word": ""},
    "typefaces:start": {"text": TYPED.decode("latin-1")},
    "intake:start": workbook,
    "intake:match": {"c0-2": "name"},
    "intake:decide": {"side-place": "file"},
    "intake:mend": {"all": "1"},
    "notices:read_all": lambda w: {"told": w.held.notice_id},
    "notices:preferences": {"by_mail": "on"},
    "notices:drop": REASON,
    "correspondence:receive": DOCUMENT | {"day": "09/08/2020"},
    "correspondence:receive_known": {"day": "09/08/2020"},
    "correspondence:send_out": DOCUMENT | SENDING,
    "correspondence:send_out_known": SENDING,
    "correspondence:entry": lambda w: {
        "version": w.arrival.version,
        "day": f"{timezone.localdate():%d/%m/%Y}",
        "note": "Đã trả lời",
    },
    "correspondence:put_right": lambda w: {
        "version": w.arrival.version,
        "day": f"{timezone.localdate():%d/%m/%Y}",
        "sender": "Huyện ủy",
    },
    "correspondence:ask": DEADLINE,
    "correspondence:ask_otherwise": lambda w: DEADLINE | {"version": w.deadline.version, "each_day": "20"},
    "correspondence:hand_out": lambda w: {"due_on": f"{due_day(w.deadline, timezone.localdate()):%d/%m/%Y}"},
    "directives:bases": lambda w: {"directive": w.resolution.pk, "clause": "mục II"},
    "directives:legal": {"number": "06/2022/QH15"},
    "directives:write": DOCUMENT,
    "directives:amend": lambda w: DOCUMENT | {"version": w.resolution.version},
    "directives:withdraw": lambda w: REASON | {"version": w.resolution.version},
    "directives:bring_back": lambda w: {"version": w.gone.version},
    "directives:attach": lambda w: {"uploads": a_pdf()},
    "directives:relate": lambda w: {"kind": "by_guide", "other": w.plan.pk, "from_day": "01/06/2018"},
    "directives:unrelate": lambda w: {"here": w.relation.earlier_id},
    "recognition:put_on_file": lambda w: {"file": a_pdf()},
    "recognition:show_file": {"is_public": "1"},
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
    "registers:enter": lambda w: GROUP | {"unit": w.hoa.pk},
    "registers:correct": lambda w: GROUP | {"unit": w.hoa.pk, "version": w.group.version},
    "registers:enclose": lambda w: {"enclosures": [a_pdf()]},
    "registers:withdraw": lambda w: {"version": w.group.version, "reason": "Nhập trùng"},
    "newrural:show": lambda w: unshown(),
    "newrural:assess": {"assessed_on": "05/12/2025", "criterion_1": "met"},
    "newrural:model": lambda w: {"criteria": [criteria_on(timezone.localdate())[0].pk]},
    "newrural:sets": {"name": "Bộ mới", "basis": "Quyết định", "valid_from": "01/01/2099", "criteria": "Quy hoạch"},
    "replication:step": {"progress": "40", "said": "Trồng 2 km", "version": "3"},
    "replication:begin": lambda w: {"exemplar": w.own_model().pk, "version": w.agreed.version, "form_key": uuid4()},
    "replication:copy": lambda w: {"unit": w.hoa.pk, "adapts": "Trồng hoa thấp", "form_key": uuid4()},
    "replication:new": lambda w: {
        "unit": w.district.pk,
        "units": [w.hoa.pk],
        "due_on": f"{timezone.localdate():%d/%m/%Y}",
        "form_key": uuid4(),
    },
    "replication:plan": lambda w: {"units": [w.mac.pk], "due_on": f"{timezone.localdate():%d/%m/%Y}"},
    "pledges:open": lambda w: {"criteria_set": CriteriaSet.objects.latest("pk").pk, "due_on": "31/12/2099"},
    "pledges:close": {"reason": ""},
    "pledges:sheet": lambda w: points_for(w.points_of("assigned")),
    "pledges:mark": lambda w: points_for(w.points_of("assigned")),
    "pledges:reopen": lambda w: {"version": w.points_of("done").version},
    "press:open": lambda w: {"stage": "preliminary", "each": 1, "judges": [w.appraiser.pk]},
    "press:announce": lambda w: (
        {f"w{w.finished.works[0].pk}": "first", "number": "12-QĐ/BDV", "signed_on": "01/02/2018"}
    ),
    "press:checks": {"check_name": "proof", "reason": "Bản in nộp trực tiếp"},
    "press:close": lambda w: {"keep": 1} if w.judged else {},
    "press:withdraw": REASON,
    "press:sheet": lambda w: marks_for(w.contest, w.appraiser),
    "press:mark": lambda w: marks_for(w.contest, w.appraiser),
    "press:reopen": lambda w: {"version": w.judged.sheet(w.appraiser, w.judged.works[0]).version},
    "press:put_aside": REASON | {"version": 1, "to": "recused"},
    "dialogues:show": lambda w: {"questions": [each.pk for each in questions_of(w.dialogue)]},
    "training:people": lambda w: {"into": w.to_teach.pk, "pick": [Post.objects.get(user=w.officer).pk]},
    "training:attendance": lambda w: {"was": f"{trainee_of(w).pk}-1"},
    "training:certificates": lambda w: {"on": "13/05/2017", "first": "01/GCN", "pick": [trainee_of(w).pk]},
    "following:answer": {"text": "Huyện cấp xi măng"},
    "following:hand_on": lambda w: {"doer": w.hoa.pk, "due_on": "01/01/2090"},
    "duties:detail": {"note": "Đã xong"},
    "duties:judge": REASON | {"do": "off"},
    "conferences:new": lambda w: gathering.said(w.conference) | {"unit": w.conference.unit_id},
    "conferences:change": lambda w: gathering.said(w.conference) | {"version": w.coming.version},
    "conferences:cancel": REASON,
    "conferences:step": {"do": "invite"},
    "conferences:programme": {"content": "Khai mạc", "minutes": "10"},
    "conferences:item": {"do": "drop"},
    "conferences:delegates": {"people": "Lê Thị Thơm; Chủ tịch Hội"},
    "conferences:quotas": {"save": "1"},
    "conferences:invitations": gathering.HEAD,
    "conferences:notice": gathering.HEAD,
    "conferences:door": lambda w: {"do": "enter", "guest": w.guest.pk},
    "conferences:conclusions": {"text": "Kiện toàn Ban Chỉ đạo"} | gathering.NO_ROWS,
    "conferences:conclusion": {"text": "Kiện toàn Ban Chỉ đạo"} | gathering.NO_ROWS,
    "conferences:issue": {"number": "12-TB/BCĐ", "day": "20/01/2018"},
    "conferences:speeches": lambda w: {"unit": w.hoa.pk, "title": "Giữ gìn vệ sinh"},
    "conferences:speech": {"do": "change", "title": "Đường hoa kiểu mẫu"},
    "conferences:send_speech": {"title": "Đường hoa", "speaker": "Lê Thị Thơm"},
    "conferences:offer": lambda w: {"unit": w.hoa.pk, "title": "Giữ gìn vệ sinh"},
    "conferences:offered": {"title": "Giữ gìn vệ sinh xóm"},
    "conferences:answer_offer": {"do": "take"},
    "conferences:honours": lambda w: {"do": "handed", "honour": w.honour.pk},
    "conferences:honour": {"do": "change", "receiver": "Lê Thị Thơm"},
    "conferences:honour_list": gathering.HEAD,
    "conferences:programme_paper": gathering.HEAD,
    "conferences:pack": {"parts": ["programme"], "form_key": "7d3e8c64-6f1a-4c5e-9a58-3f3e1c1d2b77"},
    "conferences:answer": {"answer": "confirmed"},
    "conferences:name": {"name": "Lê Thị Thơm"},
    "reports:year_end": {"form": "party"},
    "reports:half_year": {"form": "party"},
    "reports:term": {"form": "party"},
    "tables:make": made_tables.PAPER,
    "tables:new_form": {"title": "Biểu thử", "text": made_tables.TEXT},
    "tables:form": {"title": "Biểu thử", "text": made_tables.TEXT},
    "reporting:new_form": REPORT_FORM,
    "reporting:form": REPORT_FORM,
    "reporting:open": lambda w: {
        "name": "Quý I năm 2030",
        "campaign": w.campaign.pk,
        "starts_on": "01/01/2030",
        "ends_on": "31/03/2030",
    },
    "reporting:accept_many": lambda w: {"pick": w.owed_sent.pk},
    "reporting:paper": {
        "form": "state",
        "issuer": "UBND xã",
        "signs_for": "UBND xã",
        "signs_as": "Chủ tịch",
        "place": "Yên Hòa",
    },
    "reporting:edit": lambda w: {"version": w.owed.version, "c-ngay_cong": "12"},
    "reporting:autosave": lambda w: {"version": w.owed.version, "c-ngay_cong": "12"},
    "reporting:workbook": lambda w: {"file": own_numbers()},
    "reporting:enclose": lambda w: {"files": [a_pdf()]},
    "reporting:send": lambda w: {"version": w.owed_written.version},
    "reporting:copy_last": {"version": 1},
    "reporting:gather": {"version": 1},
    "reporting:return": {"p-ket_qua": "Nêu rõ hơn"},
    "reporting:amend": REASON,
    "reporting:extend": REASON | {"last_day": "31/12/2099"},
    "closings:close": {"period": "year"},
    "closings:now": {"note": "Sửa tên"},
    "sites:new": lambda w: site(w) | {"unit": w.district.pk, "host": "huyen.localhost"},
    "sites:edit": lambda w: site(w) | {"host": w.site.host, "version": w.site.version},
    "newsroom:new": lambda w: article(w, 0),
    "newsroom:edit": lambda w: article(w, w.article.version),
    "newsroom:addresses": lambda w: {"path": "/news/7", "article": w.article.pk},
    **dict.fromkeys(["newsroom:sections", "newsroom:section"], {"name": "Chuyên đề"}),
    "newsroom:arrange": {"do": "down"},
    **dict.fromkeys(["newsroom:month", "newsroom:next_month"], {"names": "Tiếng kẻng an ninh", "version": "0"}),
    "newsroom:pick_photo": lambda w: {"photo": w.other_photo.pk},
    "newsroom:shift_photo": {"do": "down"},
    "newsroom:bring_addresses": lambda w: {"file": addresses(w)},
    "newsroom:withdraw": REASON,
    "newsroom:return": REASON,
    "newsroom:import": lambda w: {"upload": document(), "section": w.article.section_id, "unit": w.district.pk},
    "newsroom:keep_lease": {"closed": "1"},
    "newsroom:notes": lambda w: {"text": "Xem lại số liệu.", "form_key": str(uuid4())},
    "newsroom:keep_unsaved": lambda w: article(w, w.article.version),
    "newsroom:keep_new": lambda w: article(w, 0),
    **dict.fromkeys(["newsroom:drop_unsaved", "newsroom:drop_new"], {"form_key": str(uuid4())}),
    "newsroom:clean": {"html": "<p>Chữ</p>"},
    "newsroom:add_photo": lambda w: {"photo-file": picture(), "photo-alt": "Đường hoa"},
    "newsroom:photo": {"alt": "Đường hoa"},
    "newsroom:place": lambda w: {"kind": "photo", "number": w.photo.pk, "after": 1, "version": w.article.version},
    "newsroom:add_file": lambda w: {"file-file": clips.sent("a.pdf", b"%PDF-1.7\n"), "file-title": "Kế hoạch"},
    "newsroom:file": {"title": "Phóng sự"},
    "voice:moderate": lambda w: {"act": "show", "picked": w.remark.pk},
    "voice:answer": {"text": "Cảm ơn bạn đọc."},
    "voice:follow_up": {"title": "Xác minh", "due_on": "01/01/2099"},
    "voice:erase": REASON,
    "voice:new_pattern": {"text": "tàng hình", "kind": "other", "effect": "mark", "is_on": "on"},
    "voice:pattern": {"text": "tàng hình", "kind": "other", "effect": "mark", "is_on": "on"},
    "voice:reasons": {"texts": "Quảng cáo"},
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
    # Those of a register are asked for by the verbs of all registers, with the name of its room before them.
    called = [n for _path, n in _calls() if isinstance(n, ast.Call) and n.args]
    by_name = [n for n in called if getattr(n.func, "attr", "") == "act"]
    verbs = {n.args[0].value for n in by_name if isinstance(n.args[0], ast.Constant)}
    of_registers = {register.act(verb) for register in REGISTERS.values() for verb in verbs}
    # Those of a table of moves are asked for by the verbs of scoring, with the name of their room before them.
    of_moves = {act for table in (SHEET_MOVES, CONTEST_MOVES) for moves in table.values() for act in moves.values()}
    assert set(POLICY) - texts - of_registers - of_moves == set()
