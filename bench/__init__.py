"""Every figure of docs/performance.md, by one command: `python -m bench [name …]`.

Each is a ratio against a limit measured in the same run, in alternating rounds, so that a noisy machine moves both.
"""
