"""What is offered while somebody types whom or what to choose: a search like any other, and told like one."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class Choices(AutocompleteJsonView):
    """The page that lists these rows is told which of them were shown."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        context["object_list"] = list(context["object_list"])
        if self.term.strip():
            self.model_admin.found(self.request, context["object_list"])
        return context
