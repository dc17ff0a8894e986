"""The colour profile that pictures are tagged with."""

from functools import cache

from PIL import ImageCms

_DATE = slice(24, 36)  # ICC.1:2022, table 17: dateTimeNumber of the header
_FIXED_DATE = bytes.fromhex("07e8 0001 0001 0000 0000 0000")


@cache
def srgb_icc() -> bytes:
    """An sRGB IEC 61966-2.1 profile, the same bytes at any time: the maker stamps the hour, which is replaced."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE] = _FIXED_DATE
    return bytes(profile)
