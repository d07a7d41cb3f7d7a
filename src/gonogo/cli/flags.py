"""Flags with which a word that a task asks for is not asked for, which Invoke has no way to say."""

from collections.abc import Callable, Mapping
from typing import Any

from invoke.parser.argument import Argument
from invoke.tasks import Task


class LenientTask(Task[Any]):
    """An Invoke task, some of whose flags make up for a word: `invoke news --check` wants no text."""

    def __init__(self, body: Callable[..., None], alone: Mapping[str, str], **options: Any) -> None:
        super().__init__(body, **options)
        self.alone = alone

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:  # noqa: FBT001 - Invoke's
        """Return the arguments, those flags among them."""
        given = {one.name: one for one in super().get_arguments(ignore_unknown_help)}
        for flag, word in self.alone.items():
            given[flag] = Alone(given[word], names=given[flag].names, kind=bool, default=False, help=given[flag].help)
        return list(given.values())


class Alone(Argument):
    """A flag that fills a word with nothing, where it is given."""

    def __init__(self, word: Argument, **options: Any) -> None:
        super().__init__(**options)
        self.word = word

    def set_value(self, value: Any, cast: bool = True) -> None:  # noqa: FBT001, FBT002 - Invoke's signature
        """Take the flag, and fill the word."""
        super().set_value(value, cast)
        if self.word.value is None:
            self.word.value = ""
