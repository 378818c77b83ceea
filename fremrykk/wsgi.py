"""The web process starts here, and refuses to with personal data that nobody declared."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
application = get_wsgi_application()


class Utf8Request(WSGIRequest):
    """Reads in UTF-8 only. Django takes any codec of Python's that is named ("hex"), and fails before any middleware."""

    def _set_content_type_params(self, meta: dict[str, str]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


application.request_class = Utf8Request

from privacy.checks import refuse_to_start  # noqa: E402  the models must be there first
from privacy.queries import fence  # noqa: E402

refuse_to_start()
fence.watch()
