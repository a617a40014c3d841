"""Fifty strings that have broken software: none may be more than text, wherever a person may write one."""

STRINGS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")",
    "\t=1+1", "\r=1+1",
    "=IMPORTXML(\"http://x\")", "%0A=1+1", "'=1+1", "\"=1+1\"", "<script>alert(1)</script>", "<img src=x onerror=y>",
    "\"><svg onload=x>", "javascript:alert(1)", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "&lt;b&gt;",
    "&#x3C;b&#x3E;",
    "<b>bold</b>", "]]>", "<!--", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x", "con", "nul.txt", "a/b/c", "file\x00name",
    "bell\x07 and escape\x1b[31m", "line\nbreak", "form\x0cfeed", "\ufeffmark", "\u202egnp.exe", "\u200bnothing",
    "\ud7ff\ue000 edge", "A\u0301\u0301\u0301\u0301 marks", "\U0001f600 face", "\u0645\u0631\u062d\u0628\u0627",
    "'; DROP TABLE observation; --", "\" OR 1=1", "%s%s%n", "$(reboot)", "x" * 10_000,
)  # fmt: skip
