"""What the papers of a closed meeting say, in Vietnamese whatever language the screens speak."""

from collections.abc import Sequence

from django.utils.translation import override

from kheo.lib.vitext import normalise
from kheo.movement.campaigns.states import Base, Bound
from kheo.movement.meetings.models import Ballot, Item, Question, Seat
from kheo.movement.meetings.queries import Record, votes_of
from kheo.movement.meetings.rules import quorum_of
from kheo.movement.meetings.states import Result, Tie, Verdict, Voting

_BOUNDS = {
    Bound.OVER_HALF: "trên 1/2",
    Bound.TWO_THIRDS: "từ 2/3 trở lên",
    Bound.SEVENTY: "từ 70% trở lên",
    Bound.THREE_QUARTERS: "từ 3/4 trở lên",
    Bound.EIGHTY: "từ 80% trở lên",
    Bound.NINETY: "từ 90% trở lên",
}
_BASES = {
    Base.MEMBERS: "tổng số thành viên có quyền biểu quyết",
    Base.PRESENT: "số thành viên có quyền biểu quyết có mặt",
    Base.VALID: "số phiếu hợp lệ",
}
_WAYS = {
    Voting.OPEN: "biểu quyết giơ tay",
    Voting.MACHINE: "bỏ phiếu kín trên máy tính",
    Voting.PAPER: "bỏ phiếu kín bằng phiếu giấy",
}
_TIES = {
    Tie.FAIL: "coi là không đồng ý",
    Tie.CHAIR: "theo ý kiến của người chủ trì",
    Tie.AGAIN: "bỏ phiếu lần hai; nếu vẫn ngang nhau thì coi là không đồng ý",
}
_RESULTS = {
    Result.PASSED: "Đồng ý công nhận",
    Result.FAILED: "Không đồng ý công nhận",
    Result.PUT_OFF: "Để lại kỳ họp sau",
}


@override("vi")
def words_of(record: Record) -> dict[str, object]:
    """Return the words for the templates of the minutes and of the list that goes with them."""
    meeting, chair = record.meeting, record.chair
    rows = [_row(item) for item in record.items]
    quorum = quorum_of(meeting, record.seats)
    return {
        "committee": meeting.committee.name,
        "campaign": meeting.campaign.name,
        "year": meeting.campaign.year,
        "level": str(meeting.get_level_display()).lower(),
        "place": meeting.place,
        "chair": _person(chair.name, f"{chair.title}, {chair.get_place_display()}") if chair else "",
        "chair_name": chair.name if chair else "",
        "secretary": _person(meeting.secretary, meeting.secretary_title) if meeting.secretary else "",
        "secretary_name": meeting.secretary,
        "seats": [{"name": s.name, "title": s.title, "place": s.get_place_display()} for s in record.present],
        "absent": [_absent(seat) for seat in record.absent],
        "members": len(record.seats),
        "voting": quorum,
        "quorum": _BOUNDS[Bound(meeting.quorum)],
        "threshold": _BOUNDS[Bound(meeting.threshold)],
        "base": _BASES[Base(meeting.base)],
        "tie": _TIES[Tie(meeting.tie)],
        "rows": rows,
        "aside": [_aside(item) for item in record.items if item.recusals.all()],
        "ballots": [_ballot(ballot) for ballot in record.ballots if ballot.closed_at and not ballot.voided_at],
        "void": [f"Lần {ballot.number}: {ballot.reason}" for ballot in record.ballots if ballot.voided_at],
        "hands": _hands(record),
        "passed": [row for row in rows if row["is"] == Result.PASSED],
        "failed": [row for row in rows if row["is"] == Result.FAILED],
        "put_off": [row for row in rows if row["is"] == Result.PUT_OFF],
        "against": [row for row in rows if row["is"] == Result.PASSED and not row["earns"]],
    }


def _person(name: str, title: str) -> str:
    return f"Đồng chí {name}, {title}" if normalise(title) else f"Đồng chí {name}"


def _absent(seat: Seat) -> str:
    return f"Đồng chí {seat.name}, {seat.title} ({seat.absence or 'không nêu lý do'})"


def _row(item: Item) -> dict[str, object]:
    standing: Sequence[Question] = item.standing  # type: ignore[attr-defined]  # prefetched by agenda_of
    last = standing[-1] if standing else None
    return {
        "name": item.name,
        "unit": item.unit_name,
        "field": item.field_name,
        "points": item.points,
        "grade": item.grade + (f"; điều kiện loại trừ: {item.veto}" if item.veto else ""),
        "earns": item.earns and not item.veto,
        "votes": _votes(last) if last else "không biểu quyết",
        "result": _RESULTS[Result(item.result)],
        "is": Result(item.result),
        "reason": item.reason,
    }


def _votes(question: Question) -> str:
    votes = votes_of(question)
    parts = [f"{votes.yes} đồng ý", f"{votes.no} không đồng ý"]
    parts += [f"{votes.abstain} không có ý kiến"] * bool(votes.abstain)
    parts += [f"{votes.invalid} không hợp lệ"] * bool(votes.invalid)
    base = votes.base(question.ballot.meeting.base)
    tied = "; ngang nhau" if question.verdict == Verdict.TIED else ""
    return f"{', '.join(parts)} (tính trên {base}){tied}"


def _aside(item: Item) -> str:
    names = "; ".join(f"đồng chí {each.seat.name} ({each.reason})" for each in item.recusals.all())
    return f"“{item.name}”: {names}"


def _ballot(ballot: Ballot) -> str:
    asked = ballot.questions.all()
    text = f"Lần {ballot.number}: {_WAYS[Voting(ballot.voting)]}, {len(asked)} nội dung"
    if ballot.voting == Voting.OPEN:
        return text
    text += f"; phát ra {ballot.handed_out} phiếu"
    if ballot.voting == Voting.PAPER:
        last = [count for count in ballot.counts.all() if count.turn == ballot.turn]
        text += f", thu về {last[0].found} phiếu; kiểm phiếu: {', '.join(count.teller for count in last)}"
        return text + (f" (kiểm {ballot.turn} lượt)" if ballot.turn > 1 else "")
    cast = max((votes_of(question).valid for question in asked), default=0)
    return f"{text}, có {cast} phiếu được bỏ"


def _hands(record: Record) -> list[str]:
    """Return who openly voted otherwise than in favour, by item."""
    said, other = [], {"no": "không đồng ý", "abstain": "không có ý kiến"}
    for item in record.items:
        for question in item.standing:  # type: ignore[attr-defined]  # prefetched by agenda_of
            names = [f"đồng chí {name} ({other[c]})" for name, c in record.hands.get(question.pk, ()) if c in other]
            said += [f"“{item.name}”: {'; '.join(names)}"] * bool(names)
    return said
