from typing import Any

class Backend:
    def __getattr__(self, name: str) -> Any: ...
