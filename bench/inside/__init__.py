"""Programs that run inside Django, each in a process of its own: whoever imports this package has the models."""

import django

django.setup()
