"""Stories in YAML: read with line-numbered mistakes, run step by step, judged with a verdict and whose fault it is."""
