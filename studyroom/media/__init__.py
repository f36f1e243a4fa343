"""Microphone, camera and screen: LiveKit beside us, found or fetched, supervised, reached through our own origin."""
