"""Reviews of studies."""


class Reviews:
    """Reviews."""
