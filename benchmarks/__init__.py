"""Benchmarks: gonogo beside the tools that it stands for, in one run, as ratios. `python -m benchmarks [NAME...]`."""
