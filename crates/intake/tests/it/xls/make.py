"""Makes the workbooks of this folder; README.md says with what."""

import datetime as d
import os
import subprocess
import tempfile

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.filters import FilterColumn, Filters

HERE = os.path.dirname(os.path.abspath(__file__))
LONG = [
    ("長い文言。" if n % 3 == 0 else "plain text, " if n % 3 == 1 else "é ü 混在 ") * (40 + 37 * n % 190) + str(n)
    for n in range(36)
]


def cases():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "6月"
    sheet.append(["番号", "件名", "受付", "時刻", "件数", "率", "済", "数式", "備考"])
    day = d.datetime(2024, 6, 3, 9, 5, 30)
    formats = ["yyyy/mm/dd hh:mm:ss", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[h]:mm:ss", "m/d/yy h:mm", "mmm-yy",
               '[$-411]ggge"年"m"月"d"日";@', "h:mm AM/PM", "0.00", "General", "aaaa", '"d"0', "\\d0", "[Red]0.0;[Blue]-0"]
    numbers = [0, 1, -1, 12.34, -0.05, 0.1, 1e15, 123456789012345, 0.30000000000000004, 1e-7, 536870911, 536870912,
               -536870913, 1 / 3]
    formulas = ["=1+1", '="文字"&"列"', "=1=1", "=1/0", "=NA()", '=""', "=E2/4", '=REPT("あ",300)', "=DATE(2024,6,3)",
                "=SQRT(-1)", "=1=2", '=IF(TRUE,"x","")', "=0.1+0.2", "=VALUE(\"x\")"]
    for n, (form, number, formula) in enumerate(zip(formats, numbers, formulas)):
        sheet.append([f"T-{n}", f"印刷できない {n} 𠮷😀 <&>", day + d.timedelta(days=n, seconds=n), d.time(9, n, n), number,
                      number / 7, n % 2 == 0, formula, None if n % 4 else f" 空白 {n}\n2行目 "])
        sheet.cell(n + 2, 3).number_format = form
        sheet.cell(n + 2, 4).number_format = "h:mm:ss"
    sheet.cell(4, 9).value = CellRichText("赤い", TextBlock(InlineFont(b=True), "太字"), "の字")
    sheet.row_dimensions[5].hidden = True
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["F"].hidden = True
    long = book.create_sheet("長文")
    long.append(["番号", "本文"])
    for n, text in enumerate(LONG):
        long.append([f"L-{n}", text])
    merged = book.create_sheet("結合")
    for row in (["表題"], ["番号", "受付", "区分"], ["M-1", "a", "b"], ["M-2"], ["M-3", None, "c"]):
        merged.append(row)
    for area in ("A1:C1", "B3:B5", "A4:A4"):
        merged.merge_cells(area)
    hidden = book.create_sheet("隠し")
    hidden.append(["番号"])
    hidden.append([1])
    hidden.sheet_state = "hidden"
    kept = book.create_sheet("絞込")
    for row in (["番号", "区分"], ["K-1", "a"], ["K-2", "b"], ["K-3", "a"]):
        kept.append(row)
    kept.auto_filter.ref = "A1:B4"
    kept.auto_filter.filterColumn.append(FilterColumn(colId=1, filters=Filters(filter=["a"])))
    kept.row_dimensions[3].hidden = True
    return book


def days():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = "日"
    book.active.append(["番号", "日"])
    for n in range(4):
        book.active.append([f"D-{n}", d.datetime(2024, 2, 27, 23, 59, 59) + d.timedelta(days=n)])
    return book


def sheet_of(book, name, rows, forms=()):
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    for place, form in dict(forms).items():
        sheet[place].number_format = form
    return sheet


def bid():
    book = openpyxl.Workbook()
    book.remove(book.active)
    members = ["氏名", "提案する役割", "言語", "再委託", "根拠ファイル"]
    sheet_of(book, "要員一覧", [["体制表"], members, ["甲", "lead", "ja", "×"], ["乙", "staff", "en", "○"]])
    sheet_of(book, "経験", [["氏名", "開始日", "終了日"], ["甲", d.date(2010, 4, 1), d.date(2020, 3, 31)]],
             {"B2": "yyyy/m/d", "C2": "yyyy/m/d"})
    shifts = [["拠点", "曜日", "開始", "終了", "要員"], ["tokyo", "月～金", d.time(9), "18:00:00", "甲、乙"]]
    sheet_of(book, "シフト", shifts, {"C2": "h:mm"})
    sheet_of(book, "記入要領", [["説明"]])
    return book


def handed_in():
    book = openpyxl.Workbook()
    book.remove(book.active)
    day = d.datetime(2024, 6, 3, 9, 5)
    rows = [["障害一覧"], ["（2024年6月分）"], [], ["番　号", "受付日時", "回復", "経路", "メモ", "メモ"],
            ["T-1", day, day + d.timedelta(minutes=35), "Ｅ－ｍａｉｌ"], ["T-2", day, None, "メ ー ル"],
            ["T-3", day, "=1/0", "電話"], ["T-4"], ["番号", "受付日時", "回復", "経路"], ["T-5", None, None, "電話"],
            ["T-6", day, "2024/6/4 10:00"], [], ["合計", 6]]
    sheet = sheet_of(book, "tickets", rows)
    for row in sheet["B5:C11"]:
        for cell in row:
            cell.number_format = "yyyy/m/d h:mm"
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("D10:D11")
    sheet.row_dimensions[6].hidden = True
    device = [["id", "使用者氏名", "取得日"], ["PC-1", "佐藤", d.date(2023, 4, 1)], [7, "鈴木", "令和5年4月2日"],
              ["PC-2", '="田"&"中"', d.date(2024, 2, 29)], ["PC-3", "高橋", "04/05/06"]]
    sheet_of(book, "device", device, {"C2": "yyyy/m/d", "C4": "ggge年m月d日"})
    return book


def convert(source, kind, out):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
                        "--outdir", out, source], check=True, capture_output=True)


def xlwt_book():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一覧")
    for column, name in enumerate(["番号", "本文", "日", "数"]):
        sheet.write(0, column, name)
    style = xlwt.XFStyle()
    style.num_format_str = "yyyy/mm/dd"
    for n, text in enumerate(LONG):
        sheet.write(n + 1, 0, f"W-{n}")
        sheet.write(n + 1, 1, text)
        sheet.write(n + 1, 2, d.date(2024, 6, 1) + d.timedelta(days=n), style)
        sheet.write(n + 1, 3, n * 0.25)
    sheet.write(40, 0, "W-x")
    sheet.write_rich_text(40, 1, ["赤", ("太字", xlwt.easyfont("bold on")), "青"])
    book.save(os.path.join(HERE, "xlwt.xls"))


with tempfile.TemporaryDirectory() as folder:
    for name, book in (("cases", cases()), ("days-1904", days()), ("bid", bid()), ("handed-in", handed_in())):
        first = os.path.join(folder, f"{name}.xlsx")
        book.save(first)
        for kind in ("xls:MS Excel 97", "xlsx:Calc MS Excel 2007 XML"):
            convert(first, kind, HERE)
xlwt_book()
