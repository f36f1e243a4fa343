"""Sentences remember what they were made of."""

import json

import pytest

from studyroom.room.errors import RoomError
from studyroom.room.sentences import Sentence
from studyroom.room.text import clean_name


def test_a_sentence_is_its_english_text() -> None:
    sentence = Sentence('rate_limited', 'Try again in {wait} s.', wait=3)
    assert sentence == 'Try again in 3 s.'
    assert json.dumps([sentence]) == '["Try again in 3 s."]'


def test_a_sentence_keeps_what_a_translation_needs() -> None:
    with pytest.raises(RoomError) as refusal:
        clean_name('x' * 100)
    said = refusal.value.sentence
    assert (said.code, said.template) == ('name_too_long', '{what} can have at most {limit:,} characters.')
    assert said.template.format_map(said.params) == said == 'A name can have at most 64 characters.'


def test_braces_in_a_persons_words_are_left_alone() -> None:
    assert Sentence('skipped', '{name} skipped', name='{count}') == '{count} skipped'


def test_a_missing_value_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        Sentence('rate_limited', 'Try again in {wait} s.')
