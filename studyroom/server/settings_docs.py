"""Writes .env.example and docs/settings.md: `python -m studyroom.server.settings_docs`, in the checkout."""

from __future__ import annotations

from pathlib import Path

from pydantic.fields import FieldInfo

from studyroom.settings import Settings, bound, variable

HEAD = """# Settings

Each setting is an environment variable, or a line in a file `.env` in the directory where the server is started
([.env.example](../.env.example) is one to copy). The environment overrides the file, and options of the `studyroom`
command (`--host`, `--port`, `--https`, ...) override both. A value that cannot be used stops the start with a sentence
that says why. [media.md](media.md) explains the settings for microphone and camera.

| setting | default | may be | what it does |
| --- | --- | --- | --- |
"""


def main() -> None:
    """Write both files into the working directory."""
    Path('.env.example').write_text(env_example(), encoding='utf-8')
    Path('docs/settings.md').write_text(settings_page(), encoding='utf-8')


def env_example() -> str:
    """Return .env.example: every setting with its default, commented out."""
    entries = (
        f'# {field.description}\n# {bound(field)}; default: {default(field)}\n# {variable(name)}={_example(field)}\n'
        for name, field in Settings.model_fields.items()
    )
    return '# Copy to .env and uncomment what you change.\n\n' + '\n'.join(entries)


def settings_page() -> str:
    """Return the Markdown of docs/settings.md."""
    return HEAD + ''.join(
        f'| `{variable(name)}` | {_code(field)} | {bound(field)} | {field.description} |\n'
        for name, field in Settings.model_fields.items()
    )


def default(field: FieldInfo) -> str:
    """Return the default as a person writes it: `false`, `8080`, `the user data folder of the platform`."""
    if isinstance(field.json_schema_extra, dict):
        return str(field.json_schema_extra['default_text'])
    if field.default is None or field.default == '':
        return 'none'
    return str(field.default).lower()


def _example(field: FieldInfo) -> str:
    return '' if field.default_factory or default(field) == 'none' else default(field)


def _code(field: FieldInfo) -> str:
    return f'`{default(field)}`' if _example(field) else default(field)


if __name__ == '__main__':
    main()
