"""One figure a module; each returns SVG text, or an empty string where nothing is to draw."""
