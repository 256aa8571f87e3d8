"""The settings of the house with one room more, which is made as docs/registers.md says."""

from kheo.project.settings import *  # noqa: F403

INSTALLED_APPS = ["tests.registers.contests", *INSTALLED_APPS]  # noqa: F405
