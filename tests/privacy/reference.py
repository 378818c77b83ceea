"""The storage rules once more, for one person: read from what is promised, not from the engine. Slow and plain."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OPEN = {
    "contact": "client_relation",
    "enquiry": "open_case",
    "staff": "staff",
    "signature": "agreement_in_force",
    "employment": "employed",
    "employee_file": "employed",
    "pay_account": "employed",
    "next_of_kin": "kin_of_employee",
}  # stands while nothing has ended
ALONE = {"signature": "agreement", "employment": "payroll"}  # a law keeps it, and nothing else for its sake
RUNNING = {"employee_file": "employed", "pay_account": "employed", "hired_out": "hired_out"}  # through the last day
BY_LAW = ("staff", "agreement_in_force", "employed", "hired_out", *ALONE.values())  # also when the person asks
STOPS = ("website", "by_hand", "sent")  # whose clock stands still while the person is employed
PERIOD = {
    "website": "account",
    "by_hand": "entered_by_hand",
    "sent": "candidate_base",
    "contact": "client_contact",
    "signature": "agreement",
    "employment": "payroll",
    "hired_out": "assignment",
}
MONTHS = {
    "this_position": 3,
    "enquiry": 12,
    "mail": 12,
    "lead": 6,
    "account": 0,
    "not_informed": 0,
    "next_of_kin": 0,
    "pay_account": 2,
    "employment_draft": 3,
    "employee_file": 6,
    "assignment": 36,
}  # the others: two years
DAYS = {"account": 30, "not_informed": 30, "next_of_kin": 1}
AT_MOST = {
    "mail": "mail",
    "document": "not_informed",
    "prepared": "employment_draft",
}  # what goes with the person, and no later than that
CATEGORY = {"website": "identity", "by_hand": "identity", "sent": "application", "added": "application", "lead": "application",
            "staff": "account", "contact": "client", "signature": "client", "enquiry": "correspondence",
            "mail": "correspondence", "alert": "correspondence", "next_of_kin": "contact",
            **dict.fromkeys(("prepared", "with_draft", "employment", *RUNNING), "employment")}  # fmt: skip


def day_of(moment):
    return moment.astimezone(ZoneInfo("Europe/Oslo")).date() if isinstance(moment, datetime) else moment


def end(code, since):
    if code == "agreement":  # three and a half years after the end of the financial year
        return date(day_of(since).year + 4, 7, 1)
    if code == "payroll":  # five years after it
        return date(day_of(since).year + 6, 1, 1)
    day = day_of(since) + timedelta(DAYS.get(code, 0))
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS.get(code, 24), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def worked(person):  # the days from which, and through which, the person was employed
    rows = [(day_of(row.made_at), row.since) for row in person.rows if row.kind == "employment"]
    return [(first, last) for first, last in rows if last is None or first <= last]


def runs_out(person, row, code, since):  # counted day by day: those at work for us do not count
    day, left = day_of(since), (end(code, since) - day_of(since)).days
    times = worked(person) if row.kind in STOPS else []
    while left > 0:
        if now := [last for first, last in times if first <= day and (last is None or day <= last)]:
            if None in now:
                return None, "clock_stopped"
        else:
            left -= 1
        day += timedelta(1)
    return day, code


def own_grounds(person, row):  # why it may stay by itself, and until when; and whether somebody has to look
    if row.kind in OPEN and not (row.since and ALONE.get(row.kind, "") in ("", *person.periods)):
        return {OPEN[row.kind]: None}, False
    closed = [("this_position", closing) for closing in row.closings if closing and row.this_position]
    starts, grounds = [*closed, (PERIOD.get(row.kind, row.kind), row.since)], {}
    unknown = any(not since or code not in person.periods for code, since in starts)
    if not unknown:
        ends = [runs_out(person, row, code, since) for code, since in starts]
        day, code = min(ends, key=lambda pair: pair[0] or date.max)
        grounds[code] = day
        said_at, yes = person.said[-1] if person.said else (None, False)
        if yes and day and row.kind in ("sent", "by_hand") and said_at >= row.made_at:
            unknown = "further_storage" not in person.periods
            grounds |= {} if unknown else {"further_storage": end("further_storage", max(day, day_of(said_at)))}
    grounds |= {RUNNING[row.kind]: row.since + timedelta(1)} if row.kind in RUNNING else {}
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
    timed = [row for row in person.rows if row.kind in (*STOPS, "lead", "hired_out", *OPEN)]
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
            else [row.key for row in timed if row.kind not in ALONE]
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
