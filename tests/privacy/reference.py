"""The storage rules once more, for one person: read from what is promised, not from the engine. Slow and plain."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OPEN = {
    "contact": "client_relation",
    "enquiry": "open_case",
    "staff": "staff",
    "signature": "agreement_in_force",
}  # stands while nothing has ended
BY_LAW = ("staff", "agreement", "agreement_in_force")  # also when the person asks
PERIOD = {
    "website": "account",
    "by_hand": "entered_by_hand",
    "sent": "candidate_base",
    "contact": "client_contact",
    "signature": "agreement",
}
MONTHS = {
    "this_position": 3,
    "enquiry": 12,
    "mail": 12,
    "lead": 6,
    "account": 0,
    "not_informed": 0,
}  # the others: two years
AT_MOST = {"mail": "mail", "document": "not_informed"}  # what goes with the person, and no later than that
CATEGORY = {"website": "identity", "by_hand": "identity", "sent": "application", "added": "application", "lead": "application",
            "staff": "account", "contact": "client", "signature": "client", "enquiry": "correspondence",
            "mail": "correspondence", "alert": "correspondence"}  # fmt: skip


def day_of(moment):
    return moment.astimezone(ZoneInfo("Europe/Oslo")).date() if isinstance(moment, datetime) else moment


def end(code, since):
    if code == "agreement":  # three and a half years after the end of the financial year
        return date(day_of(since).year + 4, 7, 1)
    day = day_of(since) + timedelta(30 if code in ("account", "not_informed") else 0)
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS.get(code, 24), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def own_grounds(person, row):  # why it may stay by itself, and until when; and whether somebody has to look
    if row.kind in OPEN and not (row.since and (row.kind != "signature" or "agreement" in person.periods)):
        return {OPEN[row.kind]: None}, False
    closed = [("this_position", closing) for closing in row.closings if closing and row.this_position]
    starts, grounds = [*closed, (PERIOD.get(row.kind, row.kind), row.since)], {}
    unknown = any(not since or code not in person.periods for code, since in starts)
    if not unknown:
        day, code = min(((end(code, since), code) for code, since in starts), key=lambda pair: pair[0])
        grounds[code] = day
        said_at, yes = person.said[-1] if person.said else (None, False)
        if yes and row.kind in ("sent", "by_hand") and said_at >= row.made_at:
            unknown = "further_storage" not in person.periods
            grounds |= {} if unknown else {"further_storage": end("further_storage", max(day, day_of(said_at)))}
    reviewed = {"reviewed": person.decided[row.key]} if unknown and row.key in person.decided else {}
    return grounds | reviewed, unknown and not reviewed


def together(fates):  # as long as one of them
    what = next((word for word in ("keep", "review") if word in [fate[0] for fate in fates]), "erase")
    return what, set().union(*(why for _what, why in fates))


def judge(person, day, *, asked=False):  # what becomes of each row, and why; and whether the person goes
    holds = {f"hold:{h.reason}" for h in person.holds if not h.is_released and day < h.ends_on
             and (h.is_approved or day < day_of(h.opened_at) + timedelta(14))}  # fmt: skip
    wishes = [r for r in person.restrictions if r.ground in ("unlawful", "claim") and not (r.is_lifted or asked)]
    fates, held, category = {}, {}, {row.key: CATEGORY.get(row.kind, row.kind) for row in person.rows}
    timed = [row for row in person.rows if row.kind in ("sent", "website", "by_hand", "lead", *OPEN)]
    for key, told in category.items():
        held[key] = holds | {
            f"restriction:{r.ground}" for r in wishes if r.category in ("", told) or told == "identity"
        }
    for row in timed:
        grounds, unknown = own_grounds(person, row)
        active = held[row.key] | {code for code, until in grounds.items() if not until or day < until}
        active = {code for code in active if not asked or code in BY_LAW or code.startswith("hold")}
        fates[row.key] = ("keep" if active else "review" if unknown and not asked else "erase", active)
    profile = [row.key for row in timed if category[row.key] == "identity"]
    sent = [fates[row.key] for row in timed if row.kind == "sent"]
    alone = fates | {key: together([fates[key], *sent]) for key in profile}
    fates = dict(alone)
    for row in [row for row in person.rows if row not in timed]:
        owners = (
            profile
            if row.kind in ("added", "document", "alert")
            else [row.key for row in timed if row.kind != "signature"]
        )
        follows = row.used_by if row.used_by and row.used_by <= alone.keys() else owners
        what, why = (
            together([alone[key] for key in follows]) if follows else ("erase" if asked or timed else "review", set())
        )
        limit = AT_MOST.get(row.kind)
        if row.since and limit in person.periods and end(limit, row.since) <= day:
            what, why = "erase", set()
        fates[row.key] = ("keep", why | held[row.key]) if held[row.key] else (what, why)
    is_free = not holds and all(r.category for r in wishes) and bool(asked or timed)
    return fates, is_free and {what for what, _why in fates.values()} <= {"erase"}
