import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import frontend

CHECKOUT = Path(__file__).resolve().parent.parent
SVG = '{http://www.w3.org/2000/svg}'
ICON_ARGUMENTS = {'icon', 'picture', 'dropdown-icon'}


def symbols() -> set[str]:
    sprite = ElementTree.parse(CHECKOUT / 'static/vendor/icons.svg')
    return {symbol.attrib['id'] for symbol in sprite.getroot().iter(f'{SVG}symbol')}


def icons_in_python() -> set[str]:
    """Return the names given as `icon='...'`, `icon('...')` or `picture('...')`."""
    named: set[str] = set()
    for path in (*(CHECKOUT / 'components').rglob('*.py'), *(CHECKOUT / 'pages').glob('*.py')):
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            if not isinstance(node, ast.Call):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == 'icon']
            if isinstance(node.func, ast.Name) and node.func.id in ICON_ARGUMENTS:
                given += node.args[:1]
            named |= {
                value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return named - {''}


def test_the_sprite_holds_exactly_the_listed_icons() -> None:
    assert symbols() == set(frontend.ICONS)


def test_every_icon_that_a_panel_uses_is_in_the_sprite() -> None:
    assert icons_in_python() <= symbols()


def test_icons_have_the_colour_of_the_text_and_one_size() -> None:
    sprite = (CHECKOUT / 'static/vendor/icons.svg').read_text(encoding='utf-8')
    assert sprite.count('viewBox="0 0 24 24"') == sprite.count('stroke="currentColor"') == len(frontend.ICONS)


def test_every_font_that_a_stylesheet_names_exists() -> None:
    for sheet in (CHECKOUT / 'static').glob('*.css'):
        for address in re.findall(r'url\("?([^")]+)', sheet.read_text(encoding='utf-8')):
            if not address.startswith('data:'):
                assert (sheet.parent / address).is_file(), address


def test_every_third_party_part_comes_with_its_licence() -> None:
    for part in ('figtree', 'literata', 'lucide'):
        assert (CHECKOUT / f'static/vendor/{part}-LICENSE.txt').stat().st_size > 500


def test_an_up_to_date_build_is_not_repeated(tmp_path: Path) -> None:
    for name in ('package-lock.json', 'bin/frontend.py', 'static/vendor/built-from'):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    assert frontend.is_current(tmp_path)
    with (tmp_path / 'package-lock.json').open('a') as lock:
        lock.write('\n')
    assert not frontend.is_current(tmp_path)
