import json
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.iorw import write_ipynb
from papermill.log import logger

from .failure import Failure, from_cell, from_late_error
from .ports import own_ports
from .secrets import secrets_of, without

HOOK = Path(__file__).with_name("kernel_hook.cjs")
# How long the work that a notebook left behind may take to end, in seconds.
SETTLE = 3
# How long the output of a cell that has ended may still be on its way, in seconds. None of it is lost, so this is only for
# a machine that cannot keep up.
ARRIVE = 600


class TypeScriptEngine(NBClientEngine):
    """papermill's own engine, with what tslab notebooks need. `events` receives dictionaries that tell what happens."""

    @classmethod
    def execute_notebook(
        cls,
        nb,
        kernel_name,
        output_path=None,
        progress_bar=True,
        log_output=False,
        autosave_cell_every=30,
        events=None,
        **kwargs,
    ):
        common = dict(progress_bar=progress_bar, log_output=log_output, autosave_cell_every=autosave_cell_every)
        if kernel_name not in ("tslab", "jslab"):
            return super().execute_notebook(nb, kernel_name, output_path=output_path, **common, **kwargs)
        manager = DiscreetManager(nb, output_path=output_path, **common)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, events=events, **kwargs)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return without(manager.secrets, manager.nb)

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, log_output=False, start_timeout=60, execution_timeout=None, events=None, **kwargs
    ):
        folder = Path(tempfile.mkdtemp(prefix="papermill-typescript-"))
        try:
            client = TypeScriptClient(
                nb_man,
                folder=folder,
                events=events,
                timeout=execution_timeout,
                startup_timeout=start_timeout,
                iopub_timeout=ARRIVE,
                kernel_name=kernel_name,
                log=logger,
                log_output=log_output,
                stdout_file=kwargs.get("stdout_file"),
                stderr_file=kwargs.get("stderr_file"),
            )
            return client.execute(env=client.environment())
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class DiscreetManager(NotebookExecutionManager):
    """Saves the notebook without its secrets."""

    def __init__(self, nb, **kwargs):
        super().__init__(nb, **kwargs)
        self.secrets = secrets_of(nb.metadata.get("papermill", {}).get("parameters"))

    def save(self, **kwargs):
        self.nb = kwargs.get("nb") or self.nb
        if self.output_path:
            write_ipynb(without(self.secrets, self.nb), self.output_path)
        self.last_save_time = self.now()


class TypeScriptClient(PapermillNotebookClient):
    """Executes the cells one by one and stops at the first failure, of whatever kind."""

    def __init__(self, nb_man, folder, events=None, **kwargs):
        super().__init__(nb_man, **kwargs)
        self.folder = folder
        self.seen = 0
        self.events = events or (lambda event: None)

    def environment(self):
        """The kernel's environment: ours, with the hook."""
        options = os.environ.get("NODE_OPTIONS", "")
        hook = str(HOOK).replace("\\", "\\\\").replace('"', '\\"')
        return {
            **os.environ,
            "NODE_OPTIONS": f'{options} --require "{hook}"'.strip(),
            "PAPERMILL_TYPESCRIPT_NODE_OPTIONS": options,
            "PAPERMILL_TYPESCRIPT": str(self.folder),
            # figures are made for the executed file, not for a screen
            "UNETLAB_HEADLESS": "1",
        }

    def emit(self, event):
        self.events(without(self.nb_man.secrets, event))

    def execute(self, **kwargs):
        """As papermill's, but the kernel is asked about its language while it is sure to be alive."""
        self.reset_execution_trackers()
        manager = self.create_kernel_manager()
        manager.cache_ports = False
        for name, port in own_ports().items():
            setattr(manager, name, port)
        with self.setup_kernel(**kwargs):
            info = self.wait_for_reply(self.kc.kernel_info())
            self.nb.metadata["language_info"] = info["content"]["language_info"]
            self.papermill_execute_cells()
        return self.nb

    def papermill_execute_cells(self):
        self.emit({"event": "kernel", "pid": getattr(self.km.provisioner, "pid", None), "cells": len(self.nb.cells)})
        failure = None
        for index, cell in enumerate(self.nb.cells):
            try:
                self.nb_man.cell_start(cell, index)
                failure = self.run_cell(cell, index)
                if failure:
                    self.report(failure)
            finally:
                self.nb_man.cell_complete(self.nb.cells[index], cell_index=index)
            if failure:
                break
        if failure is None:
            self.wait_for_late_errors()
        if failure and failure.kind in ("timeout", "died"):
            self.shutdown_kernel = "immediate"  # it does not answer any more
        else:
            self.end_kernel()

    def run_cell(self, cell, index):
        """Executes one cell and returns its failure, or None."""
        runs = cell.cell_type == "code" and cell.source.strip() != ""
        if not runs:
            return None
        execution = self.code_cells_executed + 1
        (self.folder / "executing").write_text(str(execution))
        self.emit({"event": "cell", "cell": index, "execution": execution})
        cell.execution_count = execution
        started = self.nb_man.now()
        try:
            self.execute_cell(cell, index, execution_count=execution)
        except CellExecutionError:
            return from_cell(cell, index, self.script(execution))
        except CellTimeoutError as problem:
            if "IOPub" in str(problem):
                what = f"the cell ended, but part of what it printed had not arrived {ARRIVE} s later and is lost"
                return Failure("timeout", index, execution, "OutputLost", f"{what}; write so much to a file")
            return Failure("timeout", index, execution, "Timeout", f"the cell took longer than {self.timeout} s")
        except DeadKernelError:
            return Failure("died", index, execution, "KernelDied", self.cause_of_death())
        seconds = (self.nb_man.now() - started).total_seconds()
        self.emit({"event": "cell-done", "cell": index, "execution": execution, "seconds": seconds})
        return self.late_error(index)

    def report(self, failure):
        """Leaves the failure in the notebook, as the error output that the kernel does not send, and tells it."""
        cell = self.nb.cells[failure.cell]
        where = f"line {failure.line}: {failure.source}" if failure.line else ""
        traceback = [line for line in (f"{failure.name}: {failure.message}", where) if line]
        cell.setdefault("outputs", []).append(
            nbformat.v4.new_output("error", ename=failure.name, evalue=failure.message, traceback=traceback)
        )
        self.nb_man.cell_exception(cell, cell_index=failure.cell, exception=failure)
        self.emit(failure.event())

    def script(self, execution):
        try:
            return (self.folder / f"In[{execution}].js").read_text()
        except FileNotFoundError:
            return None

    def records(self):
        try:
            lines = (self.folder / "events.jsonl").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines]

    def late_error(self, index):
        late = [record for record in self.records() if "late" in record][self.seen :]
        self.seen += len(late)
        return from_late_error(late[0], self.nb.cells, index, self.script) if late else None

    def wait_for_late_errors(self):
        """After the last cell: lets timers and open work end, and fails the notebook if one of them throws."""
        executed = [i for i, cell in enumerate(self.nb.cells) if cell.get("execution_count")]
        if not executed:
            return
        settle = "(globalThis as any)[Symbol.for('papermill-typescript.settle')]"
        # tslab does not see an await that is followed by a parenthesis
        self.ask_kernel(f"await Promise.all([{settle}({SETTLE * 1000})]); void 0")
        failure = self.late_error(executed[-1])
        if failure:
            self.report(failure)
            self.nb_man.save()

    def end_kernel(self):
        # A timer or a helper process that was left running would hold up the shutdown for seconds.
        self.ask_kernel("setTimeout(() => process.exit(0), 20); void 0")

    def ask_kernel(self, code):
        (self.folder / "executing").write_text("end")
        limit, self.timeout = self.timeout, SETTLE + 7
        try:
            self.wait_for_reply(self.kc.execute(code, store_history=False))
        except Exception as problem:  # the notebook itself has run: nothing of it is lost by this
            logger.warning("the kernel did not answer at the end: %s", problem)
        finally:
            self.timeout = limit

    def cause_of_death(self):
        exits = [record["exit"] for record in self.records() if "exit" in record]
        if exits:
            return f"the cell ended the kernel with process.exit({exits[-1]})"
        process = getattr(self.km.provisioner, "process", None)
        code = process.poll() if process else None
        if code == -9:
            return "the kernel was killed (signal 9), most likely because the machine ran out of memory"
        return f"the kernel died (signal {-code})" if code and code < 0 else f"the kernel died (exit code {code})"

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        if (
            msg["msg_type"] in ("display_data", "update_display_data")
            and "progress" in content.get("metadata", {}).get("unetlab", {})
        ):
            self.emit({"event": "progress", "cell": cell_index, "text": content["data"].get("text/plain", "")})
        return super().process_message(msg, cell, cell_index)
