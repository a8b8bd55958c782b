"""Lets papermill run TypeScript (tslab) notebooks.

papermill loads this package by its entry point, so plain `papermill in.ipynb out.ipynb -p epochs 3` gains:

- parameters: a translator for TypeScript literals, checked by the kernel's compiler against the declared types;
- an error report: tslab sends no `error` output, so one is made of what the kernel wrote to stderr, with the source line;
- late errors: an unhandled rejection or a throw in a timer fails the run, which tslab alone leaves green;
- secrets: the W&B key and parameters named like a key or a password are never written to the output file.

Notebooks of other kernels run as they would without it.
"""
