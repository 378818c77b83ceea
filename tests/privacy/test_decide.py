import datetime
import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from privacy.decide import Facts, Ground, Holding, Item, Verdict, decide

D = datetime.date
TODAY = D(2026, 11, 23)
PERSON = uuid.UUID(int=1)


def facts(*items, holds=()):
    return Facts(PERSON, items, tuple(map(Holding, holds)))


def application(number, until, **more):
    grounds = (Ground("candidate_base", until),) if until else ()
    return Item(("candidates.Application", str(number)), "application", grounds, **more)


def document(number, *applications):
    follows = tuple(("candidates.Application", str(each)) for each in applications)
    return Item(("candidates.Document", str(number)), "document", follows=follows)


def test_the_day_before_it_is_there_and_on_the_day_it_goes():
    known = facts(application(1, TODAY))

    before = decide(known, TODAY - datetime.timedelta(days=1))
    on_the_day = decide(known, TODAY)

    assert (before.verdict, before.erases_person, before.person_due_on) == (Verdict.KEEP, False, TODAY)
    assert (on_the_day.verdict, on_the_day.erases_person) == (Verdict.ERASE, True)


def test_an_old_application_goes_though_a_newer_one_stays():
    known = facts(application(1, D(2025, 11, 23)), application(2, D(2027, 11, 23)), document(1, 1), document(2, 1, 2))

    decision = decide(known, TODAY)

    assert decision.erased_keys == (("candidates.Application", "1"), ("candidates.Document", "1"))
    assert decision.erases_person is False
    assert decision.next_look == D(2027, 11, 23)


def test_a_document_nobody_uses_goes_with_the_person():
    known = facts(application(1, D(2025, 11, 23)), application(2, D(2027, 11, 23)), document(1))

    outcome = decide(known, TODAY).outcomes[2]

    assert (outcome.verdict, outcome.due_on) == (Verdict.KEEP, D(2027, 11, 23))


def test_a_document_of_an_application_we_added_goes_with_the_person():
    added = Item(("candidates.Application", "9"), "application", follows=())
    known = facts(application(1, D(2027, 11, 23)), added, document(1, 9))

    assert [outcome.verdict for outcome in decide(known, TODAY).outcomes] == [Verdict.KEEP] * 3


def test_a_hold_keeps_everything_and_says_so():
    hold = Ground("hold:legal_claim", None, mandatory=True)
    known = facts(application(1, D(2025, 11, 23)), document(1, 1), holds=(hold,))

    decision = decide(known, TODAY)

    assert [outcome.verdict for outcome in decision.outcomes] == [Verdict.KEEP, Verdict.KEEP]
    assert [outcome.active for outcome in decision.outcomes] == [(hold,), (hold,)]
    assert decision.next_look is None


def test_what_nobody_can_date_is_for_a_person_to_look_at():
    known = facts(application(1, None, missing=("received_on",)))

    decision = decide(known, TODAY)

    assert (decision.verdict, decision.erases_person, decision.next_look) == (Verdict.REVIEW, False, TODAY)


def test_a_missing_date_beside_a_ground_that_stands_is_kept():
    known = facts(application(1, D(2027, 1, 1), missing=("period:further_storage",)))

    assert decide(known, TODAY).verdict is Verdict.KEEP


def test_a_mail_goes_at_its_own_time_and_never_keeps_the_person():
    mail = Item(("privacy.OutgoingMail", "1"), "mail", follows=(), at_most=Ground("mail", D(2026, 1, 1)))
    young = Item(("privacy.OutgoingMail", "2"), "mail", follows=(), at_most=Ground("mail", D(2030, 1, 1)))

    kept = decide(facts(application(1, D(2027, 1, 1)), mail, young), TODAY)
    gone = decide(facts(application(1, D(2026, 1, 1)), mail, young), TODAY)

    assert kept.erased_keys == (("privacy.OutgoingMail", "1"),)
    assert gone.erases_person is True


def test_a_request_ends_every_ground_but_the_mandatory():
    staff = Item(("accounts.User", "1"), "account", (Ground("staff", None, mandatory=True),))

    everything = decide(facts(application(1, D(2027, 1, 1))).on_request(), TODAY)
    colleague = decide(facts(application(1, D(2027, 1, 1)), staff).on_request(), TODAY)

    assert everything.erases_person is True
    assert (colleague.erases_person, colleague.erased_keys) == (False, (("candidates.Application", "1"),))


DAYS = st.dates(D(2020, 1, 1), D(2035, 1, 1))
GROUNDS = st.builds(Ground, st.sampled_from(["a", "b", "c"]), st.none() | DAYS, st.booleans())
ITEMS = st.builds(
    Item,
    st.tuples(st.just("Model"), st.uuids().map(str)),
    st.just("application"),
    st.lists(GROUNDS, max_size=4).map(tuple),
    st.lists(st.just("fact"), max_size=1).map(tuple),
)
FOLLOWERS = st.builds(
    Item, st.tuples(st.just("Mail"), st.uuids().map(str)), st.just("mail"), follows=st.just(()),
    at_most=st.none() | GROUNDS,
)  # fmt: skip
PEOPLE = st.builds(
    lambda items, more, holds: Facts(PERSON, (*items, *more), tuple(holds)),
    st.lists(ITEMS, max_size=4),
    st.lists(FOLLOWERS, max_size=2),
    st.lists(
        st.builds(
            Holding,
            st.builds(Ground, st.just("hold:legal_claim"), st.none() | DAYS, st.just(True)),
            st.sampled_from(["", "application", "mail"]),
        ),
        max_size=2,
    ),
)


@given(PEOPLE, DAYS, GROUNDS)
def test_one_more_ground_never_erases(known, as_of, ground):
    more = replace(
        known, items=tuple(replace(i, grounds=(*i.grounds, ground)) if i.is_anchor else i for i in known.items)
    )

    assert set(decide(more, as_of).erased_keys) <= set(decide(known, as_of).erased_keys)


@given(PEOPLE, DAYS, st.integers(0, 4000))
def test_time_alone_never_brings_anything_back(known, as_of, days):
    later = decide(known, as_of + datetime.timedelta(days=days))

    assert set(decide(known, as_of).erased_keys) <= set(later.erased_keys)


@given(PEOPLE, DAYS)
def test_nothing_goes_before_the_next_look(known, as_of):
    decision = decide(known, as_of)
    look = decision.next_look
    until = min(look, D(2040, 1, 1)) if look else D(2040, 1, 1)

    if until > as_of:
        eve = decide(known, until - datetime.timedelta(days=1))
        assert set(eve.erased_keys) == set(decision.erased_keys)


@given(PEOPLE, DAYS)
def test_the_named_grounds_are_all_there_are(known, as_of):
    for outcome in decide(known, as_of).outcomes:
        if outcome.item.is_anchor and outcome.verdict is Verdict.KEEP:
            left = tuple(g for g in outcome.item.grounds if g not in outcome.active)
            alone = Facts(PERSON, (replace(outcome.item, grounds=left, missing=()),))
            assert decide(alone, as_of).outcomes[0].verdict is Verdict.ERASE


@given(PEOPLE, DAYS)
def test_what_is_kept_has_a_reason_and_what_goes_has_none(known, as_of):
    for outcome in decide(known, as_of).outcomes:
        if outcome.item.is_anchor:
            assert bool(outcome.active) == (outcome.verdict is Verdict.KEEP)


def test_the_profile_stays_as_long_as_an_application_does():
    account = (Ground("account", D(2025, 1, 1)),)
    profile = Item(("candidates.Candidate", "1"), "identity", account, carries=(("candidates.Application", "1"),))
    contact = Item(("clients.ClientContact", "1"), "client", (Ground("client_relation", None),))

    young = decide(facts(profile, application(1, D(2027, 1, 1))), TODAY)
    old = decide(facts(profile, application(1, D(2026, 1, 1))), TODAY)
    also_contact = decide(facts(profile, application(1, D(2026, 1, 1)), contact), TODAY)

    assert (young.verdict, young.outcomes[0].due_on) == (Verdict.KEEP, D(2027, 1, 1))
    assert old.erases_person is True
    assert also_contact.erased_keys == (("candidates.Candidate", "1"), ("candidates.Application", "1"))


def test_a_restricted_category_stays_with_who_it_is_about_and_the_rest_goes():
    profile = Item(("candidates.Candidate", "1"), "identity", (Ground("account", D(2025, 1, 1)),))
    restricted = Holding(Ground("restriction:claim", None), "document")
    known = Facts(PERSON, (profile, application(1, TODAY), document(1, 1)), (restricted,))

    decision = decide(known, TODAY)

    assert decision.erased_keys == (("candidates.Application", "1"),)
    assert (decision.erases_person, decision.person_due_on) == (False, None)


def test_a_restriction_is_for_the_person_who_may_still_be_erased_on_request():
    restricted = Holding(Ground("restriction:claim", None))
    on_hold = Holding(Ground("hold:legal_claim", D(2027, 1, 1), mandatory=True))
    known = Facts(PERSON, (application(1, TODAY),), (restricted,))

    assert decide(known, TODAY).erases_person is False
    assert decide(known.on_request(), TODAY).erases_person is True
    assert decide(replace(known, holdings=(restricted, on_hold)).on_request(), TODAY).erases_person is False


def test_a_hold_ends_on_its_day_and_deletion_goes_on_by_itself():
    known = facts(application(1, D(2026, 1, 1)), holds=(Ground("hold:legal_claim", TODAY, mandatory=True),))

    eve = decide(known, TODAY - datetime.timedelta(days=1))
    on_the_day = decide(known, TODAY)

    assert (eve.verdict, eve.next_look) == (Verdict.KEEP, TODAY)
    assert on_the_day.erases_person is True


def test_what_belongs_to_the_profile_goes_with_it_though_the_person_stays():
    profile = Item(("candidates.Candidate", "1"), "identity", (Ground("account", D(2026, 1, 1)),))
    contact = Item(("clients.ClientContact", "1"), "client", (Ground("client_relation", None),))
    added = Item(("candidates.Application", "9"), "application", follows=(), owner=profile.key)
    unused = replace(document(1), owner=profile.key)
    of_added = replace(document(2, 9), owner=profile.key)

    decision = decide(facts(profile, contact, added, unused, of_added), TODAY)

    assert set(decision.erased_keys) == {profile.key, added.key, unused.key, of_added.key}


def test_a_mail_goes_at_its_time_also_of_a_person_no_rule_speaks_of():
    account = Item(("accounts.User", "1"), "account", follows=())
    mail = Item(("privacy.OutgoingMail", "1"), "mail", follows=(), at_most=Ground("mail", TODAY))
    young = Item(("privacy.OutgoingMail", "2"), "mail", follows=(), at_most=Ground("mail", D(2030, 1, 1)))

    decision = decide(facts(account, mail, young), TODAY)

    assert (decision.verdict, decision.erases_person, decision.needs_review) == (Verdict.ERASE, False, True)
    assert decision.erased_keys == (mail.key,)
    assert decide(facts(account), TODAY).outcomes[0].verdict is Verdict.REVIEW


def test_a_person_no_rule_speaks_of_is_looked_at_and_goes_only_on_request():
    nobody = Facts(PERSON, (Item(("accounts.User", "1"), "account", follows=()),))

    assert decide(nobody, TODAY).verdict is Verdict.REVIEW
    assert decide(nobody, TODAY).erases_person is False
    assert decide(nobody.on_request(), TODAY).erases_person is True


def test_of_what_is_kept_the_first_to_go_is_looked_at_first():
    known = facts(application(1, D(2028, 5, 1)), application(2, D(2027, 11, 23)))

    assert decide(known, TODAY).next_look == D(2027, 11, 23)


def test_what_a_hold_keeps_ends_with_the_later_of_the_two():
    hold = Ground("hold:legal_claim", D(2027, 1, 1), mandatory=True)
    newer, over = application(1, D(2028, 1, 1)), application(2, D(2026, 1, 1))
    of_newer, of_over = document(1, 1), document(2, 2)

    outcomes = decide(facts(newer, over, of_newer, of_over, holds=(hold,)), TODAY).outcomes

    assert [each.due_on for each in outcomes] == [D(2028, 1, 1), D(2027, 1, 1), D(2028, 1, 1), D(2027, 1, 1)]


def test_a_document_nobody_can_date_has_no_end_while_a_hold_keeps_it():
    unknown = Item(("candidates.Application", "1"), "application", missing=("received_on",))
    document_of_it = document(1, 1)
    hold = Holding(Ground("hold:legal_claim", D(2027, 1, 1), mandatory=True), "document")

    outcomes = decide(Facts(PERSON, (unknown, document_of_it), (hold,)), TODAY).outcomes

    assert [(each.verdict, each.due_on) for each in outcomes] == [(Verdict.REVIEW, None), (Verdict.KEEP, None)]


def test_as_if_one_consent_did_not_exist_all_else_is_the_same():
    base, further = Ground("candidate_base", TODAY), Ground("further_storage", D(2028, 1, 1))
    hold = Holding(Ground("hold:legal_claim", D(2027, 1, 1), mandatory=True))
    known = Facts(PERSON, (Item(("candidates.Application", "1"), "application", (base, further)),), (hold,))

    without_consent, without_hold = known.without("further_storage"), known.without("hold:legal_claim")

    assert (without_consent.items[0].grounds, without_consent.holdings) == ((base,), (hold,))
    assert (without_hold.items[0].grounds, without_hold.holdings) == ((base, further), ())


def test_one_thing_nobody_can_date_is_looked_at_though_all_else_is_kept():
    known = facts(application(1, D(2027, 11, 23)), application(2, None, missing=("received_on",)))

    decision = decide(known, TODAY)

    assert (decision.needs_review, decision.verdict, decision.next_look) == (True, Verdict.REVIEW, TODAY)


def test_the_person_is_gone_with_the_last_that_is_kept():
    over, newer = application(1, D(2026, 1, 1)), application(2, D(2027, 1, 1))
    until_2030 = Holding(Ground("restriction:claim", D(2030, 1, 1)), "document")

    alone = decide(facts(over), TODAY)
    beside = decide(facts(over, newer), TODAY)
    held = decide(Facts(PERSON, (newer, document(1, 2)), (until_2030,)), TODAY)

    assert [each.person_due_on for each in (alone, beside, held)] == [D(2026, 1, 1), D(2027, 1, 1), D(2030, 1, 1)]


def test_what_has_a_time_of_its_own_ends_with_the_earlier_of_that_and_the_person():
    first = Item(("privacy.OutgoingMail", "1"), "mail", follows=(), at_most=Ground("mail", D(2027, 1, 1)))
    later = replace(first, key=("privacy.OutgoingMail", "2"), at_most=Ground("mail", D(2030, 1, 1)))

    outcomes = decide(facts(application(1, D(2028, 1, 1)), first, later), TODAY).outcomes

    assert [each.due_on for each in outcomes] == [D(2028, 1, 1), D(2027, 1, 1), D(2028, 1, 1)]


def test_what_a_law_keeps_alone_keeps_nothing_else():
    law = Ground("agreement", D(2030, 7, 1), mandatory=True)
    signed = Item(("clients.Signatory", "1"), "client", (law,), stands_alone=True)
    mail = Item(("privacy.OutgoingMail", "1"), "correspondence", follows=())
    contact = Item(("clients.ClientContact", "1"), "client", (Ground("client_relation", None),))

    known = facts(contact, signed, mail)
    working, asked, after = decide(known, TODAY), decide(known.on_request(), TODAY), decide(facts(signed, mail), TODAY)

    assert working.erased_keys == ()
    assert asked.erased_keys == (contact.key, mail.key)
    assert (asked.erases_person, asked.next_look) == (False, D(2030, 7, 1))
    assert after.erased_keys == (mail.key,)
    assert decide(facts(signed, mail), D(2030, 7, 1)).erases_person is True
