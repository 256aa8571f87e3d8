import hashlib
import secrets
from datetime import timedelta

# No 0/O, 1/I/L: these codes are read from paper and typed on a phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
CODE_LIFE = timedelta(days=14)


def new_code() -> str:
    """Return a fresh one-time code of about 59 bits, as "ABCD-EFGH-JKMN"."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)]
    return "-".join("".join(letters[i : i + GROUP_LENGTH]) for i in range(0, len(letters), GROUP_LENGTH))


def digest_of(code: str) -> str:
    """Return what is kept of a code; dashes, spaces and case do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
