"""Mechanisms that touch several figures at once, one module each; slips of single figures are `..readings`."""
