"""Reading a form sent by a browser, which may send anything."""

from __future__ import annotations


class Form(dict[str, str | bool]):
    """The values of a form's fields by name: text, or whether a box was ticked."""

    def text(self, name: str) -> str:
        """Return what was typed or chosen, or an empty string if there was no such field."""
        value = self.get(name)
        return value if isinstance(value, str) else ''

    def ticked(self, name: str, *, otherwise: bool = False) -> bool:
        """Return whether the box was ticked, or `otherwise` if there was no such box."""
        value = self.get(name)
        return value if isinstance(value, bool) else otherwise


def form_sent(values: object) -> Form:
    """Read what `form_values()` sent, dropping anything that our forms cannot send."""
    sent = values if isinstance(values, dict) else {}
    return Form(
        (name, value) for name, value in sent.items() if isinstance(name, str) and isinstance(value, str | bool)
    )
