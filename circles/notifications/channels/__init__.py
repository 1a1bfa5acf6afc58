"""The ways that news goes out. One for now: web push."""
