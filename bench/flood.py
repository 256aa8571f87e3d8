"""10,000 remarks in a minute from as many addresses, through the whole site: does it stay up, and is the queue usable?

`python -m bench.flood [number]` makes a database of its own under a temporary folder, sends the remarks one after the
other through the middleware and the view (once with the limit for all, once without), and measures the moderators'
queue and the steps that clear it.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

NUMBER = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
TEXTS = ["Mua hàng giảm giá, gọi 0912 345 678!", "Vay nhanh không thế chấp", "Xem ngay kẻo hết"]


def timed(name: str, act: Callable[[], Any]) -> Any:  # Any: whatever the act returns
    """Do something, print how long it took and how many questions it asked, and return what came of it."""
    from django.db import connection  # noqa: PLC0415 -- after the settings are known
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        result = act()
    print(f"| {name} | {(time.perf_counter() - began) * 1000:,.0f} ms | {len(asked)} |")
    return result


def flood(client: Any, place: str, url: str, number: int) -> float:
    """Send the remarks, each from its own address and a tenth of them with words of their own; return the seconds."""
    key = re.search(r'name="key" value="([^"]+)"', client.get(place).content.decode())[1]  # type: ignore[index]
    time.sleep(3.2)  # nobody writes faster
    began = time.perf_counter()
    for each in range(number):
        text = f"Ý kiến số {each} của tôi" if each % 10 == 0 else TEXTS[each % len(TEXTS)]
        address = f"10.{each >> 16}.{each >> 8 & 255}.{each & 255}"
        said = {"name": f"Khách {each}", "text": text, "key": fresh(key, each)}
        answer = client.post(url, said, REMOTE_ADDR=address)
        assert answer.status_code in {302, 429}, answer.content.decode()[:2000]
    return time.perf_counter() - began


def fresh(key: str, each: int) -> str:
    """Return a key of its own for each sending, as each page hands out."""
    from kheo.outlets.portal.web import pages  # noqa: PLC0415 -- after the settings are known

    moment = key.split(".")[1]
    told = f"{each:032x}.{moment}"
    return f"{told}.{pages._signature(told)}"


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KHEO_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "kheo.project.settings"}
        import django  # noqa: PLC0415 -- after the environment is set

        django.setup()
        measure()
    return 0


def measure() -> None:
    """Fill the database and measure."""
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings are known
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from kheo.foundation.accounts.models import User  # noqa: PLC0415
    from kheo.outlets.newsroom.models import Article  # noqa: PLC0415
    from kheo.outlets.portal.web import voice  # noqa: PLC0415
    from kheo.outlets.voice.models import Comment  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    article = Article.objects.published().newest_first()[0]
    place = reverse("portal:article", args=[article.pk, article.slug])
    reader, desk = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    editor = User.objects.get(username="bientap")
    desk.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("portal:remark", args=[article.pk])
    before = Comment.objects.count()
    seconds = flood(reader, place, url, NUMBER // 10)
    kept = Comment.objects.count() - before
    print(f"{NUMBER // 10:,} sent in {seconds:.1f} s, {seconds * 10_000 / NUMBER:.1f} ms each; {kept:,} were taken in")
    vars(voice).update(REMARKS_OF_ALL=("remarks", 10**9, 60))  # what if the site took them all
    seconds = flood(reader, place, url, NUMBER)
    print(f"{NUMBER:,} remarks in {seconds:.1f} s, {seconds / NUMBER * 1000:.1f} ms each\n")
    print("| what | time | queries |\n| --- | --- | --- |")
    timed("article page, while they wait", lambda: reader.get(place))
    queue = reverse("voice:remarks")
    page = timed("queue, first page", lambda: desk.get(queue)).content.decode()
    same = max(re.findall(r"text_key=(\w+)", page), key=page.count)
    timed("queue, one text", lambda: desk.get(f"{queue}?text_key={same}"))
    sent = {"text_key": same, "whole": "1", "act": "hide", "usual": "Quảng cáo"}
    timed("hide all of one text", lambda: desk.post(reverse("voice:moderate"), sent))
    timed("queue, afterwards", lambda: desk.get(queue))
    print(f"\nhidden {Comment.objects.filter(state='hidden').count():,}, left {Comment.objects.waiting().count():,}")


if __name__ == "__main__":
    sys.exit(main())
