"""The imperative shell: order of the stages, tables, workbook, atomic storing."""
