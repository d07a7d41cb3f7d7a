"""Refusals inside the test index: raised where a reason is found, answered by `routes`."""


class RefusedError(Exception):
    """An upload is refused: the HTTP status, the message that an index gives, and the code of the rule."""

    def __init__(self, status: int, message: str, code: str) -> None:
        self.status = status
        self.message = message
        self.code = code
        super().__init__(message)


class MintError(Exception):
    """An identity token is refused, with the code and description that an index gives."""

    def __init__(self, code: str, description: str) -> None:
        self.code = code
        self.description = description
        super().__init__(description)
