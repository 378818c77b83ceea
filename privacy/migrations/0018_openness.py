"""Breaches, delegations, and all that the register has to say (GDPR art. 30 and 33)."""

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0017_verb_stopped'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.TextField(help_text='For our own register and the authority. No names.', verbose_name='what happened')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('confidentiality', 'somebody saw what they should not'), ('integrity', 'data were changed that should not have been'), ('availability', 'data were lost or out of reach')], max_length=20), size=None, verbose_name='kind')),
                ('aware_at', models.DateTimeField(help_text='From here on there are 72 hours, also weekends.', verbose_name='we became aware')),
                ('groups', models.CharField(blank=True, max_length=300, verbose_name='which groups of people')),
                ('people_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many people, about')),
                ('risk', models.CharField(choices=[('unlikely', 'a risk to people is unlikely'), ('risk', 'a risk to people'), ('high', 'a high risk to people')], default='risk', max_length=10, verbose_name='risk')),
                ('happened_nb', models.TextField(blank=True, verbose_name='letter: what happened (Norwegian)')),
                ('happened_en', models.TextField(blank=True, verbose_name='letter: what happened (English)')),
                ('consequences_nb', models.TextField(blank=True, verbose_name='letter: likely consequences (Norwegian)')),
                ('consequences_en', models.TextField(blank=True, verbose_name='letter: likely consequences (English)')),
                ('measures_nb', models.TextField(blank=True, verbose_name='letter: what we do, and what you can do (Norwegian)')),
                ('measures_en', models.TextField(blank=True, verbose_name='letter: what we do, and what you can do (English)')),
                ('opened_at', models.DateTimeField(verbose_name='registered')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='reported to Datatilsynet')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name="Datatilsynet's reference")),
                ('late_reason', models.TextField(blank=True, verbose_name='why it was reported late')),
                ('no_report_reason', models.TextField(blank=True, verbose_name='why it is not reported')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='the persons were told')),
                ('no_tell_reason', models.TextField(blank=True, verbose_name='why the persons are not told')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'breach',
                'verbose_name_plural': 'breaches',
            },
        ),
        migrations.CreateModel(
            name='BreachPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(verbose_name='found to be concerned')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told')),
            ],
            options={
                'verbose_name': 'person a breach concerns',
                'verbose_name_plural': 'persons a breach concerns',
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='to the role')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('given_at', models.DateTimeField(verbose_name='given')),
            ],
            options={
                'verbose_name': 'delegation',
                'verbose_name_plural': 'delegations',
            },
        ),
        migrations.AddField(
            model_name='controller',
            name='protection_officer_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='data protection officer (English)'),
        ),
        migrations.AddField(
            model_name='controller',
            name='protection_officer_nb',
            field=models.CharField(blank=True, max_length=300, verbose_name='data protection officer (Norwegian)'),
        ),
        migrations.AddField(
            model_name='controller',
            name='representative_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='representative (English)'),
        ),
        migrations.AddField(
            model_name='controller',
            name='representative_nb',
            field=models.CharField(blank=True, max_length=200, verbose_name='representative (Norwegian)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='periods',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('account', 'account or draft without an application'), ('this_position', 'application for one position only, after it closed'), ('candidate_base', 'application and candidate base'), ('further_storage', 'consent to further storage'), ('entered_by_hand', 'candidate entered by hand or imported'), ('client_contact', 'contact person at a client'), ('enquiry', 'question or enquiry'), ('mail', 'e-mail we sent: that it was sent'), ('mail_body', 'e-mail we sent: its text'), ('session', 'login session'), ('failed_login', 'failed login'), ('consent_proof', 'proof of a consent'), ('trail', 'history of processing, after erasure'), ('erasure_ledger', 'proof of erasure, without personal data'), ('journal', 'journal outside the database'), ('request', 'request about rights, after it is closed'), ('package', "copy of somebody's data, after it is made"), ('disclosure', 'record of what was disclosed to whom'), ('breach', 'breach, after it is closed'), ('not_informed', 'data from others, when the person was not told')], max_length=30), blank=True, default=list, size=None, verbose_name='storage times'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='review_note',
            field=models.TextField(blank=True, verbose_name='what the last review found'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='safeguards_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='safeguards for such transfers (English)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='safeguards_nb',
            field=models.CharField(blank=True, max_length=300, verbose_name='safeguards for such transfers (Norwegian)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='security_en',
            field=models.CharField(blank=True, max_length=500, verbose_name='security (English)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='security_nb',
            field=models.CharField(blank=True, max_length=500, verbose_name='security (Norwegian)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='transfers_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='transfers outside the EEA (English)'),
        ),
        migrations.AddField(
            model_name='processingactivity',
            name='transfers_nb',
            field=models.CharField(blank=True, max_length=300, verbose_name='transfers outside the EEA (Norwegian)'),
        ),
        migrations.AlterField(
            model_name='alarm',
            name='code',
            field=models.CharField(choices=[('purge_not_run', 'the purge has not run'), ('overdue', 'data are overdue for deletion'), ('blocked', 'persons could not be erased'), ('review', 'persons wait for a decision on their storage time'), ('braked', 'the brake stopped a purge'), ('files', 'files could not be removed'), ('files_lost', 'rows name files that are not there'), ('journal', 'the journal outside the database lags behind'), ('seals', 'the history is not sealed'), ('mails', 'e-mails could not be sent'), ('breach', 'a breach must be reported within a day, or is late'), ('register', 'processing activities were not reviewed for a year'), ('clock', 'the clock of this machine and of the database differ'), ('requests', 'requests about rights are overdue')], max_length=20, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='trailentry',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='trail_by_time'),
        ),
        migrations.AddConstraint(
            model_name='processingactivity',
            constraint=models.CheckConstraint(condition=models.Q(('transfers_nb', ''), models.Q(('safeguards_nb', ''), _negated=True), _connector='OR'), name='activity_transfer_has_a_safeguard', violation_error_message='A transfer outside the EEA needs a safeguard (GDPR art. 44-49).'),
        ),
        migrations.AddField(
            model_name='breach',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_breaches', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
        ),
        migrations.AddField(
            model_name='breach',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened_breaches', to=settings.AUTH_USER_MODEL, verbose_name='registered by'),
        ),
        migrations.AddField(
            model_name='breachperson',
            name='breach',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='privacy.breach', verbose_name='breach'),
        ),
        migrations.AddField(
            model_name='breachperson',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='privacy.subject', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='to the colleague'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='privacy.processingactivity', verbose_name='activity'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_delegations', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='breach_closed_by_someone', violation_error_message='Say both when it was done and who did it.'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kinds', []), _negated=True), ('kinds__contained_by', ['confidentiality', 'integrity', 'availability'])), name='breach_has_known_kinds', violation_error_message='Say what kind of breach it is.'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('risk__in', ['unlikely', 'risk', 'high'])), name='breach_risk_known', violation_error_message='Say how great the risk is.'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('reported_at__isnull', True), models.Q(('late_reason', ''), _negated=True), django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(models.F('reported_at'), '-', models.F('aware_at')), datetime.timedelta(days=3)), _connector='OR'), name='breach_late_with_a_reason', violation_error_message='Reported later than 72 hours: say why (GDPR art. 33(1)).'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('no_report_reason', ''), models.Q(('reported_at__isnull', True), ('risk', 'unlikely')), _connector='OR'), name='breach_unreported_if_unlikely', violation_error_message='Only a breach without likely risk is not reported (GDPR art. 33(1)).'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('reported_at__isnull', False), models.Q(('no_report_reason', ''), _negated=True), _connector='OR'), name='breach_closed_when_answered', violation_error_message='Report it, or say why a risk is unlikely, before it is closed.'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('risk', 'high'), _negated=True), ('told_at__isnull', False), models.Q(('no_tell_reason', ''), _negated=True), _connector='OR'), name='breach_high_risk_told', violation_error_message='At a high risk the persons are told, or a reason is given (GDPR art. 34).'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_at__isnull', True), ('reported_at__gte', models.F('aware_at')), _connector='OR'), models.Q(('told_at__isnull', True), ('told_at__gte', models.F('aware_at')), _connector='OR')), name='breach_known_before_told', violation_error_message='Nobody is told of a breach before we know of it.'),
        ),
        migrations.AddConstraint(
            model_name='breachperson',
            constraint=models.UniqueConstraint(fields=('breach', 'subject'), name='breach_person_once', violation_error_message='This person is on the list already.'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), models.Q(('role', ''), _negated=True)), models.Q(('account__isnull', False), ('role', '')), _connector='OR'), name='delegation_to_one', violation_error_message='Choose either a role or a colleague.'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='delegation_ends_after_it_begins', violation_error_message='The last day is not before the first.'),
        ),
    ]
