"""The kinds of files that are told apart, apart from what looks files over: rules name kinds without loading that."""

from enum import StrEnum


class Kind(StrEnum):
    """What the first bytes (of an archive: its parts) say a file is."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    HTML = "html"
    MHT = "mht"
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    SVG = "svg"
    MP4 = "mp4"
    WEBM = "webm"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    VTT = "vtt"
    TEXT = "text"
    OLE_ENCRYPTED = "ole-encrypted"
    ZIP = "zip"
    UNKNOWN = "unknown"
