"""Reading a form that a browser sent: anything can come."""

from __future__ import annotations


class Form(dict[str, str | bool]):
    """What stood in the fields of a form, by their names: text, or whether a box was ticked."""

    def text(self, name: str) -> str:
        """What was typed or chosen; empty if there was no such field."""
        value = self.get(name)
        return value if isinstance(value, str) else ''

    def ticked(self, name: str, *, otherwise: bool = False) -> bool:
        """Whether the box was ticked; `otherwise` if there was no such box."""
        value = self.get(name)
        return value if isinstance(value, bool) else otherwise


def form_sent(values: object) -> Form:
    """What `form_values()` sent, without what no form of ours can send."""
    sent = values if isinstance(values, dict) else {}
    return Form(
        (name, value) for name, value in sent.items() if isinstance(name, str) and isinstance(value, str | bool)
    )
