"""The figures of the README, each beside what it is read against; started by `callcenter bench NAME`.

A figure is never a test that can fail by the clock: it says what this machine did, beside the same thing smaller, and
beside the barest thing the same database can do at that moment.
"""
