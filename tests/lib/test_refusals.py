from kheo.lib.refusals import Refused, Stale


class Lazy:
    """Stands for a lazy string: it becomes text only when shown."""

    def __str__(self):
        return "đã khóa"


def test_refused_keeps_its_reasons_as_given():
    lazy = Lazy()
    refusal = Refused("chưa gửi", lazy)
    assert refusal.reasons == ("chưa gửi", lazy)
    assert refusal.reasons[1] is lazy
    assert str(refusal) == "chưa gửi đã khóa"


def test_stale_is_a_refusal():
    assert Stale("đổi rồi").reasons == ("đổi rồi",)
    assert issubclass(Stale, Refused)
