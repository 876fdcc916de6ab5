"""Kinds of files that are recognised but not accepted. The site has their names in its languages, as `kind.<value>` in
its catalogues (a test compares both).
"""

from collections.abc import Mapping
from enum import StrEnum


class FileKind(StrEnum):
    """The value never changes its meaning: it is a value of a reason (docloft.reasons)."""

    ANDROID_APP = "android_app"
    BZIP2_ARCHIVE = "bzip2_archive"
    CAMERA_RAW = "camera_raw"
    DJVU = "djvu"
    FONT = "font"
    GOOGLE_EARTH = "google_earth"
    JAVA_ARCHIVE = "java_archive"
    JPEG_2000 = "jpeg_2000"
    JPEG_XL = "jpeg_xl"
    MEDIA = "media"
    OFFICE_DAMAGED = "office_damaged"
    PHOTOSHOP = "photoshop"
    POSTSCRIPT = "postscript"
    PROGRAM = "program"
    RAR_ARCHIVE = "rar_archive"
    SEVEN_ZIP_ARCHIVE = "seven_zip_archive"
    SOUND = "sound"
    SQLITE = "sqlite"
    SVG = "svg"
    VIDEO = "video"
    XZ_ARCHIVE = "xz_archive"
    ZSTANDARD_ARCHIVE = "zstandard_archive"


NAMES: Mapping[str, str] = {
    FileKind.ANDROID_APP: "an Android app",
    FileKind.BZIP2_ARCHIVE: "a bzip2 archive",
    FileKind.CAMERA_RAW: "a camera RAW photo",
    FileKind.DJVU: "a DjVu document",
    FileKind.FONT: "a font",
    FileKind.GOOGLE_EARTH: "a Google Earth file",
    FileKind.JAVA_ARCHIVE: "a Java archive",
    FileKind.JPEG_2000: "a JPEG 2000 image",
    FileKind.JPEG_XL: "a JPEG XL image",
    FileKind.MEDIA: "a media file",
    FileKind.OFFICE_DAMAGED: "a damaged office file",
    FileKind.PHOTOSHOP: "a Photoshop image",
    FileKind.POSTSCRIPT: "a PostScript file",
    FileKind.PROGRAM: "a program",
    FileKind.RAR_ARCHIVE: "a RAR archive",
    FileKind.SEVEN_ZIP_ARCHIVE: "a 7-Zip archive",
    FileKind.SOUND: "a sound recording",
    FileKind.SQLITE: "an SQLite database",
    FileKind.SVG: "an SVG drawing",
    FileKind.VIDEO: "a video",
    FileKind.XZ_ARCHIVE: "an xz archive",
    FileKind.ZSTANDARD_ARCHIVE: "a Zstandard archive",
}
"""In English, with their articles, for a sentence."""
