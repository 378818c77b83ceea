"""What people and machines type that is no harm in itself, and must come out as it went in: our own short list."""

NAUGHTY = [
    # markup, closed early or late
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'><b onmouseover=alert(1)>",
    "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "<!--", "--><script>alert(1)</script>", "]]>", "<![CDATA[ x ]]>", "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<math><mi xlink:href='data:x,<script>alert(1)</script>'>", "<style>*{display:none}</style>", "<base href=//evil.example.test>",
    "<meta http-equiv=refresh content=0;url=//evil.example.test>", "<form action=//evil.example.test>", "\" autofocus onfocus=alert(1) x=\"", "' onclick='alert(1)", "`onclick=alert(1)`",
    "&lt;script&gt;", "&#60;script&#62;", "&amp;amp;", "%3Cscript%3E", "\\u003cscript\\u003e", "<scr<script>ipt>", "<ScRiPt>alert(1)</sCrIpT>", "<b>bold</b> & <i>italic</i>",
    # words of other languages than the reader's
    "{{7*7}}", "{% load x %}", "{{ request.user.password }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%(name)s", "%s %d %n", "$HOME `id` $(id)", "#panic(\"x\") $ x $ *fet* _kursiv_ @ref",
    # words for a database, a sheet, a file, a mail
    "'; DROP TABLE candidates; --", "' OR '1'='1", "\\' \\\" \\\\", "=1+1", "+47 22 00 00 00", "-2+3", "@SUM(1)", "=HYPERLINK(\"http://evil.example.test\")", "../../etc/passwd", "C:\\CON\\NUL",
    "x@example.test, y@example.test", "\"Kari\" <kari@example.test>", "Subject: hei",
    # what looks like nothing, or like something else
    "null", "None", "undefined", "NaN", "true", "0", "-1", "1e1000", "[]", "{}", "0x0",
    # writing
    "ÆØÅ æøå", "Ωåß∂ƒ ©˙∆˚¬", "田中さん", "Ş Ğ İ ı", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "👩‍👩‍👧‍👦 🇳🇴", "الكل في المجمو", "ﷺ", "﷽", "a\u202eb\u202cc", "\u200bnull\u200b", "ﬁ ﬀ", "ẞ ß", "́", "\u2028x\u2029", "Ǆ ǆ", "…—“”", "½ ² ٣",
]  # fmt: skip
