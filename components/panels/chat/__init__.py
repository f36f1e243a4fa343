"""The chat: notes in a margin, quiet while people work."""

from components.panels.chat.panel import chat_panel

__all__ = ['chat_panel']
