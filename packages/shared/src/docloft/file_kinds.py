"""Kinds of files that are recognised but not accepted. The site has their names in its languages, as `kind.<value>` in
its catalogues (a test compares both).
"""

from collections.abc import Mapping
from enum import StrEnum


class FileKind(StrEnum):
    """The value never changes its meaning: it is a value of a reason (docloft.reasons)."""

    ACCESS_DATABASE = "access_database"
    ANDROID_APP = "android_app"
    BZIP2_ARCHIVE = "bzip2_archive"
    CABINET_ARCHIVE = "cabinet_archive"
    CAD_DRAWING = "cad_drawing"
    CAMERA_RAW = "camera_raw"
    DICOM = "dicom"
    DISK_IMAGE = "disk_image"
    DJVU = "djvu"
    FONT = "font"
    GIMP = "gimp"
    GOOGLE_EARTH = "google_earth"
    ICON = "icon"
    JAVA_ARCHIVE = "java_archive"
    JPEG_2000 = "jpeg_2000"
    JPEG_XL = "jpeg_xl"
    LINUX_PACKAGE = "linux_package"
    MEDIA = "media"
    METAFILE = "metafile"
    NETPBM = "netpbm"
    OFFICE_DAMAGED = "office_damaged"
    ONENOTE = "onenote"
    OUTLOOK_FOLDER = "outlook_folder"
    PHOTOSHOP = "photoshop"
    POSTSCRIPT = "postscript"
    PROGRAM = "program"
    RAR_ARCHIVE = "rar_archive"
    SEVEN_ZIP_ARCHIVE = "seven_zip_archive"
    SHORTCUT = "shortcut"
    SOUND = "sound"
    SQLITE = "sqlite"
    SVG = "svg"
    VIDEO = "video"
    XZ_ARCHIVE = "xz_archive"
    ZSTANDARD_ARCHIVE = "zstandard_archive"


NAMES: Mapping[str, str] = {
    FileKind.ACCESS_DATABASE: "an Access database",
    FileKind.ANDROID_APP: "an Android app",
    FileKind.BZIP2_ARCHIVE: "a bzip2 archive",
    FileKind.CABINET_ARCHIVE: "a Cabinet archive",
    FileKind.CAD_DRAWING: "an AutoCAD drawing",
    FileKind.CAMERA_RAW: "a camera RAW photo",
    FileKind.DICOM: "a medical image (DICOM)",
    FileKind.DISK_IMAGE: "a disk image",
    FileKind.DJVU: "a DjVu document",
    FileKind.FONT: "a font",
    FileKind.GIMP: "a GIMP image",
    FileKind.GOOGLE_EARTH: "a Google Earth file",
    FileKind.ICON: "an icon",
    FileKind.JAVA_ARCHIVE: "a Java archive",
    FileKind.JPEG_2000: "a JPEG 2000 image",
    FileKind.JPEG_XL: "a JPEG XL image",
    FileKind.LINUX_PACKAGE: "a Linux package",
    FileKind.MEDIA: "a media file",
    FileKind.METAFILE: "a Windows metafile",
    FileKind.NETPBM: "a Netpbm image",
    FileKind.OFFICE_DAMAGED: "a damaged office file",
    FileKind.ONENOTE: "a OneNote notebook",
    FileKind.OUTLOOK_FOLDER: "an Outlook data file",
    FileKind.PHOTOSHOP: "a Photoshop image",
    FileKind.POSTSCRIPT: "a PostScript file",
    FileKind.PROGRAM: "a program",
    FileKind.RAR_ARCHIVE: "a RAR archive",
    FileKind.SEVEN_ZIP_ARCHIVE: "a 7-Zip archive",
    FileKind.SHORTCUT: "a Windows shortcut",
    FileKind.SOUND: "a sound recording",
    FileKind.SQLITE: "an SQLite database",
    FileKind.SVG: "an SVG drawing",
    FileKind.VIDEO: "a video",
    FileKind.XZ_ARCHIVE: "an xz archive",
    FileKind.ZSTANDARD_ARCHIVE: "a Zstandard archive",
}
"""In English, with their articles, for a sentence."""
