"""What is under the ring: the question, if there is one, and the current goal."""

from __future__ import annotations

from components.kit.template import render, template
from components.panels.working_on import QuestionsRow, draw_questions, questions_row
from studyroom.room.rhythm import Rhythm
from tests.room.stepped_study import two_people

WORKING = '<span class="small quiet">You are working on</span><span class="title">'


def test_nothing_is_asked() -> None:
    assert render(draw_questions, QuestionsRow()) == '<div class="asking" data-ask=""></div>'


def test_the_current_goal_is_shown() -> None:
    assert render(draw_questions, QuestionsRow(working='Read <4.2>')) == (
        '<div class="asking" data-ask="" data-working="">'
        f'<div class="working">{WORKING}Read &lt;4.2&gt;</span></div></div>'
    )


def test_at_the_start_a_field_asks_what_they_will_finish() -> None:
    assert render(draw_questions, QuestionsRow('start')) == (
        '<div class="asking" data-ask="start"><form class="asking__form">'
        '<label class="title" for="intention">What will you finish?</label>'
        '<input class="input" id="intention" name="goal" maxlength="140" autocomplete="off" value="">'
        '<datalist id="open-goals"></datalist><div class="asking__buttons">'
        '<button class="btn btn--main" type="submit">Begin</button>'
        '<button class="btn btn--ghost" type="button">Not now</button></div></form></div>'
    )


def test_the_field_offers_open_goals_and_holds_the_current_one() -> None:
    drawn = render(draw_questions, QuestionsRow('start', text='Proof', goals=('Read', 'Proof'), working='Proof'))
    assert 'autocomplete="off" value="Proof" list="open-goals">' in drawn
    assert '<option value="Read"></option><option value="Proof"></option></datalist>' in drawn
    assert drawn.endswith(f'</form><div class="working working--behind">{WORKING}Proof</span></div></div>')


def test_at_the_end_one_tap_says_how_it_went() -> None:
    drawn = render(draw_questions, QuestionsRow('end', over='Focus 2 is over', question='Proof?'))
    assert drawn.startswith(
        '<div class="asking" data-ask="end"><div class="working"><span class="small quiet">Focus 2 is over</span>'
        '<h2 class="title">Proof?</h2></div><div class="answers">'
        '<button class="answer" type="button" title="Done (1)"><svg'
    )
    for icon, word in (('circle-check', 'Done'), ('contrast', 'Partly'), ('circle-dashed', 'Not yet')):
        assert f'<use href="#{icon}"></use></svg>{word}</button>' in drawn
    assert drawn.endswith(
        '<p class="small quiet asking__hint">'
        'One tap, or 1, 2, 3. It goes away by itself at the end of the break.</p></div>'
    )


def test_the_answers_and_the_form_are_sent_to_the_server() -> None:
    drawn = template(draw_questions)
    for answer in ('done', 'partly', 'not_yet'):
        assert f'''@click="act('answer', '{answer}')"''' in drawn
    assert '''@submit.prevent="act('intend', formValues($event.target))"''' in drawn
    assert '''@click="act('not_now')"''' in drawn


async def test_a_person_is_asked_at_the_start_and_at_the_end() -> None:
    study = await two_people(rhythm=Rhythm(rounds=4))
    room, ann, ben = study.room, study.ann, study.ben
    assert questions_row(room, ann, ask_start=True) == QuestionsRow()
    await room.start(ann)
    await room.add_goal(ann, 'Read')
    await room.add_goal(ann, 'Read')
    assert questions_row(room, ann, ask_start=True) == QuestionsRow('start', goals=('Read',))
    await room.intend(ann, 'Proof')
    assert questions_row(room, ann, ask_start=False) == QuestionsRow(working='Proof')
    study.clock.step(1)
    await study.until_the_bell()
    assert questions_row(room, ann, ask_start=False) == QuestionsRow('end', over='Focus 1 is over', question='Proof?')
    assert questions_row(room, ben, ask_start=False).question == 'How did it go?'
    await room.answer(ann, 'done')
    assert questions_row(room, ann, ask_start=False) == QuestionsRow()


async def test_without_rounds_a_focus_has_no_number() -> None:
    study = await two_people()
    await study.room.start(study.ann)
    study.clock.step(1)
    await study.until_the_bell()
    assert questions_row(study.room, study.ann, ask_start=False).over == 'The focus is over'
