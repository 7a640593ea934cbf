"""The roadmap on paper: an accessible PDF and a workbook, which say what the page says."""
