from typing import Any

import pyarrow as pa

def from_arrow_schema(arrow_schema: pa.Schema) -> Any: ...
