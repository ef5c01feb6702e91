# Diagramme.
chart-figures = Zahlen zeigen
