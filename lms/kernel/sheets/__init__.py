"""Tables for spreadsheets, CSV and XLSX: read with distrust and written with care."""
