from tests.directives.made import office

__all__ = ["office"]
