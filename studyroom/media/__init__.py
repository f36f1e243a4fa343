"""Microphone, camera and screen: LiveKit beside us, found or fetched, supervised, and reached through our own origin."""
