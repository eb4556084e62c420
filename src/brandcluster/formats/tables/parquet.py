"""Parquet files, written with pyarrow, which is installed apart (`pip install 'brandcluster[parquet]'`): exact decimals, no floats."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

#: Digits of a decimal, and those of them behind the point: of sums, which duckdb and Spark read up to 38.
SUM_DIGITS, SCALE = 38, 16
#: The same of an amount of one enterprise.
AMOUNT_DIGITS = 34
#: The columns of a file of rows by their headings, each with its kind: text, whole, year, answer, amount, own (amounts
#: by name).
Fields = Mapping[str, str]


def parquet_table(columns: Mapping[str, tuple[str, Sequence[Any]]]) -> bytes:
    """One table: each column by its heading, its kind (text, whole, decimal) and its values, None where there is none.

    OverflowError for a decimal that would be rounded, or does not fit. ImportError without pyarrow.
    """
    import pyarrow
    from pyarrow import parquet

    types = {"text": pyarrow.string(), "whole": pyarrow.int64(), "decimal": pyarrow.decimal128(SUM_DIGITS, SCALE)}
    arrays = []
    for kind, values in columns.values():
        kept = fitting(values, SUM_DIGITS - SCALE) if kind == "decimal" else values
        arrays.append(pyarrow.array(kept, types[kind]))
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, names=list(columns)), stream, compression="zstd")
    return stream.getvalue()


def fitting(values: Iterable[Decimal | int | None], before: int) -> list[Decimal | None]:
    """The values as decimals; OverflowError where one has more digits before or behind the point than are kept."""
    found = [None if value is None else Decimal(value) for value in values]
    for value in found:
        _, digits, exponent = value.as_tuple() if value is not None else (0, (), 0)
        if not isinstance(exponent, int) or len(digits) + exponent > before or exponent < -SCALE:
            raise OverflowError("a decimal has more digits than are kept")
    return found


def amounts_fit(texts: Iterable[str]) -> None:
    """OverflowError where an amount in the stored spelling has more digits than DECIMAL(34,16) keeps: it would be
    rounded, or not be there."""
    for text in texts:
        whole, _, behind = text.partition(".")
        if len(whole) > AMOUNT_DIGITS - SCALE or len(behind) > SCALE:
            raise OverflowError("an amount has more digits than are kept")


def parquet_rows(fields: Fields, batches: Iterable[Mapping[str, Sequence[Any]]]) -> tuple[bytes, int]:
    """A file of rows, batch after batch, and how many they are; amounts come as texts (`amounts_fit` first), own ones as
    pairs of name and text. ImportError without pyarrow."""
    import pyarrow
    from pyarrow import parquet

    amount = pyarrow.decimal128(AMOUNT_DIGITS, SCALE)
    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int64(),
        "year": pyarrow.int16(),
        "answer": pyarrow.bool_(),
        "amount": amount,
        "own": pyarrow.map_(pyarrow.string(), amount),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in fields.items()])
    stream, count = io.BytesIO(), 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in batches:
            arrays = [_array(pyarrow, batch[name], types[kind], kind) for name, kind in fields.items()]
            made = pyarrow.table(arrays, schema=schema)
            count += made.num_rows
            writer.write_table(made)
    return stream.getvalue(), count


def _array(pyarrow: Any, values: Sequence[Any], kind: Any, name: str) -> Any:
    if name == "amount":
        return pyarrow.array(values, pyarrow.string()).cast(kind)
    if name == "own":
        values = [[(name, Decimal(text)) for name, text in pairs] for pairs in values]
    return pyarrow.array(values, kind)
