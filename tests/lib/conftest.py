"""Properties are tried on the same examples each time: a slow machine or a lucky find must not stop others."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
