from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File

from kheo.foundation.files.rules import largest, words_for
from kheo.lib.office.formats.checking import check
from kheo.lib.office.formats.findings import Finding, Report, Severity
from kheo.lib.office.formats.profiles import Block, Profile, profile_of
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Problem, Unsafe
from kheo.machinery.formats import rules


@dataclass(frozen=True)
class Line:
    """One finding in words."""

    severity: Severity
    label: str
    found: str
    wanted: str
    clause: str
    places: tuple[str, ...]
    more: str

    @property
    def tone(self) -> str:
        return "stop" if self.severity == Severity.WRONG else "warn"


@dataclass(frozen=True)
class Part:
    """A part of the document, and what was found in it."""

    key: Block
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Checked:
    """What a check says of a document."""

    name: str
    profile: Profile
    by: str
    is_guessed: bool
    parts: tuple[Part, ...]
    wrong: int
    better: int
    seen: tuple[str, ...]


def checked_file(path: Path, *, profile: str, today: date) -> Checked:
    """Return what a check says of a file; "auto" chooses the profile by the document.

    :raises Refused: if it cannot be read.
    """
    try:
        report = check(path, today=today, profile="" if profile == rules.AUTO else profile)
    except Unsafe as unsafe:
        code = "wrong_kind" if unsafe.code == Problem.NOT_A_TEXT else unsafe.code
        raise Refused(words_for(code, name=path.name, most=largest(rules.KINDS), kinds=rules.KINDS)) from unsafe
    return _told(path.name, report)


def checked(upload: "File[bytes]", *, profile: str, today: date) -> Checked:
    """Return what a check says of a file that somebody sent; nothing of it is kept.

    :raises Refused: if it cannot be read.
    """
    name = Path(upload.name or "").name or "van-ban.docx"
    if (upload.size or 0) > largest(rules.KINDS):
        raise Refused(words_for("too_large", name=name, most=largest(rules.KINDS)))
    with TemporaryDirectory() as desk:
        path = Path(desk) / name[-100:]
        with path.open("wb") as out:
            out.writelines(upload.chunks())
        return checked_file(path, profile=profile, today=today)


def _told(name: str, report: Report) -> Checked:
    weights = [finding.severity for finding in report.findings for _place in range(finding.count)]
    profile = profile_of(report.profile)
    return Checked(
        name=name,
        profile=profile,
        by=rules.profile_in_words(profile),
        is_guessed=report.is_guessed,
        parts=tuple(_parts(report.findings)),
        wrong=weights.count(Severity.WRONG),
        better=weights.count(Severity.BETTER),
        seen=tuple(str(rules.BLOCKS[block]) for block in report.blocks),
    )


def _parts(findings: tuple[Finding, ...]) -> Iterator[Part]:
    for block in dict.fromkeys(finding.block for finding in findings):
        lines = tuple(_line(finding) for finding in findings if finding.block == block)
        yield Part(block, str(rules.BLOCKS[block]), lines)


def _line(finding: Finding) -> Line:
    more = finding.count - len(finding.places)
    return Line(
        severity=finding.severity,
        label=str(rules.SEVERITIES[finding.severity]),
        found=rules.found_in_words(finding),
        wanted=rules.wanted_in_words(finding),
        clause=finding.clause,
        places=tuple(filter(None, map(rules.place_in_words, finding.places))),
        more=rules.more_in_words(more) if more > 0 and finding.places else "",
    )
