"""Workbooks from their XML, the smallest that calamine takes, and such as Excel writes."""

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    sheet: str, name: str = "Team", *, strings: tuple[str, ...] | None = (), parts: dict[str, str | bytes] | None = None
) -> bytes:
    """A smallest XLSX around a sheet's XML; `parts` adds to or replaces the package's parts, "" leaves one out."""
    package = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": "" if strings is None else shared(*strings),
        **(parts or {}),
    }
    return zipped({name: text for name, text in package.items() if text})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return data.getvalue()


def worksheet(*rows: str, before: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData></worksheet>'


def row(number: int, *cells: str | float, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(map(_cell, "ABCDEFGH", [number] * 8, cells))}</row>'


def _cell(column: str, number: int, value: str | float) -> str:
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, str):
        return f'<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{column}{number}"><v>{value}</v></c>'


def shared(*strings: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{string}</t></si>" for string in strings)}</sst>'


def written(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    """What XlsxWriter makes of it, which is close to what Excel writes."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **options}) as book:
        fill(book)
    return data.getvalue()


def ods(*rows: str, manifest: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Team">'
        f"{''.join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{office}:manifest:1.0">{manifest}</m:manifest>',
    }
    return zipped(parts)


def ods_row(*cells: str | float, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: str | float) -> str:
    if isinstance(value, str) and value.startswith("<"):
        return value
    kind = f'string"><text:p>{value}</text:p>' if isinstance(value, str) else f'float" office:value="{value}">'
    return f'<table:table-cell office:value-type="{kind}</table:table-cell>'
