"""Check: a committee's file against a rule set, as findings that say what to fix, where and why."""
