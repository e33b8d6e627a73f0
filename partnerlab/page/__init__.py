"""The live page: it shows a lab and steers it in a browser, by the control API alone."""
