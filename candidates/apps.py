from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from django.conf import settings

        from candidates import personal_data, registries  # noqa: F401
        from candidates.actions.applications import position_closed
        from candidates.adapters.inspector import SandboxInspector
        from candidates.adapters.paper import SandboxPaper
        from candidates.adapters.pdf_judge import StrictPdfJudge
        from candidates.adapters.virus_scanner import scanner_at
        from candidates.queries import pipelines
        from clients.registries import on_ad_closed, on_order_closed, use_pdf_judge
        from clients.registries import pipelines as known_pipelines

        outside = registries.Outside(SandboxInspector(), scanner_at(settings.CLAMAV_URL), SandboxPaper())
        registries.use(outside)
        use_pdf_judge(StrictPdfJudge(outside.inspector, outside.virus_scanner))
        on_order_closed.append(position_closed)
        on_ad_closed.append(position_closed)
        known_pipelines.append(pipelines.of_order)
        _know_promises()
        _know_files()
        _name_pages()
        self._answer_the_engine()

    def _answer_the_engine(self) -> None:
        from candidates.actions.addresses import bring_together
        from candidates.actions.alerts import consent_withdrawn
        from candidates.queries import people, portable
        from privacy import registries

        registries.on_merge.append(bring_together)
        registries.on_withdrawal.append(consent_withdrawn)
        registries.after_erasure.append("candidates.jobs.prune_words")
        registries.persons_by_address.append(people.persons_at)
        registries.addresses_of_persons.append(people.addresses_of)
        registries.languages_of_persons.append(people.language_of)
        registries.names_of_rows.update(people.NAMES_OF_ROWS)
        registries.names_of_rows["clients.JobOrder"] = portable.titles_of_orders
        registries.sources_of_rows["candidates.Candidate"] = portable.source_of_candidate
        registries.sources_of_rows["candidates.Application"] = portable.source_of_application
        registries.files_withheld["candidates.Document"] = portable.why_file_is_withheld
        registries.resumes.append(portable.resume)
        self._know_leads()
        _know_checks()
        _know_references()
        _know_employments()
        _know_interviews()
        self._know_presentations()
        self._tell_history()
        self._tell_advertising()

    def _know_presentations(self) -> None:
        from candidates.actions import showing_ended
        from candidates.queries import permissions, presentations
        from privacy import registries

        registries.on_showing_ended_again.append(showing_ended.again)
        registries.names_of_rows["candidates.PresentationItem"] = presentations.names_of
        registries.names_of_rows["candidates.SharingPermission"] = permissions.names_of

    def _know_leads(self) -> None:
        from candidates.queries import leads
        from privacy import registries

        registries.persons_by_address.append(leads.persons_at)
        registries.addresses_of_persons.append(leads.addresses_of)
        registries.languages_of_persons.append(leads.language_of)
        registries.offers_by_table["candidates.lead"] = leads.offers
        registries.names_of_rows["candidates.Lead"] = leads.names_of
        registries.sources_of_rows["candidates.Lead"] = leads.source_of

    def _tell_history(self) -> None:
        from candidates.queries import history
        from privacy import registries

        registries.names_of_mails.update(history.MAILS)
        registries.names_in_history.update(history.OBJECTS)
        registries.words_in_history.update(history.WORDS)

    def _tell_advertising(self) -> None:
        from candidates.actions import alerting
        from privacy import registries

        kinds = {
            "job_alerts": registries.AdvertisingKind(_("job alerts you have set up"), "job_alerts"),
            "position_tips": registries.AdvertisingKind(_("positions an adviser thinks of you for"), "candidate_base"),
        }
        registries.kinds_of_advertising.update(kinds)
        registries.audiences[alerting.AUDIENCE] = registries.Audience(
            "job_alerts", "candidates/advertising/job_alert", alerting.persons, alerting.letters
        )
        registries.names_of_links["my_mail"] = _("Change or stop my job alerts")
        registries.names_of_links["position"] = _("Read about the position")
        registries.names_of_links["min_side"] = _("Go to My page")
        registries.names_of_links["positions"] = _("See all of them")
        registries.names_of_links["presentation"] = _("See the candidates")
        registries.names_of_links["my_sharing"] = _("See what is shared, or stop it")
        registries.names_of_links["answer_permission"] = _("Read about the position and answer")
        registries.names_of_links["confirm_address"] = _("Confirm my address")


def _name_pages() -> None:
    from privacy import registries

    registries.public_pages["apply"] = _("the form for applying")
    registries.public_pages["register"] = _("open registration")


def _know_promises() -> None:
    """Each checks something of PROMISES.md once it is imported."""
    from candidates.queries import (  # noqa: F401
        base_promises,
        campaign_promises,
        presentation_promises,
        promises,
        reference_promises,
    )


def _know_interviews() -> None:
    """What is called off when an order closes or a person goes, and what is told in the history."""
    from candidates.actions import interview_ends
    from candidates.queries import interviews
    from clients.registries import on_order_closed
    from privacy import registries

    on_order_closed.append(interview_ends.order_closed)
    registries.before_erasure.append(interview_ends.before_erasure)
    registries.on_restricted.append(interview_ends.set_aside)
    registries.names_of_rows["candidates.Interview"] = interviews.names_of
    registries.names_of_mails.update(interviews.MAILS)
    registries.names_in_history.update(interviews.OBJECTS)
    registries.words_in_history.update(interviews.WORDS)
    registries.names_of_links["answer_interview"] = _("Choose a time")
    registries.names_of_links["my_interview"] = _("See the conversation")


def _know_files() -> None:
    """What waits for the virus scanner is an alarm when it waits for long."""
    from candidates.queries import scan_backlog
    from privacy import registries
    from privacy.choices import AlarmCode

    registries.alarms[AlarmCode.SCANS].append(scan_backlog.is_late)


def _know_checks() -> None:
    """What a position requires of candidates, and how it ends: hung on orders, told in the history."""
    from candidates.actions import checks as checking
    from candidates.queries import answered, check_promises, checks, identity_promises  # noqa: F401
    from clients.registries import on_order_closed, on_requirement_lifted, unanswered
    from privacy import registries
    from privacy.choices import AlarmCode

    on_order_closed.append(checking.order_closed)
    on_requirement_lifted.append(checking.requirement_lifted)
    unanswered.append(answered.number_unanswered)
    registries.alarms[AlarmCode.CHECKS].append(check_promises.are_left)
    for told in (checks, answered):
        registries.names_of_mails.update(told.MAILS)
        registries.names_in_history.update(told.OBJECTS)
    registries.words_in_history.update(checks.WORDS)
    registries.names_of_rows["clients.CheckRequirement"] = checks.names_of_required
    registries.names_of_links["answer_offer"] = _("Answer the offer")
    registries.names_of_links["my_application"] = _("See my application")


def _know_references() -> None:
    """Referees as people of their own; what they said of a position ends with it."""
    from candidates.actions import references as asking
    from candidates.queries import references
    from clients.registries import on_order_closed
    from privacy import registries

    on_order_closed.append(asking.order_closed)
    registries.persons_by_address.append(references.persons_at)
    registries.addresses_of_persons.append(references.addresses_of)
    registries.languages_of_persons.append(references.language_of)
    registries.names_of_rows["candidates.Referee"] = references.names_of_referees
    registries.names_of_rows["candidates.ReferenceCheck"] = references.names_of_checks
    registries.sources_of_rows["candidates.Referee"] = references.source_of
    registries.names_of_mails.update(references.MAILS)
    registries.names_in_history.update(references.OBJECTS)
    registries.words_in_history.update(references.WORDS)
    registries.names_of_links["reference"] = _("Read, answer or say no")
    registries.names_of_links["my_references"] = _("See my referees")


def _know_employments() -> None:
    """Those we employ, told as what they are; their next of kin are people of their own."""
    from candidates.models import Employment
    from candidates.queries import employment_promises, employments  # noqa: F401
    from privacy import registries

    registries.pauses[Employment] = employments.pauses_of
    registries.names_of_rows["candidates.Employment"] = employments.names_of
    registries.names_of_rows["candidates.NextOfKin"] = employments.names_of_kin
    registries.sources_of_rows["candidates.NextOfKin"] = employments.source_of
    registries.names_in_history.update(employments.OBJECTS)
    registries.words_in_history.update(employments.WORDS)
    _know_reports()
    _know_assignments()


def _know_reports() -> None:
    """What is reported of those we employ: told in their history, and an alarm when a month is late."""
    from candidates.queries import authority_reports, report_promises
    from privacy import registries
    from privacy.choices import AlarmCode

    registries.alarms[AlarmCode.REPORTS].append(report_promises.is_late)
    registries.names_of_rows["candidates.ReportedEmployment"] = authority_reports.names_of
    registries.names_in_history.update(authority_reports.OBJECTS)
    registries.words_in_history.update(authority_reports.WORDS)


def _know_assignments() -> None:
    """Whoever works at a client: the order stays open that long, and what was checked for it goes with the end."""
    from candidates.queries import assignment_promises, assignments
    from clients.registries import hired_out
    from privacy import registries
    from privacy.choices import AlarmCode

    hired_out.append(assignments.on_order)
    registries.alarms[AlarmCode.CHECKS].append(assignment_promises.are_left)
    registries.names_of_rows["candidates.Assignment"] = assignments.names_of
    registries.names_in_history.update(assignments.OBJECTS)
    registries.words_in_history.update(assignments.WORDS)
