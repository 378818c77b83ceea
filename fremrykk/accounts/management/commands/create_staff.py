"""`manage.py create_staff`: an account for somebody who works here, and the link that sets its password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from fremrykk.accounts.actions import users
from fremrykk.accounts.choices import ROLES, Role
from fremrykk.accounts.queries import setup_link


class Command(BaseCommand):
    help = "Creates an account for somebody who works here and prints a link, valid 24 hours, that sets its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="asked for when left out")
        parser.add_argument("--name", help="asked for when left out")
        parser.add_argument("--role", action="append", dest="roles", choices=Role.values, help="may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"] or self.ask("E-mail address: ")
        name = options["name"] or self.ask("Name: ")
        roles = options["roles"] or self.ask_roles()
        try:
            validate_email(email)
            user = users.create_staff(email=email, name=name, roles=roles, by=None, at=timezone.now())
        except ValidationError as error:
            raise CommandError(f"{email}: {error.messages[0]}") from error
        except users.AddressIsTaken as error:
            raise CommandError(f"{email} has an account already.") from error
        self.stdout.write(f"Account created for {name} <{user.email}> as {', '.join(user.roles)}.")
        self.stdout.write(f"Hand over this link. It works once, within 24 hours:\n{setup_link(user)}")

    def ask(self, question: str) -> str:
        answer = input(question).strip()
        if not answer:
            raise CommandError("Nothing was entered; nothing was created.")
        return answer

    def ask_roles(self) -> list[str]:
        for role, rights in ROLES.items():
            self.stdout.write(f"  {role.value:<10} {rights.sentence}")
        roles = self.ask("Roles, with spaces between: ").split()
        if unknown := set(roles) - set(Role.values):
            raise CommandError(f"There is no role {', '.join(sorted(unknown))}.")
        return roles
