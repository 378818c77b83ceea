"""Mails to the contact address, invented: laid into the demo's inbox, where the clock finds them within a minute."""

import datetime
import os
from email.message import EmailMessage
from pathlib import Path

from fremrykk.accounts.management.demo import pdf, persons

CV = ("Kokk", "Kokk, Fjordkroa, 2016–nå", "Fagbrev som kokk, 2015", "Førerkort klasse B")


def deliver(folder: Path, *, now: datetime.datetime) -> None:
    """Each as a mail server would: one file in `new/`, with the time it came."""
    (folder / "new").mkdir(parents=True, exist_ok=True)
    for number, (days, mail) in enumerate(_mails()):
        mail["To"], mail["Message-ID"] = "post@fremrykk.no", f"<demo-{number}@example.test>"
        path = folder / "new" / f"demo-{number}"
        path.write_bytes(mail.as_bytes())
        came = (now - datetime.timedelta(days=days)).timestamp()
        os.utime(path, (came, came))


def _mails() -> list[tuple[int, EmailMessage]]:
    return [
        (3, _mail("Hanne Solbakk <hanne.solbakk@example.test>", "Åpningstider", "Hei! Er kontoret åpent i romjula?")),
        (2, _mail(
            f"Jonas Hagenes <{persons.JONAS.email}>", "Mine opplysninger",
            "Hei, jeg vil gjerne ha innsyn i alt dere har lagret om meg.\n\nHilsen Jonas",
        )),
        (2, _with_a_cv()),
        (1, _mail(f"Amira Hassanzadeh <{persons.AMIRA.email}>", "Unsubscribe", "Please unsubscribe me. Thank you!")),
        (0, _mail("Nyhetsbrevet <no-reply@nyheter.example.test>", "Ukens tilbud på kontorstoler", "Halv pris ut uka.")),
    ]  # fmt: skip


def _mail(sender: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    mail.set_content(text)
    return mail


def _with_a_cv() -> EmailMessage:
    mail = _mail(
        "Olav Nesheim <olav.nesheim@example.test>",
        "CV",
        "Hei!\n\nHer er CV-en min. Har dere noe for en kokk?\n\nOlav Nesheim",
    )
    cv = pdf.cv("Olav Nesheim", ["Kokk", "olav.nesheim@example.test", "", *CV])
    mail.add_attachment(cv, maintype="application", subtype="pdf", filename="CV Olav Nesheim.pdf")
    return mail
