"""What lettering refuses."""

from luneo.errors import Invalid


class UncoveredCharacters(Invalid):
    """No font has some of the characters; the detail names them."""

    slug = "uncovered-characters"
    title = "Some characters cannot be set"


class UnfitText(Invalid):
    """The text is empty, too long, or longer than the circle it should follow."""

    slug = "unfit-text"
    title = "The text does not fit"
