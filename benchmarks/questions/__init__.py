"""Plain questions with the commands that answer them, and how many are read right.

`rules.jsonl` was written before the rules, `unseen.jsonl` at the same time and not scored until they stood.
"""
