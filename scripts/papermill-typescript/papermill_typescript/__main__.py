"""Runs one notebook for the headless runner: a request as JSON on stdin, what happens as JSON lines on stdout.

A request is `{"input", "output", "parameters", "cwd", "cellTimeout"}`; parameters travel on stdin so that a secret shows
neither in a process list nor in a file.
"""

import json
import os
import sys

import papermill
from papermill.exceptions import PapermillExecutionError

from .secrets import secrets_of, without


def main():
    # stdout belongs to the events: whatever else prints, prints to stderr
    channel = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    secrets = secrets_of(request["parameters"])

    def emit(event):
        channel.write(json.dumps(without(secrets, event)) + "\n")

    try:
        papermill.execute_notebook(
            request["input"],
            request["output"],
            parameters=request["parameters"],
            engine_name="typescript",
            cwd=request["cwd"],
            progress_bar=False,
            execution_timeout=request.get("cellTimeout"),
            autosave_cell_every=5,
            events=emit,
        )
    except PapermillExecutionError:
        return 1  # told by the engine
    except KeyboardInterrupt:
        emit({"event": "interrupted"})
        return 130
    except Exception as problem:
        emit({"event": "error", "message": f"{type(problem).__name__}: {problem}"})
        return 2
    emit({"event": "done"})
    return 0


sys.exit(main())
