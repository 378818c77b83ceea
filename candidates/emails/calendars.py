"""An interview as an entry in a calendar: asked for, changed, cancelled (RFC 5545, RFC 5546).

One number for ever (UID), a count that goes up with every change (SEQUENCE), times in Oslo with the rules of its clock.
A cancelling says so twice, by its method and by its state (RFC 5546, 3.2.5).
"""

import datetime
from dataclasses import dataclass
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from candidates.models import Interview

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Entry:
    """What one of the people in it gets: each is invited alone, and learns of no other address."""

    interview: Interview
    to: str
    name: str
    language: str
    details: str
    at: datetime.datetime


def invited(entry: Entry) -> str:
    return _calendar(entry, "REQUEST", "CONFIRMED")


def cancelled(entry: Entry) -> str:
    return _calendar(entry, "CANCEL", "CANCELLED")


def uid(interview: Interview) -> str:
    """The same for ever: made of the interview's random number."""
    return f"{interview.pk}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}"


def _calendar(entry: Entry, method: str, status: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Fremrykk//interviews//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(entry, status))
    began = timezone.localdate(entry.interview.starts_at or entry.at)
    calendar.add_missing_timezones(began.replace(month=1, day=1), began.replace(year=began.year + 2, month=1, day=1))
    text: str = calendar.to_ical().decode()
    return text


def _event(entry: Entry, status: str) -> Event:
    interview = entry.interview
    assert interview.starts_at is not None and interview.ends_at is not None
    event = Event()
    event.add("uid", uid(interview))
    event.add("dtstamp", entry.at.astimezone(datetime.UTC))
    event.add("sequence", interview.sequence)
    event.add("dtstart", interview.starts_at.astimezone(OSLO))
    event.add("dtend", interview.ends_at.astimezone(OSLO))
    with translation.override(entry.language):
        event.add("summary", _("Conversation"))  # whoever sees the calendar learns no more
    event.add("class", "PRIVATE")
    event.add("status", status)
    event.add("organizer", _address(interview.led_by.email, str(interview.led_by)))
    event.add("attendee", _attendee(entry), encode=False)
    if status == "CONFIRMED":
        event.add("description", entry.details)
        if where := interview.video_link or interview.place:
            event.add("location", where)
    return event


def _attendee(entry: Entry) -> vCalAddress:
    address = _address(entry.to, entry.name)
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name
    return address
