"""The regulation's reports: Biểu mẫu 01 each month (Điều 11.2), suggestions each quarter (8.3), the units' ranking.

period      which cases a report is about
figures     the numbers as data; conditions: the same as SQL, one definition for count and list
counting    all numbers in one pass; monthly: the report as a picture
listing     the cases behind a number
form        the words of the form; docx, xlsx, json_form: the report as a document
"""
