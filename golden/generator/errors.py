"""What the generators say instead of a traceback."""


class SetupError(Exception):
    """Says in one sentence what the user has to put right."""
