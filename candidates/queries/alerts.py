"""Which job alerts have something to tell, and to whom it may be told."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery, Value
from psycopg import sql

from candidates.models import JobAlert
from candidates.queries import people
from clients.models import JobAd
from clients.queries import occupations
from privacy.choices import ConsentPurpose

# Each alert beside each published ad that came after it: the ad fits as it does in `JobAd.objects.matching`, and was not
# told of before.
NEW = """
    SELECT alert.id, ad.id
    FROM candidates_jobalert alert
    JOIN clients_jobad ad ON ad.published_at > alert.created_at AND alert.place IN ('', ad.place)
      AND alert.extent IN ('', ad.extent) AND alert.form IN ('', ad.form) AND alert.county IN ('', ad.county)
      AND alert.occupation IN ('', ad.occupation) AND alert.remote IN ('', ad.remote)
    WHERE alert.id = ANY(%s) AND ad.id IN ({published})
      AND NOT EXISTS (
        SELECT 1 FROM unnest(string_to_array(upper(alert.q), ' ')) word
        WHERE strpos(upper(concat_ws(E'\n', ad.title, ad.summary, ad.employer, ad.place, ad.body)), word) = 0
      )
      AND NOT EXISTS (SELECT 1 FROM candidates_alertedad told WHERE told.alert_id = alert.id AND told.ad_id = ad.id)
    ORDER BY ad.published_at DESC, ad.id
"""

Found = dict[uuid.UUID, list[uuid.UUID]]  # alert -> its new ads, the newest first


def new_ads(alerts: Iterable[uuid.UUID], at: datetime.datetime) -> Found:
    """What each of these alerts has to tell at that moment; those with nothing are not in it. One statement."""
    published, parameters = JobAd.objects.published(at).order_by().values("pk").query.sql_with_params()
    found: Found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(NEW).format(published=sql.SQL(published)), [list(alerts), *parameters])
        for alert, ad in cursor.fetchall():
            found[alert].append(ad)
    return dict(found)


def words(alert: JobAlert) -> str:
    """What it asks for, in the reader's language."""
    return alert.said(occupations.name(alert.occupation))


def with_address(alerts: QuerySet[JobAlert]) -> QuerySet[JobAlert]:
    """Each with `email`, the person's confirmed address or None, and `has_consent`."""
    confirmed = people.addresses().filter(user__subject=OuterRef("candidate__subject"), verified=True)
    consent = Func(
        F("candidate__subject"), Value(ConsentPurpose.JOB_ALERTS), function="candidates_has_consent",
        output_field=BooleanField(),
    )  # fmt: skip
    return alerts.annotate(email=Subquery(confirmed.values("email")[:1]), has_consent=consent)
