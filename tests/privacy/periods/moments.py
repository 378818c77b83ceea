"""When what a storage time counts from happened: minutes after midnight in Oslo, another day in UTC."""

import datetime

UTC = datetime.UTC
LEAP = datetime.datetime(2024, 2, 28, 23, 30, tzinfo=UTC)  # the 29th of February in Oslo
MONTH_END = datetime.datetime(2026, 8, 30, 22, 30, tzinfo=UTC)  # the 31st of August in Oslo, in summer time
CLOCK_MOVES = datetime.datetime(2026, 3, 28, 23, 30, tzinfo=UTC)  # the 29th of March, which has 23 hours
NEW_YEAR = datetime.datetime(
    2024, 12, 31, 23, 30, tzinfo=UTC
)  # the 1st of January 2025 in Oslo: another financial year
LEAP_DAY = datetime.date(2024, 2, 29)
LONG_AGO = datetime.datetime(2019, 1, 1, 9, tzinfo=UTC)
