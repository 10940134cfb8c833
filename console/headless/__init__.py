"""The console's actions without its screens: `smartregion readings list --state in-review --json`.

Nouns, verbs and flags are made from the contract, named filters from `console.presets`, and what can't be undone is
asked as the console asks it, as `console.actions` has it.
"""
