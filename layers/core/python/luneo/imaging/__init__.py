"""Pure functions over pictures: reading them safely, zones on a photo, blending, enlarging. No AWS in here."""
