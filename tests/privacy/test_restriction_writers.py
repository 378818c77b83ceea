"""Whoever writes about a person says who works, and is refused under the lock when the data are restricted.

Read from the source of the actions, as `tests/test_writers.py` reads who locks; what is excused says why.
"""

import ast

import pytest

from tests.writers import Source, actions

GATES = {"fresh", "refuse_restricted", "refuse_adding"}

OWN_ACT = "the person's own act, or recorded for the person"
RIGHTS = "a right, a claim or storage, which a restriction leaves (GDPR art. 18(2))"
OWN_ROW = "a colleague's own list of searches or views: it holds no word about anybody else"
GUARDED = "refused by the database, which asks about everybody in it (candidates_why_not_presented)"
LESS = "somebody is shown less than before"
NO_USE = "who answers for the person is no use of the data; whoever is set aside is handed over and told nothing"
NEW = "somebody new, whom nobody has restricted"
ENDS = "the relation ends and the storage time begins: nothing is used"
STAFF = "the account of somebody who works here: closing a way in protects others (GDPR art. 18(2))"
BY_CATEGORY = "refused by the kinds of data that are given, in the action and in the database; an authority has its law"
REPORTED = "the law wants everybody employed in the report, set aside or not (a-opplysningsloven § 3; GDPR art. 18(2))"
NOT_GATED = {
    "candidates.actions.authority_reports.begin": REPORTED,
    "candidates.actions.authority_reports.correct": REPORTED,
    "candidates.actions.authority_reports.drop": REPORTED,
    "candidates.actions.authority_reports.fetch": REPORTED,
    "candidates.actions.authority_reports.locked": REPORTED,
    "candidates.actions.authority_reports.look": REPORTED,
    "candidates.actions.authority_reports.write_pay": REPORTED,
    "candidates.actions.report_deliveries.make_file": REPORTED,
    "candidates.actions.report_deliveries.send": REPORTED,
    "candidates.actions.settlements.leave_out": REPORTED,
    "candidates.actions.settlements.take_in": REPORTED,
    "candidates.actions.alerts.end": OWN_ACT,
    "candidates.actions.alerts.stop": OWN_ACT,
    "candidates.actions.blocked_employers.unblock": OWN_ACT,
    "candidates.actions.contact_persons.hand_over": NO_USE,
    "candidates.actions.drafts.remove": OWN_ACT,
    "candidates.actions.permissions.answer": OWN_ACT,
    "candidates.actions.permissions.ask_back": OWN_ACT,
    "candidates.actions.permissions.stop": OWN_ACT,
    "candidates.actions.permissions.take_back": OWN_ACT,
    "candidates.actions.presentations.disclose": BY_CATEGORY,
    "candidates.actions.presentations.send": GUARDED,
    "candidates.actions.presentation_removals.take_out": LESS,
    "candidates.actions.presentations.revoke": LESS,
    "candidates.actions.presentations.take_out": LESS,
    "candidates.actions.sharing_choices.change": OWN_ACT,
    "candidates.actions.sharing_choices.foresee": OWN_ACT,
    "candidates.actions.searches.forget": OWN_ROW,
    "candidates.actions.searches.save": OWN_ROW,
    "candidates.actions.import_choices.another_person": NEW,
    "candidates.actions.import_people.take_over": NEW,
    "candidates.actions.interview_leaders.hand_over": NO_USE,
    "candidates.actions.interview_mails.tell_set": "part of actions that ask before: set up, chosen, moved",
    "candidates.actions.interviews.choose": OWN_ACT,
    "candidates.actions.interviews.none_suits": OWN_ACT,
    "candidates.actions.leads.take_in": NEW,
    "candidates.actions.people.add_by_hand": NEW,
    "candidates.actions.statements_given.give": BY_CATEGORY,
    "clients.actions.nav_exports.export": BY_CATEGORY,
    "candidates.actions.submissions.submit": OWN_ACT,
    "candidates.actions.test_results.shown": OWN_ACT,
    "clients.actions.companies.add_contact": NEW,
    "clients.actions.proprietors.begin": NEW,
    "clients.actions.relations.end": ENDS,
    "clients.actions.enquiries.receive": OWN_ACT,
    "clients.actions.readers.claim": OWN_ACT,
    "clients.actions.readers.revoke": "an access that is taken back: closing a way in protects others (GDPR art. 18(2))",
    "clients.actions.newsletters.test": OWN_ACT,
    "fremrykk.accounts.actions.handing_over.hand_over": NO_USE,
    "fremrykk.accounts.actions.users.activate": STAFF,
    "fremrykk.accounts.actions.users.create_staff": NEW,
    "fremrykk.accounts.actions.users.deactivate": STAFF,
    "fremrykk.accounts.actions.users.invite": STAFF,
    "fremrykk.accounts.actions.users.reset_second_factor": STAFF,
    "fremrykk.accounts.actions.users.set_roles": STAFF,
    "privacy.actions.answers.add_statement": RIGHTS,
    "privacy.actions.answers.approve_refusal": RIGHTS,
    "privacy.actions.answers.assign": RIGHTS,
    "privacy.actions.answers.extend": RIGHTS,
    "privacy.actions.answers.grant": RIGHTS,
    "privacy.actions.answers.propose_refusal": RIGHTS,
    "privacy.actions.answers.send_back": RIGHTS,
    "privacy.actions.breaches.tell": RIGHTS,
    "privacy.actions.breaches.told_otherwise": RIGHTS,
    "privacy.actions.consents.give": OWN_ACT,
    "privacy.actions.consents.withdraw": OWN_ACT,
    "privacy.actions.disclosures.disclose": BY_CATEGORY,
    "privacy.actions.informing.tell": RIGHTS,
    "privacy.actions.informing.told_otherwise": RIGHTS,
    "privacy.actions.recipients.withdraw": RIGHTS,
    "privacy.actions.holds.approve": RIGHTS,
    "privacy.actions.packages.fetched": RIGHTS,
    "privacy.actions.packages.hand_out": RIGHTS,
    "privacy.actions.packages.order": RIGHTS,
    "privacy.actions.requests.ask": RIGHTS,
    "privacy.actions.requests.attach": RIGHTS,
    "privacy.actions.requests.register": RIGHTS,
    "privacy.actions.holds.place": RIGHTS,
    "privacy.actions.holds.release": RIGHTS,
    "privacy.actions.inbox.own_number": OWN_ACT,
    "privacy.actions.inbox.receive": OWN_ACT,
    "privacy.actions.restrictions.announce_lifting": RIGHTS,
    "privacy.actions.restrictions.lift": RIGHTS,
    "privacy.actions.restrictions.place": RIGHTS,
    "privacy.actions.saved_views.remove": OWN_ROW,
    "privacy.actions.saved_views.save": OWN_ROW,
    "privacy.actions.suppressions.resume": OWN_ACT,
    "privacy.actions.suppressions.stop_for_person": RIGHTS,
    "privacy.actions.subjects.merge": "whose data these are; a restriction of either covers both afterwards",
}


def not_gated(source: Source) -> set[str]:
    """The doors that are told who acts and lock a person, and never ask whether `by` may work with the row."""
    doors = (door for door in source.doors() if "by" in _arguments(source.functions[door]))
    locking = {door for door in doors if any(event.kind == "lock" for event in source.events(door))}
    return {door for door in locking if not _is_gated(source, door)}


def _arguments(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def _is_gated(source: Source, full: str) -> bool:
    """Itself, or a function it hands `by`, of its own module or another."""
    module = full.rpartition(".")[0]
    for call in ast.walk(source.functions[full]):
        if isinstance(call, ast.Call) and any(keyword.arg == "by" for keyword in call.keywords):
            called = source.full_name(call.func, module)
            if called.rpartition(".")[2] in GATES or (called in source.functions and _is_gated(source, called)):
                return True
    return False


@pytest.mark.promise("P61")
def test_whoever_works_with_a_person_is_asked_under_the_lock():
    assert not_gated(actions()) == set(NOT_GATED)


BLIND = """
from privacy.actions import subjects

def assign(*, candidate, by):
    subjects.lock(candidate.subject_id)
    candidate = subjects.fresh(candidate)

def assign_and_ask(*, candidate, by):
    subjects.lock(candidate.subject_id)
    candidate = subjects.fresh(candidate, by=by)
"""


def test_one_who_reads_the_row_again_without_saying_who_works_is_found():
    known = actions()

    trees = {**known.trees, "somewhere.actions.people": ast.parse(BLIND)}

    assert not_gated(Source(trees)) - set(NOT_GATED) == {"somewhere.actions.people.assign"}
