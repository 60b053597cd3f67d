"""Reading gazetteer files into the address table: one reader a format, one way into the table.

files.py      what is under a path: files, zips, their formats and dates
lines.py      a file's lines, whole and readable, each with its number
core.py       AddressBase Core
plus.py       AddressBase Plus
parts.py      AddressBase Premium and DTF 7.3: records of an address in parts
assemble.py   an address out of its parts
wording.py    lines as people write them
table.py      COPY into a temporary table, judged against what is there, merged in one transaction
importing.py  the verb: one file, one transaction, one row that tells of it
"""
