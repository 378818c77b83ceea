"""python manage.py check_promises [--json]: each promise that data can prove, held against this database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from rich.console import Console
from rich.table import Table

from privacy.queries import promises
from privacy.queries.promises import Finding, Verdict

COLORS = {Verdict.KEPT: "green", Verdict.BROKEN: "red", Verdict.NOT_PROVABLE: "dim"}


class Command(BaseCommand):
    help = "Hold every promise that data can prove against the live database. Ends with 1 when one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object from number to verdict, and nothing else")
        parser.add_argument("--language", default="en", help="of the sentences: nb or en")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = promises.checked(timezone.now())
        verdicts = promises.verdicts(findings)
        if options["json"]:
            self.stdout.write(json.dumps({number: verdict.value for number, verdict in verdicts.items()}))
        else:
            with translation.override(options["language"]):
                self._tell(findings, verdicts)
        if Verdict.BROKEN in verdicts.values():
            raise SystemExit(1)

    def _tell(self, findings: list[Finding], verdicts: dict[str, Verdict]) -> None:
        table = Table("promise", "what is so", "verdict", "found")
        for each in findings:
            verdict = Verdict.BROKEN if each.count else Verdict.KEPT
            said = f"[{COLORS[verdict]}]{verdict.value}[/]"
            table.add_row(each.check.number, str(each.check.sentence), said, _found(each))
        console = Console(file=self.stdout, width=140)
        console.print(table)
        silent = [number for number, verdict in verdicts.items() if verdict is Verdict.NOT_PROVABLE]
        console.print(f"Not provable from data: {', '.join(silent)}.")


def _found(finding: Finding) -> str:
    return f"{finding.count}: {', '.join(finding.first)}" if finding.count else ""
