"""Sentences for people that can be said in another language later."""

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """An English sentence that remembers what it was made of: a `code`, a `template`, and the `params` in its places.

    It is text like any other wherever English is wanted. A translation finds it by `code` and `template`, and says it
    with the same `params`.
    """

    __slots__ = ('code', 'params', 'template')
    code: str
    template: str
    params: Mapping[str, object]

    def __new__(cls, code: str, template: str, /, **params: object) -> Self:
        """Fill the places of `template`, such as `{count}`, with `params`. Raises KeyError for a place without one."""
        sentence = super().__new__(cls, template.format_map(params))
        sentence.code, sentence.template, sentence.params = code, template, params
        return sentence
