"""What went wrong in a cell, found out from what the kernel wrote: tslab sends no error message of its own."""

import difflib
import re
from dataclasses import asdict, dataclass

DIAGNOSTIC = re.compile(r"^(?:\S+ )?(?P<line>\d+):(?P<column>\d+) - (?P<message>.+)$", re.MULTILINE)
# the first line of a printed error: `TypeError: …`, `Error [ERR_X]: …`, `UnhandledPromiseRejection: Error: …`
THROWN = re.compile(
    r"^(?:UncaughtException: |UnhandledPromiseRejection: )?(?:Uncaught )?"
    r"(?P<name>[A-Za-z_$][\w$.]*(?:Error|Exception)|Error)(?: \[\w+\])?: (?P<message>.*(?:\n(?!    at ).*)*?)(?=\n    at |\n*\Z)",
    re.MULTILINE,
)
COLOURS = re.compile("\x1b\\[[0-9;]*[A-Za-z]")


@dataclass
class Failure:
    """One failure of a notebook."""

    kind: str  # type, throw, late, timeout, died
    cell: int  # index in the executed notebook, from 0
    execution: int | None  # the number in `In [n]`
    name: str
    message: str
    line: int | None = None  # in the cell, from 1
    source: str | None = None  # that line
    stderr: str = ""

    def event(self):
        return {"event": "failed", **asdict(self)}


def from_cell(cell, index, script):
    """The failure of a cell that ended with status error; `script` is the JavaScript that it was compiled to, or None."""
    stderr = stderr_of(cell)
    diagnostic = DIAGNOSTIC.search(stderr)
    if script is None and diagnostic:
        line = int(diagnostic["line"])
        return Failure(
            "type", index, cell.execution_count, "TypeScriptError", diagnostic["message"],
            line, line_of(cell.source, line), stderr,
        )
    thrown = last(THROWN.finditer(stderr))
    name, message = (thrown["name"], thrown["message"].strip()) if thrown else ("Error", plain(stderr))
    line = source_line(cell.source, script, frame(stderr, cell.execution_count))
    return Failure("throw", index, cell.execution_count, name, message, line, line_of(cell.source, line), stderr)


def from_late_error(record, cells, default, script_of):
    """An unhandled rejection or a late throw, told by the hook in the kernel; blamed on the cell that its stack names."""
    named = re.search(r"In\[(\d+)\]:\d+", record.get("stack") or "")
    index = default
    if named:
        for position, cell in enumerate(cells):
            if cell.cell_type == "code" and cell.execution_count == int(named[1]):
                index = position
    cell = cells[index]
    line = source_line(
        cell.source, script_of(cell.execution_count), frame(record.get("stack") or "", cell.execution_count)
    )
    what = "unhandled rejection" if record["late"] == "unhandledRejection" else "late throw"
    return Failure(
        "late", index, cell.execution_count, record.get("name") or "Error", f"{record.get('message', '')} ({what})",
        line, line_of(cell.source, line), record.get("stack") or "",
    )


def stderr_of(cell):
    parts = [out.text for out in cell.get("outputs", []) if out.output_type == "stream" and out.name == "stderr"]
    return COLOURS.sub("", "".join(parts))


def plain(stderr):
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "the cell failed without a message"


def last(matches):
    found = None
    for found in matches:
        pass
    return found


def frame(stack, execution):
    """Line of the compiled cell at the top of the stack, or None."""
    match = re.search(rf"In\[{execution}\]:(\d+)", stack)
    return int(match[1]) if match else None


def line_of(source, line):
    lines = source.splitlines()
    return lines[line - 1].strip() if line is not None and 0 < line <= len(lines) else None


def source_line(source, script, line):
    """The line of the TypeScript cell that line `line` of its JavaScript came from, or None.

    The kernel keeps no source map. Compiling drops types, blank lines and imports but hardly changes what is left, so the
    two texts are aligned: the line whose own text and whose place fit best.
    """
    if script is None or line is None:
        return None
    before = [normal(text) for text in source.splitlines()]
    after = [normal(text) for text in script.splitlines()]
    if not 0 < line <= len(after) or not before:
        return None
    place = line - 1
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    low, high = 0, len(before)
    for a, b, size in blocks:
        if size and b <= place < b + size:
            return a + place - b + 1
        if size and b + size <= place:
            low = a + size
        if size and b > place:
            high = min(high, a)
    # between two lines that are the same in both texts: the most similar one
    candidates = range(low, max(high, low))
    scored = [(difflib.SequenceMatcher(None, before[i], after[place]).ratio(), -i) for i in candidates if before[i]]
    return -max(scored)[1] + 1 if scored else None


def normal(text):
    text = re.sub(r"^\((async )?function\(exports, require\) \{ ", "", text)
    return re.sub(r"\s+|exports\.", "", text).rstrip(";")
