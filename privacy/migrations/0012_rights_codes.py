"""What the rights leave in the history, how long it is kept, and what it is told as."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0011_journal_reviewed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='restriction',
            name='category',
            field=models.CharField(blank=True, choices=[('identity', 'who you are'), ('contact', 'how to reach you'), ('application', 'your applications'), ('document', 'your documents'), ('correspondence', 'what we wrote to each other'), ('account', 'your account and login'), ('history', 'what was done with your data'), ('client', 'your work for a client'), ('rights', 'your requests and rights')], help_text='Empty: everything.', max_length=20, verbose_name='only'),
        ),
        migrations.AlterField(
            model_name='retentionperiod',
            name='code',
            field=models.CharField(choices=[('account', 'account or draft without an application'), ('this_position', 'application for one position only, after it closed'), ('candidate_base', 'application and candidate base'), ('further_storage', 'consent to further storage'), ('entered_by_hand', 'candidate entered by hand or imported'), ('client_contact', 'contact person at a client'), ('enquiry', 'question or enquiry'), ('mail', 'e-mail we sent: that it was sent'), ('mail_body', 'e-mail we sent: its text'), ('session', 'login session'), ('failed_login', 'failed login'), ('consent_proof', 'proof of a consent'), ('trail', 'history of processing, after erasure'), ('erasure_ledger', 'proof of erasure, without personal data'), ('journal', 'journal outside the database'), ('request', 'request about rights, after it is closed'), ('package', "copy of somebody's data, after it is made"), ('disclosure', 'record of what was disclosed to whom'), ('breach', 'breach, after it is closed'), ('not_informed', 'data from others, when the person was not told')], max_length=30, verbose_name='storage time'),
        ),
        migrations.AlterField(
            model_name='trailentry',
            name='verb',
            field=models.CharField(choices=[('collected', 'received'), ('confirmed', 'e-mail address confirmed'), ('viewed', 'viewed'), ('opened', 'file opened'), ('found', 'found in a search'), ('changed', 'changed'), ('moved', 'moved to another stage'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('shared', 'shared'), ('informed', 'told what we hold and where it came from'), ('asked', 'request received'), ('extended', 'time to answer extended'), ('granted', 'request granted'), ('refused', 'request refused, with a reason'), ('objected', 'objection received'), ('stated', 'own statement added'), ('packed', 'copy of the data made'), ('fetched', 'copy of the data downloaded'), ('recipient_told', 'recipient told'), ('mailed', 'e-mail sent'), ('consented', 'consent given'), ('consent_withdrawn', 'consent withdrawn'), ('held', 'deletion put on hold'), ('hold_approved', 'hold approved'), ('released', 'hold ended'), ('restricted', 'processing restricted'), ('lifting_told', 'told that the restriction will be lifted'), ('lifted', 'restriction lifted'), ('reviewed', 'storage time decided by a person'), ('removed', 'file removed'), ('merged', "brought together with the same person's data"), ('erased', 'erased'), ('logged_in', 'logged in')], max_length=20, verbose_name='what'),
        ),
    ]
