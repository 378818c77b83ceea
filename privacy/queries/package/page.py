"""The three faces of a copy: for programs (data.json), for a browser (index.html), for paper (copy.pdf)."""

import datetime
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from privacy.choices import Category
from privacy.queries.package.contents import EMPTY, ROWS, WITHHELD, Contents, Row, Section
from privacy.queries.reasons import day

VERSION = "1.0"
IN_PLAIN_WORDS = ("privacy.TrailEntry", "privacy.ConsentEvent")  # told as history and consents, not as rows
MOST_ON_PAPER = 1200  # letters of one value; the whole is in data.json
MOST_LINES = 2000  # of one list on paper


def moment(at: datetime.datetime) -> str:
    return timezone.localtime(at).isoformat()


def data(contents: Contents) -> dict[str, Any]:
    """What data.schema.json describes."""
    return {
        "$schema": "data.schema.json",
        "version": VERSION,
        "made_at": moment(contents.made_at),
        "language": contents.language,
        "information": contents.information,
        "sections": [asdict(section) for section in contents.sections],
        "history": contents.history,
        "consents": contents.consents,
    }


def html(contents: Contents) -> str:
    """One page that needs nothing beside it: no script, no other address, to be read and printed anywhere."""
    context = {
        "language": contents.language,
        "made": _written(contents.made_at),
        "information": contents.information,
        "sections": [_readable(section) for section in _on_the_page(contents)],
        "empty": [section.title for section in contents.sections if section.state == EMPTY],
        "history": [{**line, "at": _said(line["at"])} for line in contents.history],
        "consents": [{**each, "at": _said(each["at"])} for each in contents.consents],
        "has_resume": contents.resume is not None,
    }
    return render_to_string("privacy/copy/index.html", context)


def _on_the_page(contents: Contents) -> Iterator[Section]:
    for section in contents.sections:
        if section.state != EMPTY and section.model not in IN_PLAIN_WORDS:
            yield section


def _readable(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "purpose": section.purpose,
        "is_withheld": section.state == WITHHELD,
        "reason": section.reason,
        "withheld": section.withheld,
        "rows": [_readable_row(row) for row in section.rows] if section.state == ROWS else [],
    }


def _readable_row(row: Row) -> dict[str, Any]:
    """Only what says something; texts of many lines come as they were written."""
    values = [
        {"label": each.label, "shown": each.shown, "source": each.source, "category": _category(each.category),
         "file": each.shown if isinstance(each.value, dict) and "file" in each.value else ""}
        for each in row.values if each.shown
    ]  # fmt: skip
    until = day(datetime.date.fromisoformat(row.kept_until)) if row.kept_until else ""
    return {"title": row.title, "values": values, "until": until, "why": row.why_kept, "withheld": row.withheld}


def _category(code: str) -> str:
    return str(Category(code).label) if code in Category.values else ""


def for_pdf(contents: Contents) -> dict[str, Any]:
    """What templates/pdf/copy.typ reads: plain texts, which it never takes for markup."""
    return {
        "language": contents.language,
        "title": gettext("Copy of your personal data"),
        "made": gettext("Made on %(when)s.") % {"when": _written(contents.made_at)},
        "note": gettext(
            "Letters that cannot be shown here are marked ▯. Long texts and lists are cut. All of it is in data.json."
        ),
        "about": list(_about(contents)),
        "sections": [_on_paper(section) for section in _on_the_page(contents)],
        "history": [
            [_said(line["at"]), line["text"], line["by"], line["purpose"]] for line in contents.history[:MOST_LINES]
        ],
        "consents": [f"{_said(each['at'])}: {each['purpose']}, {each['action']}" for each in contents.consents],
        "words": {
            "history": gettext("What was done with your data"),
            "consents": gettext("Your consents"),
            "columns": [gettext("When"), gettext("What"), gettext("Who"), gettext("What for")],
            "withheld": gettext("Not handed out"),
            "until": gettext("Deleted on:"),
            "nothing": gettext("Nothing."),
        },
    }


def _about(contents: Contents) -> Iterator[dict[str, Any]]:
    """The information of art. 15(1), a heading and its lines at a time."""
    told = contents.information
    controller = told["controller"]
    yield _part(gettext("Who answers for your data"), filter(None, controller.values()))
    yield _part(
        gettext("What we use your data for"), (f"{each['name']}: {each['purpose']}" for each in told["purposes"])
    )
    yield _part(gettext("What kinds of data"), told["categories"])
    yield _part(gettext("Who receives data"), told["recipients"] or [gettext("Nobody outside.")])
    yield _part(gettext("How long"), [told["storage"]])
    yield _part(gettext("Where we have it from"), [told["source"]])
    yield _part(gettext("Your rights"), told["rights"])
    yield _part(gettext("Complaint"), [told["complaint"]])
    yield _part(gettext("Decisions by machines"), [told["automated_decisions"]])


def _part(heading: str, lines: Any) -> dict[str, Any]:
    return {"heading": heading, "lines": list(lines)}


def _on_paper(section: Section) -> dict[str, Any]:
    told = _readable(section)
    return {
        "title": section.title,
        "purpose": f"{section.purpose['name']}. {capfirst(section.purpose['legal_basis'])}.",
        "reason": section.reason,
        "withheld": [[each.label, each.reason] for each in section.withheld],
        "rows": [
            {
                "title": row["title"],
                "until": row["until"],
                "why": " ".join(row["why"]),
                "values": [[each["label"], each["shown"][:MOST_ON_PAPER]] for each in row["values"]],
                "withheld": [[each.label, each.reason] for each in row["withheld"]],
            }
            for row in told["rows"][:MOST_LINES]
        ],
    }


def _written(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _said(text: str) -> str:
    return _written(datetime.datetime.fromisoformat(text))
