# Charts.
chart-figures = Show the figures
