"""What a person sees: one panel per file, on top of a few generic components."""
