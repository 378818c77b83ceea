"""What the page for who writes the program (DEBUG=1) leaves out beside what Django does: addresses with passwords in them."""

import re

from django.views.debug import SafeExceptionReporterFilter


class HidesAddresses(SafeExceptionReporterFilter):
    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|URL|DSN|LOCATION|STORAGES|OPTIONS", re.IGNORECASE
    )
