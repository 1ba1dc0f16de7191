"""Seconds and memory that reading a large archive takes, beside polars' and DuckDB's CSV readers on the same bytes.

python -m tests.bench.reading [--messages 500000] [--reactions 100000]

Each reader has a process of its own; memory is its peak above what its imports take. The archive is read from the ZIP
and from its unpacked files, the others read the unpacked files into memory, every cell as text.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1 << 20


def with_ssi_core(paths: list[Path]) -> Callable[[], int]:
    from ssi_core.intake.member import read_member

    return lambda: sum(file.rows for file in read_member((path.name, path) for path in paths).files)


def with_polars(paths: list[Path]) -> Callable[[], int]:
    import polars

    def read() -> int:
        tables = [polars.read_csv(path, infer_schema=False) for path in paths]
        return sum(table.height for table in tables)

    return read


def with_duckdb(paths: list[Path]) -> Callable[[], int]:
    import duckdb

    def read() -> int:
        with duckdb.connect() as database:
            for path in paths:
                database.read_csv(str(path), all_varchar=True).create(path.stem)
            return sum(len(database.table(path.stem)) for path in paths)

    return read


READERS = {"SSI Coach": with_ssi_core, "polars": with_polars, "DuckDB": with_duckdb}


def peak() -> int:
    """Bytes; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(reader: str, paths: list[Path]) -> dict[str, float]:
    """Run in the reader's own process."""
    read = READERS[reader](paths)
    empty, start = peak(), time.perf_counter()
    rows = read()
    return {"seconds": time.perf_counter() - start, "bytes": peak() - empty, "rows": rows}


def measured(reader: str, paths: list[Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.reading", "--measure", reader, *map(str, paths)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def prepared(folder: Path, messages: int, reactions: int) -> tuple[Path, list[Path]]:
    """The ZIP and the files in it; written by another process, because a child begins with its parent's peak."""
    path, sizes = folder / "export.zip", f"messages={messages}, reactions={reactions}"
    code = f"from pathlib import Path; from sample_data.lookalike.big import big; big(Path({str(path)!r}), {sizes})"
    subprocess.run([sys.executable, "-c", code], check=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        return path, [folder / name for name in archive.namelist()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=500_000)
    parser.add_argument("--reactions", type=int, default=100_000)
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        reader, *paths = options.measure
        print(json.dumps(measure(reader, [Path(path) for path in paths])))
        return
    with tempfile.TemporaryDirectory() as folder:
        archive, files = prepared(Path(folder), options.messages, options.reactions)
        size = sum(file.stat().st_size for file in files) / MEGABYTE
        print(f"{options.messages:,} messages and {options.reactions:,} reactions, {size:,.0f} MB unpacked")
        table = {
            "SSI Coach, ZIP": measured("SSI Coach", [archive]),
            **{reader: measured(reader, files) for reader in READERS},
        }
    print_ratios(table)


def print_ratios(table: dict[str, dict[str, float]]) -> None:
    print(f"{'':<16}{'rows':>9}{'seconds':>9}{'MB':>7}   seconds and MB as times of polars', DuckDB's")
    for name, row in table.items():
        ratios = [f"{row[part] / table[other][part]:6.2f}" for part in ("seconds", "bytes") for other in READERS]
        mine = [ratios[1], ratios[4], ratios[2], ratios[5]]
        print(f"{name:<16}{row['rows']:>9,}{row['seconds']:>9.2f}{row['bytes'] / MEGABYTE:>7.0f}   ", *mine)


if __name__ == "__main__":
    main()
