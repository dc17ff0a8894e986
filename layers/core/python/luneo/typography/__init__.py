"""Text as a layer: shaped in any script the fonts cover, as outlines in millimetres and as pixels. Pure."""
