class NotFoundError(Exception):
    """There is no such row, or it is not yours."""
