from kheo.machinery.notices.actions.deciding import drop, prefer, read, read_all, release, retry, take_out
from kheo.machinery.notices.actions.reminding import remind
from kheo.machinery.notices.actions.sending import claim, fail, find_lost, put_off, send_ready, settle
from kheo.machinery.notices.actions.telling import tell

__all__ = [
    "claim",
    "drop",
    "fail",
    "find_lost",
    "prefer",
    "put_off",
    "read",
    "read_all",
    "release",
    "remind",
    "retry",
    "send_ready",
    "settle",
    "take_out",
    "tell",
]
