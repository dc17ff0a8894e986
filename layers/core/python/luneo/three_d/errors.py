"""What the 3D code refuses."""

from luneo.errors import DomainError


class InvalidModel(DomainError):
    """The model cannot be used; the detail says what is wrong with it and what to export instead."""

    status = 422
    slug = "invalid-model"
    title = "The 3D model cannot be used"


class InvalidArtwork(DomainError):
    """The picture for a print zone cannot be read, or is too large to be."""

    status = 422
    slug = "invalid-artwork"
    title = "The artwork cannot be used"
