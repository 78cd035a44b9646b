"""Judges recorded cases again, law by law, from docs/specification.md and exact arithmetic."""
