"""`make demo`: the whole program in one terminal, with the real servers, until Ctrl-C.

Everything it starts is its child and ends with it, also when it is killed. What it writes lies under var/.
"""

import argparse
import signal
import sys
from pathlib import Path

from fremrykk.database_roles import OWNER, PROGRAM
from fremrykk.local.children import Trouble, follow_parent
from fremrykk.local.console import complain, say
from fremrykk.local.entity_register import entity_register
from fremrykk.local.place import environment, only_one, refuse_busy, write_env
from fremrykk.local.postgres import as_role, postgres
from fremrykk.local.programs import greet, manage, outcome, prepare, programs, wait_for_web, watch
from fremrykk.local.valkey import valkey

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    asked = arguments()
    if asked.follow_parent:
        follow_parent(signal.SIGTERM)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, interrupt)
    try:
        run(asked.var.resolve(), asked.port)
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing is left running; the data are kept in var/ for the next time.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where everything it writes lies")
    parser.add_argument("--follow-parent", action="store_true", help="stop when the program that started this one ends")
    return parser.parse_args()


def port_number(text: str) -> int:
    if not (text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}: make demo PORT=8000")
    return int(text)


def interrupt(*_: object) -> None:
    """The first signal begins the end; while things are being stopped, more of them change nothing."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(var: Path, port: int) -> None:
    with only_one(var, port):
        refuse_busy(port)
        say("starting PostgreSQL and Valkey …")
        with postgres(var / "postgres") as database, valkey(var / "valkey") as redis, entity_register() as entities:
            env = environment(var, port, as_role(database, PROGRAM), redis, entities)
            write_env(var, env)
            prepare(env, owner=as_role(database, OWNER))
            with programs(var, port, env) as running:
                seeding = manage(["seed_demo"], env)
                wait_for_web(port, running)
                greet(var, port, logins=outcome("seed_demo", seeding))
                watch(running)


if __name__ == "__main__":
    sys.exit(main())
