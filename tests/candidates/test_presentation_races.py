"""A client reads or takes along in the moment it ends: what ended first is not shown, and no look is written after it.

The broken variant reads without holding anything: it must be found showing somebody who was gone already.
"""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from candidates.actions import applications, permissions, presentation_readers, presentation_reading, presentations
from candidates.models import Application, Candidate, PresentationDownload, PresentationReader
from candidates.queries import presentations as reading
from clients.actions import orders
from privacy.actions import erasure, restrictions
from privacy.choices import ErasureCause, Role
from privacy.models import TrailEntry
from tests import factories as made
from tests.candidates.test_presentations import candidate_of, confirmed, draft, link_of, send  # noqa: F401
from tests.turns import Point, Turns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("P33", "P49")]
NOW = made.NOW
LATER = NOW + datetime.timedelta(hours=1)
