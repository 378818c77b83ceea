"""The web process starts here, and refuses to with personal data that nobody declared."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
application = get_wsgi_application()

from privacy.checks import refuse_to_start  # noqa: E402  the models must be there first

refuse_to_start()
