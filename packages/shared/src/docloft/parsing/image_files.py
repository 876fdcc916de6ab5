"""Opening photos and scans with Pillow and libheif: what storage and the worker have in common."""

import struct

import pi_heif
from PIL import Image, ImageFile

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "BMP", "AVIF")
"""The JPEG plugin opens photos of several pictures (MPO), too."""

ERRORS = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, RuntimeError, struct.error)
"""What Pillow's plugins raise for damaged files."""

# More threads need more stacks, and a function has a third of a processor.
pi_heif.options.DECODE_THREADS = 1
pi_heif.register_heif_opener()
# Whatever opens an image limits its size. Pillow limits the pixels, and only warns up to twice its limit.
Image.MAX_IMAGE_PIXELS = None
# Half a photo is better than none.
ImageFile.LOAD_TRUNCATED_IMAGES = True
