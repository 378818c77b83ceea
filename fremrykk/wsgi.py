"""The web process starts here, and refuses to with personal data that nobody declared, or as a role that may too much."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  the models must be there first

from fremrykk import database_roles, late  # noqa: E402
from fremrykk.logs import faults  # noqa: E402
from fremrykk.requests import Utf8Request  # noqa: E402
from privacy.checks import refuse_to_start  # noqa: E402
from privacy.queries import fence  # noqa: E402

application.request_class = Utf8Request
late.keep_pages_short()
refuse_to_start()
database_roles.refuse_too_much()
faults.report(settings.SENTRY_DSN)
fence.watch()
