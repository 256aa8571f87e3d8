"""Texts in old encodings and documents made of them, for tests and for the soak."""

import io
import zipfile

from docx import Document

from kheo.lib.encodings.backwards import to_tcvn3, to_vni

SAID = "Mô hình dân vận khéo của xã được nhân rộng, có đường quê thắp sáng."


def docx_bytes():
    """Return a Word file: a heading, TCVN3 in its fonts, a list, a table, header and footer."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "UBND xã"
    document.sections[0].footer.paragraphs[0].text = "Nơi nhận"
    document.add_heading("Báo cáo năm 2017", 1)
    document.add_paragraph().add_run(to_tcvn3(SAID)).font.name = ".VnTime"
    document.add_paragraph().add_run(to_tcvn3("hội nghị")).font.name = ".VnTimeH"
    document.add_paragraph(to_vni(SAID))
    document.add_paragraph("Mục một", "List Number")
    document.add_paragraph("Mục hai", "List Number")
    table = document.add_table(2, 2)
    for cell, said in zip([c for row in table.rows for c in row.cells], ["STT", "Tên", "1", "Đường hoa"], strict=True):
        cell.text = said
    return saved(document)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_bytes(text="Bao cao nam 2017: 138 mo hinh.", pages=1):
    """Return a small PDF with one line of plain letters on each page; none with an empty text."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode()]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number in range(pages):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
        objects.append((page + "/Resources << /Font << /F1 3 0 R >> >> >>").encode())
        content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1") if text else b"0 0 m 9 9 l S"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Tin | Báo</title><script>var x = 1;</script></head>
<body>
<div class="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức</a></li></ul></div>
<h1>Hội nghị tổng kết</h1><span class="publish-date">Thứ năm, 18/01/2018</span>
<div class="news-detail"><p>Sáng 17/1, huyện tổ chức hội nghị tổng kết phong trào thi đua
với đại biểu các xã, thị trấn.</p>
<p>Toàn huyện có 138 mô hình, trong đó 52 mô hình kinh tế, 56 mô hình văn hóa - xã hội.<br>Năm 2018 làm tiếp.</p>
<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td>Đường hoa</td></tr></table>
<p class="author">Ban biên tập</p></div>
<div class="tin-lien-quan"><a href="/1">Tin khác</a></div><footer>© 2018</footer></body></html>"""

RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}{\f1 .VnTime;}}"
    rb"\f0 B\u225?o c\u225?o\par\f1 M\'ab h\'d7nh\par}"
)


def mht_bytes():
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    return (head + "--b\nContent-Type: text/html; charset=utf-8\n\n" + PAGE + "\n--b--\n").encode()


def repacked(data, name, change):
    """Return an archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            new.writestr(entry, change(body) if entry.filename == name else body)
    return out.getvalue()
