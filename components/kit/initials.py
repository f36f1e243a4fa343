"""The initials shown in a seat."""


def initials(name: str) -> str:
    """Return at most two letters: "MB" for Mr Brandt, "A2" for Ann (2)."""
    letters = [word.lstrip('(')[:1] for word in name.split() if word.strip('()')]
    return ''.join(letters[:1] + letters[1:][-1:]).upper()
