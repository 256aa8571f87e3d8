import hmac
import secrets
from pathlib import Path

from django.conf import settings

from kheo.organisation.units.models import Installation


def is_begun() -> bool:
    """Return whether this copy serves a body already."""
    return Installation.objects.exists()


def setup_key() -> str:
    """Return the key that the first page asks for, made on first use and kept beside the data: whoever can read the
    data folder or the terminal may set up this copy, and nobody else."""
    kept = Path(settings.DATA_DIR) / "setup.key"
    try:
        with kept.open("x") as new:
            kept.chmod(0o600)
            new.write(secrets.token_hex(4))
    except FileExistsError:
        pass
    return kept.read_text()


def is_setup_key(given: str) -> bool:
    """Return whether the given text is the key."""
    return hmac.compare_digest(given.strip().lower().encode(), setup_key().encode())
