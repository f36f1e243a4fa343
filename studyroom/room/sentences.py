"""Sentences for people that can be said in another language later."""

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """An English sentence that remembers what it was made of: a `code`, and a `template` filled with `params`.

    It is ordinary text wherever English is wanted. A translation is found by `code` and `template`, and filled with
    the same `params`.
    """

    __slots__ = ('code', 'params', 'template')
    code: str
    template: str
    params: Mapping[str, object]

    def __new__(cls, code: str, template: str, /, **params: object) -> Self:
        """Fill the placeholders of `template`, such as `{count}`, with `params`. Raises KeyError if one is missing."""
        sentence = super().__new__(cls, template.format_map(params))
        sentence.code, sentence.template, sentence.params = code, template, params
        return sentence
