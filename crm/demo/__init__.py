"""A city that never was, for demonstrations and benchmarks: invented people report, invented units answer.

    calendar    how many call on which day and when; the storms
    people, places, matters    who calls, from where, about what
    played      one case taken through its life by the rules that real cases live by
    plots       what becomes of a case, by its category
    day         a day's calls, put together
    fill        the days written into the database, in bulk

Everything follows from the seed: the same seed, number, end and days make the same city.
"""
