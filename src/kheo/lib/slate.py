"""Small notes in a folder, for processes of one machine to tell each other what cannot wait for the database."""

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Note = Mapping[str, Any]  # Any: whatever JSON holds


class Slate:
    """Notes by name, each replaced whole: a reader sees the old one or the new one, never half of it."""

    def __init__(self, folder: Path) -> None:
        """Keep the notes in a folder, made when the first one is written."""
        self.folder = folder

    def write(self, name: str, note: Note) -> None:
        """Put a note in the place of the one before. What it says need not outlive the machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f"{name}.{os.getpid()}.{threading.get_ident()}.new"
        new.write_text(json.dumps(note, ensure_ascii=False), "utf-8")
        new.replace(self.folder / name)

    def read(self, name: str) -> Note | None:
        """Return a note, or None where there is none that can be read."""
        try:
            note: Note = json.loads((self.folder / name).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return note

    def wipe(self, name: str) -> None:
        """Take a note away if it is there."""
        with suppress(FileNotFoundError):
            (self.folder / name).unlink()
