from typing import Any

class SparkSession:
    builder: Any
    def __getattr__(self, name: str) -> Any: ...
