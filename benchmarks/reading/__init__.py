"""How well texts are read and judged: `python -m benchmarks.reading CASES.jsonl --data DIR`."""
