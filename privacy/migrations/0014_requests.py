"""Requests about rights; an alarm for those that are overdue."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0013_rights_seed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='alarm',
            name='code',
            field=models.CharField(choices=[('purge_not_run', 'the purge has not run'), ('overdue', 'data are overdue for deletion'), ('blocked', 'persons could not be erased'), ('review', 'persons wait for a decision on their storage time'), ('braked', 'the brake stopped a purge'), ('files', 'files could not be removed'), ('files_lost', 'rows name files that are not there'), ('journal', 'the journal outside the database lags behind'), ('seals', 'the history is not sealed'), ('mails', 'e-mails could not be sent'), ('clock', 'the clock of this machine and of the database differ'), ('requests', 'requests about rights are overdue')], max_length=20, verbose_name='what'),
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(choices=[('access', 'a copy of my data'), ('rectification', 'correct or complete something'), ('erasure', 'delete my data'), ('restriction', 'store my data, but do not use them for now'), ('portability', 'my data in a form another system can read'), ('objection', 'I object to what you use my data for'), ('marketing', 'no more marketing'), ('withdrawal', 'withdraw a consent'), ('question', 'a question about my data'), ('complaint', 'a complaint')], max_length=20, verbose_name='asked for')),
                ('door', models.CharField(choices=[('own_pages', 'own pages'), ('form', 'the form on the website'), ('phone', 'telephone'), ('letter', 'letter'), ('mail', 'e-mail'), ('desk', 'at our desk')], max_length=20, verbose_name='came by')),
                ('state', models.CharField(choices=[('unverified', 'waits for the link in the e-mail'), ('open', 'being dealt with'), ('proposed', 'a refusal waits for a second person'), ('granted', 'done'), ('refused', 'refused'), ('nothing', 'we hold nothing')], default='open', max_length=20, verbose_name='state')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('message', models.TextField(blank=True, verbose_name='what the person wrote')),
                ('language', models.CharField(choices=[('nb', 'Norwegian'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('submission_key', models.CharField(editable=False, max_length=64, unique=True, verbose_name='submission key')),
                ('identity_note', models.CharField(blank=True, max_length=300, verbose_name='how we knew who it was')),
                ('identified_at', models.DateTimeField(blank=True, null=True, verbose_name='identity settled')),
                ('reminded_at_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='reminded so many days ahead')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('due_on', models.DateField(verbose_name='answer by')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='extended on')),
                ('extended_to', models.DateField(blank=True, null=True, verbose_name='extended to')),
                ('extension_reason', models.TextField(blank=True, verbose_name='why it takes longer')),
                ('refusal_ground', models.CharField(blank=True, choices=[('unfounded', 'manifestly unfounded (GDPR art. 12(5))'), ('excessive', 'excessive, because it is repeated (GDPR art. 12(5))'), ('not_identified', 'we cannot know that it is you (GDPR art. 12(2) and (6))'), ('rights_of_others', 'a copy would harm the rights of others (GDPR art. 15(4) and 20(4))'), ('secrecy', 'an exception in Norwegian law (personopplysningsloven § 16)'), ('correct', 'what we hold is correct (GDPR art. 16)'), ('legal_duty', 'the law requires us to keep it (GDPR art. 17(3)(b))'), ('legal_claim', 'it is needed for a legal claim (GDPR art. 17(3)(e) and 21(1))'), ('no_ground', 'none of the four grounds for restriction is there (GDPR art. 18(1))'), ('not_portable', 'not given by you, by consent or agreement, or not automated (GDPR art. 20(1))'), ('compelling', 'compelling grounds of ours weigh more (GDPR art. 21(1))')], max_length=20, verbose_name='ground of refusal')),
                ('refusal_reason', models.TextField(blank=True, verbose_name='reason of refusal')),
                ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='refusal proposed')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='refusal approved')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('statement', models.TextField(blank=True, verbose_name="the person's own statement")),
                ('letter', models.CharField(blank=True, max_length=40, verbose_name='letter')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approved_refusals', to=settings.AUTH_USER_MODEL, verbose_name='refusal approved by')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_requests', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_requests', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_refusals', to=settings.AUTH_USER_MODEL, verbose_name='refusal proposed by')),
                ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registered_requests', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='privacy.subject', verbose_name='person')),
            ],
            options={
                'verbose_name': 'request about rights',
                'verbose_name_plural': 'requests about rights',
                'constraints': [models.CheckConstraint(condition=models.Q(('refusal_ground', ''), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'rights_of_others', 'secrecy')), ('right', 'access')), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'correct')), ('right', 'rectification')), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'legal_duty', 'legal_claim')), ('right', 'erasure')), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'no_ground')), ('right', 'restriction')), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'rights_of_others', 'not_portable')), ('right', 'portability')), models.Q(('refusal_ground__in', ('unfounded', 'excessive', 'not_identified', 'legal_claim', 'compelling')), ('right', 'objection')), _connector='OR'), name='request_refused_on_a_ground_of_its_right', violation_error_message='This right cannot be refused for that reason.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(models.Q(('refusal_ground', ''), _negated=True), models.Q(('refusal_reason', ''), _negated=True), ('approved_by__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='request_refused_by_two', violation_error_message='A refusal has a ground, a reason, and two people who answer for it.'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='request_approved_by_another', violation_error_message='Somebody else than who proposed it approves a refusal.'), models.CheckConstraint(condition=models.Q(models.Q(('proposed_at__isnull', True), ('proposed_by__isnull', True)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='request_proposed_by_someone', violation_error_message='Say both when it was done and who did it.'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='request_approved_by_someone', violation_error_message='Say both when it was done and who did it.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('granted', 'refused', 'nothing'))), models.Q(models.Q(('state__in', ('granted', 'refused', 'nothing')), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='request_closed_has_a_time', violation_error_message='A closed request has a time, an open one has none.'), models.CheckConstraint(condition=models.Q(('identified_at__isnull', False), ('state', 'unverified'), _connector='OR'), name='request_answered_when_identified', violation_error_message='Nothing is answered before it is settled who asks.'), models.CheckConstraint(condition=models.Q(models.Q(('door__in', ('phone', 'letter', 'mail', 'desk')), _negated=True), models.Q(models.Q(('identity_note', ''), _negated=True), ('registered_by__isnull', False)), _connector='OR'), name='request_by_staff_says_who_it_was', violation_error_message='Say how you knew who it was. Never store a copy of an identity document.')],
            },
        ),
    ]
