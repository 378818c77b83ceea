"""`make drill`: on servers of its own, which end with it. Ends with 1 when anything is not as it was, or took too long."""

import logging
import os
import sys
from importlib import import_module

import django

from fremrykk.database_roles import PROGRAM
from fremrykk.local.postgres import DATABASE
from fremrykk.local.throwaway import world
from tests.drill.place import Place


def main() -> int:
    with world(careless=False) as (folder, environment):
        place = Place(environment["DATABASE_URL"], DATABASE, folder / "drill")
        place.folder.mkdir()
        os.environ |= environment | place.prepare() | {"DATABASE_URL": place.address(PROGRAM)}
        print("          preparing: migrations …", flush=True)
        place.manage("migrate", "--verbosity", "0")
        django.setup()
        logging.disable(logging.INFO)
        disaster = import_module("tests.drill.disaster")  # its models need the settings
        minutes = disaster.run(disaster.Disaster(place), lambda line: print(line, flush=True))
    return 0 if minutes <= disaster.MOST_MINUTES else 1


if __name__ == "__main__":
    sys.exit(main())
