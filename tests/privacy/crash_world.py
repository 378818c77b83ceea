"""Who lives in the world that is killed again and again, and what it looks like afterwards."""

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from candidates.models import Candidate
from privacy.models import Subject
from privacy.queries import journals

TODAY = datetime.date(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
OLD = datetime.datetime(2024, 11, 1, 9, tzinfo=datetime.UTC)
NEW = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
PEOPLE = {"first": [OLD], "second": [OLD], "third": [OLD], "partly": [OLD, NEW], "stays": [NEW]}

# What differs from try to try and says nothing: numbers the database gives, keys drawn at random, the run a row is of.
DRAWN = {"id", "key", "message_uuid", "run_id", "up_to", "candidate_id", "digest", "before", "object_id"}
# What is said of tries, not of people: a killed run stands beside the one that did its work.
OF_TRIES = {"privacy_purgerun", "privacy_journalhead", "privacy_journalentry", "privacy_trailseal", "django_migrations"}


def named(name: str) -> Subject:
    return Subject.objects.get(candidate__last_name=name)


def people(make: Any, retention: Any) -> None:
    """Each with an account, applications, and a file of its own to each of them."""
    for name, sent in PEOPLE.items():
        candidate = make.CandidateFactory(
            last_name=name, last_active_at=sent[0], created_at=sent[0], account__email=f"{name}@example.test"
        )
        for moment in sent:
            application = make.ApplicationFactory(
                candidate=candidate, submitted_at=moment, stage_since=moment, keep_scope="candidate_base"
            )
            file = storages["files"].save(f"{name}-{moment.year}", ContentFile(name.encode()))
            document = make.DocumentFactory(candidate=candidate, file=file)
            make.ApplicationDocumentFactory(application=application, document=document)
        retention.refresh(candidate.subject_id)
    assert Candidate.objects.count() == len(PEOPLE)


def seen(files: Path) -> dict[str, Any]:
    """The rows of every table, the files, and what the journal tells: whatever a crash might have changed."""
    told = [entry for _number, segment in journals.segments() for entry in segment["entries"]]
    return {
        **{table: rows_of(table) for table in tables() if table not in OF_TRIES},
        "waiting": rows_of("privacy_journalentry"),
        "files": sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()),
        "journal": sorted(map(_told, (entry for entry in told if entry["kind"] != "sealed"))),
    }


def _told(entry: dict[str, Any]) -> str:
    return fingerprint([entry["kind"], entry["subject"], _without_drawn(entry["details"])])


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def rows_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(each) FROM "{table}" each')
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return sorted(fingerprint(_without_drawn(row)) for row in rows)


def _without_drawn(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in DRAWN}


def fingerprint(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return text if len(text) < 400 else text[:100] + hashlib.sha256(text.encode()).hexdigest()
