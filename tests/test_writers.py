"""Each action that writes about a person locks the person first, and ends by storing when to look again.

Read from the source, with all that an action calls; nobody keeps a list of the writers. What is excused says why.
"""

import ast

import pytest
from django.apps import apps

from privacy import declarations
from privacy.models import Collection, ConsentEvent, Hold, Restriction, ReviewDecision
from tests.source import modules, name
from tests.writers import Source, actions, written

CALLERS = "inside the transaction of a caller who has locked"
MERGE = "called by subjects.merge, which has locked both and stores when to look again"
NOBODY = "about nobody"
A_DRAFT = "an agreement nobody has signed is about nobody"
AN_AD = "an order or ad is about nobody; of all its fields only its closing is a fact"
CLOSING = "the closing locks the candidates through the registry (applications.position_closed)"
A_CLAIM = "the claim of a try is no fact; what came of it is written under the lock"
ERASER = "the eraser takes the stronger lock and decides again under it"
NO_FACT = "nothing that is written here moves a storage time"

NUMBERS_ONLY = "a notice to a recipient names the person by numbers only, and gives no reason to keep anything"

A_LIST = "a list and its rows: codes and fingerprints, which give no reason to keep anything"
THE_ROW = "the people are written and looked at again before; the row itself gives no reason to keep anything"

NOT_LOCKED = {
    "privacy.actions.case_files.keep": CALLERS,
    "privacy.actions.case_files.let_go": CALLERS,
    "privacy.actions.inbox.note_stopped": CALLERS,
    "privacy.actions.inbox.open_again": CALLERS,
    "privacy.actions.informing.collected_from_the_person": CALLERS,
    "privacy.actions.informing.told_by": CALLERS,
    "privacy.actions.informing.told_by_mail": CALLERS,
    "candidates.actions.import_checking.again": A_LIST,
    "candidates.actions.import_checking.begin": A_LIST,
    "candidates.actions.import_checking.check": A_LIST,
    "candidates.actions.import_choices.leave_out": A_LIST,
    "candidates.actions.import_forecast.make": "a dry run of the purge",
    "candidates.actions.imports.start": A_LIST,
    "privacy.actions.informing.taken_over": CALLERS,
    "privacy.actions.subjects.create_many": "nobody else knows a person not yet committed",
    "privacy.actions.answers.send": CALLERS,
    "candidates.actions.addresses.bring_together": MERGE,
    "candidates.actions.addresses.settle": CALLERS,
    "candidates.actions.alerts.consent_withdrawn": "called by consents.withdraw, which has locked",
    "candidates.actions.alerting.begin": NOBODY,
    "candidates.actions.alerting.letters": "under the locks of the mailing's batch (mailings.write)",
    "candidates.actions.assignments.employment_changes": CALLERS,
    "candidates.actions.checks.application_ended": CALLERS,
    "candidates.actions.checks.assignment_ended": CALLERS,
    "candidates.actions.client_copies.go_with": CALLERS,
    "candidates.actions.presentation_ends.forget": "an envelope nobody is in and nobody reads",
    "candidates.actions.showing_ended.again": "called by the replay, which has locked and stores when to look again",
    "candidates.actions.documents.store": CALLERS,
    "candidates.actions.enclosures.attach": CALLERS,
    "candidates.actions.drafts.go_over": MERGE,
    "candidates.actions.drafts.let_go": CALLERS,
    "candidates.actions.drafts.sent": CALLERS,
    "candidates.actions.interview_ends.application_ended": CALLERS,
    "candidates.actions.interview_ends.before_erasure": ERASER,
    "candidates.actions.interview_booking.book": CALLERS,
    "candidates.actions.interview_ends.go_over": MERGE,
    "candidates.actions.interview_ends.set_aside": "called by restrictions.place and the replay, which have locked",
    "candidates.actions.interview_mails.wipe": CALLERS,
    "candidates.actions.permissions.application_withdrawn": CALLERS,
    "candidates.actions.presentations.put_in": CALLERS,
    "candidates.actions.interview_mails.say_farewell": CALLERS,
    "candidates.actions.interview_mails.tell_adviser": CALLERS,
    "candidates.actions.interview_mails.tell_cancelled": CALLERS,
    "candidates.actions.interview_mails.tell_candidate_cancelled": CALLERS,
    "candidates.actions.interview_mails.tell_new_leader": CALLERS,
    "candidates.actions.interview_mails.tell_set": CALLERS,
    "candidates.actions.interview_mails.tell_times": CALLERS,
    "candidates.actions.going_over.go_over": MERGE,
    "candidates.actions.leads.end": CALLERS,
    "candidates.actions.profiles.go_over": MERGE,
    "candidates.actions.profiles.put": CALLERS,
    "candidates.actions.activity.note": CALLERS,
    "candidates.actions.cv_rows.corrected": CALLERS,
    "candidates.actions.cv_rows.bring": CALLERS,
    "candidates.actions.cv_rows.go_over": MERGE,
    "candidates.actions.resumes.come_with": CALLERS,
    "candidates.actions.scanning.read_text": A_CLAIM,
    "candidates.actions.scanning.scan": A_CLAIM,
    "candidates.actions.presentations.let_read": CALLERS,
    "candidates.actions.reference_telling.adviser": CALLERS,
    "candidates.actions.reference_telling.candidate": CALLERS,
    "candidates.actions.reference_telling.not_to_be_had": CALLERS,
    "candidates.actions.reference_telling.referee": CALLERS,
    "candidates.actions.referees.remove": ERASER,
    "candidates.actions.sharing.go_over": MERGE,
    "clients.actions.ad_requirements.write": AN_AD,
    "clients.actions.ads.change": AN_AD,
    "clients.actions.ads.close": CLOSING,
    "clients.actions.ads.publish": AN_AD,
    "clients.actions.ads.write": AN_AD,
    "clients.actions.newsletters.send": NOBODY,
    "clients.actions.orders.change": AN_AD,
    "clients.actions.orders.register": AN_AD,
    "clients.actions.proprietors.close_ads_again": AN_AD,
    "privacy.actions.alarms.watch": "an alarm is about nobody; who is told of it is locked",
    "privacy.actions.breaches.expire": "the list of a breach closed for years; it gives no reason to keep anything",
    "privacy.actions.erasure.erase": ERASER,
    "privacy.actions.erasure.erase_person": ERASER,
    "privacy.actions.files.sweep": NOBODY,
    "privacy.actions.housekeeping.expire": "rows that give no reason to keep anything; a hold is asked in the statement",
    "privacy.actions.informing.collected": CALLERS,
    "privacy.actions.informing.now_in": CALLERS,
    "privacy.actions.informing.tell_first": CALLERS,
    "privacy.actions.informing.told_at_once": CALLERS,
    "privacy.actions.mails.queue": CALLERS,
    "privacy.actions.delivery.doubt": "only says of a claim that its worker is dead; no fact, and no storage time",
    "privacy.actions.delivery.doubt_all": "behind the restore fence nobody else writes; no fact, and no storage time",
    "privacy.actions.delivery.note_sent": CALLERS,
    "privacy.actions.mailings.order": NOBODY,
    "privacy.actions.notices.approve": NOBODY,
    "privacy.actions.notifying.not_reached": NUMBERS_ONLY,
    "privacy.actions.notifying.tell": NUMBERS_ONLY,
    "privacy.actions.outbox.write": CALLERS,
    "privacy.actions.notices.redraft": NOBODY,
    "privacy.actions.packages.build": A_CLAIM,
    "privacy.actions.periods.approve": NOBODY,
    "privacy.actions.purge.run": ERASER,
    "privacy.actions.relay.write": NOBODY,
    "privacy.actions.replay.end_sessions": "after a restore: nobody is served meanwhile, and no reason to keep hangs on them",
    "privacy.actions.replay.run": "nobody is served meanwhile, and what is done again goes through the same doors",
    "privacy.actions.subjects.create": "nobody else knows a person not yet committed",
}
NOT_REFRESHED = NOT_LOCKED | {
    "candidates.actions.import_choices.another_person": THE_ROW,
    "candidates.actions.import_running.go_on": THE_ROW,
    "candidates.actions.presentation_ends.tell": NO_FACT,
    "candidates.actions.presentation_ends.tell_all": NO_FACT,
    "clients.actions.agreements.discard": A_DRAFT,
    "clients.actions.agreements.draft": A_DRAFT,
    "clients.actions.agreements.redraft": A_DRAFT,
    "clients.actions.enquiries.assign": NO_FACT,
    "candidates.actions.letters.write": NO_FACT,
    "clients.actions.newsletters.test": NO_FACT,
    "fremrykk.accounts.actions.second_factors.hash_recovery_codes": NO_FACT,
    "fremrykk.accounts.actions.second_factors.reseal": NO_FACT,
    "fremrykk.accounts.actions.users.activate": NO_FACT,
    "fremrykk.accounts.actions.users.deactivate": NO_FACT,
    "fremrykk.accounts.actions.users.invite": NO_FACT,
    "fremrykk.accounts.actions.users.mail": NO_FACT,
    "fremrykk.accounts.actions.users.record_login": NO_FACT,
    "fremrykk.accounts.actions.users.reset_second_factor": NO_FACT,
    "fremrykk.accounts.actions.users.set_roles": NO_FACT,
    "privacy.actions.answers.add_statement": NO_FACT,
    "privacy.actions.answers.assign": NO_FACT,
    "privacy.actions.answers.extend": NO_FACT,
    "privacy.actions.answers.propose_refusal": NO_FACT,
    "privacy.actions.answers.remind": NO_FACT,
    "privacy.actions.answers.send_back": NO_FACT,
    "privacy.actions.breaches.tell": NO_FACT,
    "privacy.actions.inbox.assign": NO_FACT,
    "privacy.actions.keys.reseal": NO_FACT,
    "privacy.actions.keys.reseal_all": NO_FACT,
    "privacy.actions.consents.give": "what is written after it is stored is an e-mail, which is no fact",
    "privacy.actions.informing.tell": "tell_first has stored it; who of us told is no fact",
    "privacy.actions.delivery.deliver": "when it was sent moves a storage time only to sooner, and the night looks again",
    "privacy.actions.mailings.write": "a mail is kept as long as its person; that moves no storage time",
    "privacy.actions.mails.retry": NO_FACT,
    "privacy.actions.mails.send": "when it was sent moves a storage time only to sooner, and the night looks again",
    "privacy.actions.mails.went": "when it was sent moves a storage time only to sooner, and the night looks again",
    "privacy.actions.recipients.agree": NO_FACT,
    "privacy.actions.restrictions.announce_lifting": NO_FACT,
    "privacy.actions.warnings.warn": NO_FACT,
}
# Statements written by hand, which the walk does not read.
BY_HAND = {
    "candidates/actions/import_running.py": "an advisory lock",
    "candidates/actions/addresses.py": "an advisory lock",
    "candidates/actions/leads.py": "an advisory lock",
    "candidates/actions/submissions.py": "an advisory lock",
    "candidates/actions/words.py": NOBODY,
    "privacy/actions/incoming.py": "an advisory lock",
    "privacy/actions/page_counts.py": "an advisory lock",
    "fremrykk/accounts/actions/users.py": "an advisory lock",
    "privacy/actions/presence.py": "an advisory lock",
    "clients/actions/expiry.py": "which day it is, for the guard of what the law keeps",
    "clients/actions/orders.py": "a lock",
    "candidates/actions/presentation_locks.py": "a lock",
    "privacy/actions/deletion.py": ERASER,
    "privacy/actions/erasure.py": ERASER,
    "privacy/actions/notifying.py": "what recipients are owed, set by set; names persons by numbers only",
    "privacy/actions/housekeeping.py": "the ledgers' one function, and which moment it is",
    "privacy/actions/purge.py": ERASER,
    "privacy/actions/redaction.py": ERASER,
    "privacy/actions/retention.py": "stores when to look again: under a caller's lock, or only ever sooner",
    "privacy/actions/rows.py": "its callers are read as writers of the model they name",
    "privacy/actions/samples.py": "the planner's samples, no row",
    "privacy/actions/seals.py": "asks which transactions run",
}


def read_by_rules() -> set[type]:
    """The models a storage rule or the facts read: those with a rule, what their rules look up, consent, holds."""
    found = {Collection, ConsentEvent, Hold, Restriction, ReviewDecision}
    for declaration in declarations.with_storage_time():
        found.add(declaration.model)
        for lookup in declaration.keep.lookups:
            model = declaration.model
            for step in lookup.split("__"):
                related = {each.name: each for each in model._meta.get_fields()}.get(step)
                model = getattr(related, "related_model", None) or model
                found.add(model)
    return found


def names(models) -> set[str]:
    return {model.__name__ for model in models}


KNOWN = names(apps.get_models(include_auto_created=True))
FACTS = names(read_by_rules())
PERSONAL = FACTS | names(each.model for each in declarations.personal_models() if not each.outlives)


def not_locked(source: Source) -> set[str]:
    """The doors that write about a person before they lock anybody."""
    found = set()
    for door in source.doors():
        events = source.events(door)
        locks = [place for place, event in enumerate(events) if event.kind == "lock"]
        if (writes := written(events, KNOWN, PERSONAL)) and (not locks or writes[0] < locks[0]):
            found.add(door)
    return found


def not_refreshed(source: Source) -> set[str]:
    """The doors that write a fact and do not store afterwards when to look again."""
    found = set()
    for door in source.doors():
        events = source.events(door)
        refreshes = [place for place, event in enumerate(events) if event.kind == "refresh"]
        if (writes := written(events, KNOWN, FACTS)) and (not refreshes or refreshes[-1] < writes[-1]):
            found.add(door)
    return found


def test_whoever_writes_about_a_person_locks_first():
    assert not_locked(actions()) == set(NOT_LOCKED)


def test_whoever_writes_a_fact_ends_by_storing_when_to_look_again():
    assert not_refreshed(actions()) - set(NOT_REFRESHED) == set()


def test_no_excuse_is_left_that_nobody_needs():
    assert set(NOT_REFRESHED) - not_refreshed(actions()) - not_locked(actions()) == set()


def test_statements_written_by_hand_are_known():
    rooms = [path for path in modules() if path.parent.name == "actions"]

    assert {name(path) for path in rooms if ".execute(" in path.read_text()} == set(BY_HAND)


# --- The walk itself: each of these must be found -----------------------------------------------
HEAD = "from privacy.actions import retention, subjects\nfrom candidates.models import Application, Candidate\n"
GOOD = "def door():\n    subjects.lock(1)\n    Candidate.objects.update(phone=1)\n    retention.refresh(1)\n"
WRONG = {
    "no lock": ("def door():\n    Candidate.objects.update(phone=1)\n    retention.refresh(1)\n", {"lock"}),
    "no refresh": ("def door():\n    subjects.lock(1)\n    Candidate.objects.update(phone=1)\n", {"refresh"}),
    "a lock too late": (
        "def door():\n    Candidate.objects.update(phone=1)\n    subjects.lock(1)\n    retention.refresh(1)\n",
        {"lock"},
    ),
    "a refresh too early": (
        "def door():\n    subjects.lock(1)\n    retention.refresh(1)\n    Candidate.objects.update(phone=1)\n",
        {"refresh"},
    ),
    "hidden in a function": (
        "def door(row):\n    _write(row)\n    retention.refresh(1)\n\n\ndef _write(row):\n    row.save()\n",
        {"lock"},
    ),
    "by a relation": ("def door(candidate):\n    candidate.applications.create()\n", {"lock", "refresh"}),
}


def walked(text: str) -> set[str]:
    whole = actions()
    source = Source({**whole.trees, "x.actions.y": ast.parse(HEAD + text)})
    found = {"lock": not_locked(source), "refresh": not_refreshed(source)}
    return {what for what, doors in found.items() if "x.actions.y.door" in doors}


def test_a_right_action_passes():
    assert walked(GOOD) == set()


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_action_is_found(what):
    text, faults = WRONG[what]

    assert walked(text) == faults
