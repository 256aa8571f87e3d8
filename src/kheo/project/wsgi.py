import gc

gc.disable()  # what is loaded here stays for good: looking for garbage in it would be a sixth of the start

import os  # noqa: E402

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kheo.project.settings")
application = get_wsgi_application()

from kheo.foundation.jobs.jobs import keep_working  # noqa: E402 -- its tables are ready only now
from kheo.outlets.portal.web.tally import keep_writing_down  # noqa: E402 -- its tables are ready only now
from kheo.project.checks import refuse_unsafe  # noqa: E402 -- reads tables, which are ready only now

refuse_unsafe()
keep_writing_down()
keep_working()
gc.freeze()
gc.enable()
