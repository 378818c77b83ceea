"""What to do about each alarm. The admin says what is wrong; whoever runs the program reads here what helps."""

from privacy.choices import AlarmCode

ADVICE = {
    AlarmCode.PURGE_NOT_RUN: "See that worker and beat run, then start it by hand: manage.py purge.",
    AlarmCode.OVERDUE: "manage.py purge --dry-run says what is due, manage.py purge erases it; the log says who was left, and why.",
    AlarmCode.BLOCKED: "Lagring og sletting in the admin names them and why; most often a file that could not be removed.",
    AlarmCode.REVIEW: "A manager decides under Lagring og sletting: nobody could work out a storage time.",
    AlarmCode.BRAKED: "A manager looks at what would have gone, and lets it on or not, under Lagring og sletting.",
    AlarmCode.FILES: "See that storage answers and may delete (a bucket: no object lock); it is tried again every other minute.",
    AlarmCode.FILES_LOST: "manage.py reconcile_files names them: bring the files back from the backup, or remove the rows.",
    AlarmCode.JOURNAL: "See that JOURNAL_URL can be written to, and that worker and beat run.",
    AlarmCode.SEALS: "See that worker and beat run; manage.py verify_trail says whether the history is whole.",
    AlarmCode.MAILS: "See that the mail server takes mail; E-poster in the admin lists what was given up, and sends it anew.",
    AlarmCode.BREACH: "The privacy officer reports it, or writes why it need not be, under Avvik: 72 hours in all.",
    AlarmCode.REGISTER: "The privacy officer reviews the activities in the admin; once a year is enough.",
    AlarmCode.CLOCK: "Set the clocks of this machine and of the database right (NTP): nothing is deleted until then.",
    AlarmCode.REQUESTS: "Requests about rights are past the day of the law: the privacy officer answers them today.",
    AlarmCode.INBOX: "manage.py read_inbox says which mail cannot be read; see that INBOX_URL can be written to.",
    AlarmCode.CHECKS: "See that worker and beat run: candidates.jobs.end_assignments removes what is left of checks.",
    AlarmCode.REPORTS: "Payroll reports the month, under Meldinger til myndighet.",
    AlarmCode.COPIES: "The log says where it stopped; the privacy officer orders it anew, or makes it with manage.py package.",
    AlarmCode.SCANS: "See that CLAMAV_URL answers and that worker and beat run; what waits is tried again by itself, oldest first.",
    AlarmCode.DISKS: "Make room on the disks of STORAGE_URL and JOURNAL_URL before uploads are refused.",
    AlarmCode.BACKUPS: "Run manage.py backup: it takes one, or says why it cannot; then see that the machine's clock starts it.",
}
