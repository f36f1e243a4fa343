"""The tags that panels use; `Tag('dialog')` makes one that is missing here."""

from __future__ import annotations

from components.kit.markup import Tag
from components.kit.traced import tracing

a = Tag('a')
b = Tag('b')
br = Tag('br')
circle = Tag('circle')
datalist = Tag('datalist')
details = Tag('details')
div = Tag('div')
fieldset = Tag('fieldset')
footer = Tag('footer')
form = Tag('form')
h1 = Tag('h1')
h2 = Tag('h2')
h3 = Tag('h3')
header = Tag('header')
hr = Tag('hr')
i = Tag('i')
input_ = Tag('input')
kbd = Tag('kbd')
label = Tag('label')
legend = Tag('legend')
li = Tag('li')
main = Tag('main')
nav = Tag('nav')
ol = Tag('ol')
option = Tag('option')
p = Tag('p')
path = Tag('path')
section = Tag('section')
select_ = Tag('select')
span = Tag('span')
strong = Tag('strong')
summary = Tag('summary')
svg = Tag('svg')
textarea = Tag('textarea')
time = Tag('time')
ul = Tag('ul')
use = Tag('use')
button = Tag('button')(type='button')


def icon(name: str, classes: str = '', *, small: bool = False, large: bool = False) -> Tag:
    """Draw an icon of the sprite by its name, in the colour of the text beside it."""
    if tracing.get():
        return Tag('icon')(classes, name=name, small=small, large=large)
    size = 'icon--s' if small else 'icon--l' if large else ''
    return svg('icon')(f'{size} {classes}'.strip(), aria_hidden=True)[use(href=f'#{name}')]


def rich(text: str) -> Tag:
    """Draw a paragraph that a person wrote: the browser marks up links and `code`, while `render` leaves them alone."""
    return Tag('rich')(text=text) if tracing.get() else p[text]
