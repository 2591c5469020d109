"""The regulation's reports: Biểu mẫu 01 each month (Điều 11.2), suggestions each quarter (8.3), the units' ranking.

period       which days a report is about
figures      the numbers as data; `conditions`: the same as SQL, the one definition that counts and lists
results      when a case ended and whether late, kept with the case
counting     all numbers in one pass; `monthly`: the report as a picture; `listing`: the cases behind a number
suggestions  the quarter's list
form         the words of the form with the numbers in them, each knowing its cases
documents    both as files: `paper` and `*_docx`, `sheets` and `*_xlsx`, `as_json`
"""
